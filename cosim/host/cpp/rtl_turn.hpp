#pragma once
#include "rtl_random.hpp"
#include "rtl_voice.hpp"

class VerilatedContext;

namespace settle {

/** What the run-time library does globally, and what here every model has for itself. */
struct RtlState {
  explicit RtlState(RtlVoice::Sink printed) : voice(std::move(printed)) {}
  RtlVoice voice;
  RtlRandom random;
};

/** The turn of one model on this thread: while it lasts, the run-time library prints, ends and draws for that one. */
class RtlTurn {
 public:
  RtlTurn(RtlState& state, VerilatedContext& context);
  ~RtlTurn();
  RtlTurn(const RtlTurn&) = delete;
  RtlTurn& operator=(const RtlTurn&) = delete;

 private:
  RtlState* previous_;
};

}  // namespace settle
