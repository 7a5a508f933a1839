#pragma once
#include "rtl_random.hpp"
#include "rtl_voice.hpp"
#include "verilated.h"

namespace settle {

/** What the run-time library does globally, and what here every model has for itself. */
struct RtlState {
  explicit RtlState(RtlVoice::Sink printed) : voice(std::move(printed)) {}
  RtlVoice voice;
  RtlRandom random;
};

/** Whose turn it is: functions of the run-time library are global and say nothing of the model that calls them. */
extern __thread RtlState* current_rtl;

/** The turn of one model on this thread: while it lasts, the run-time library prints, ends and draws for that one. */
class RtlTurn {
 public:
  RtlTurn(RtlState& state, VerilatedContext& context) : current_(&current_rtl), previous_(*current_) {
    *current_ = &state;
    Verilated::threadContextp(&context);
  }
  ~RtlTurn() { *current_ = previous_; }
  RtlTurn(const RtlTurn&) = delete;
  RtlTurn& operator=(const RtlTurn&) = delete;

 private:
  RtlState** current_;  // of this thread: finding it costs a call
  RtlState* previous_;
};

}  // namespace settle
