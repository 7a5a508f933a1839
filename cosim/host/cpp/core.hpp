#pragma once
#include <memory>
#include <string>
#include <vector>

#include "burst.hpp"
#include "clocks.hpp"
#include "generated/wire.hpp"
#include "model.hpp"
#include "reported.hpp"
#include "rtl_end.hpp"
#include "rtl_turn.hpp"
#include "signals.hpp"
#include "snapshot.hpp"
#include "verilated.h"

namespace settle {

/**
 * The digital half: a compiled model, its clocks and its time. Knows no bus; the session around it does. Every method
 * refuses (Refusal) what cannot be done and throws RtlEnd once the RTL has ended by itself.
 */
class Core {
 public:
  /** `printed` gets what the RTL prints, while it runs. */
  explicit Core(RtlVoice::Sink printed);
  ~Core();
  const std::vector<Signal>& ports() const { return *ports_; }
  std::uint64_t now() const { return state_.now; }
  wire::Outputs configure(const wire::Configure& request);
  /** Performs an advance, but not too many edges of it at once: false where there are more, for the next call. */
  bool advance(const wire::Advance& request);
  /** What changed since it was last reported. */
  wire::Outputs changed_outputs() { return outputs(false); }
  /** Calls each(Reported&) for what changed since it was last reported, or for all; it counts as reported then. */
  template <class Each>
  void each_changed(bool all, Each each) {
    for (Reported& one : reported_)
      if (one.take(all)) each(one);
  }
  /** What it answers stays as it is until the next burst. */
  const wire::Ran& burst(const wire::Burst& request);
  wire::Values peek(const wire::Peek& request) const;
  wire::Snapshot save();
  wire::Outputs restore(const wire::Restore& request);
  /** Runs the RTL's final blocks. */
  void finish();

 private:
  void make();
  void discard();
  RtlTurn turn() { return RtlTurn(rtl_, *context_); }
  void configured() const;
  void check_alive() const;
  void set_clocks(std::vector<Clock> clocks);
  void choose_reported(const std::vector<std::string>& probes);
  void drive(const std::vector<wire::Change>& inputs);
  void eval(std::uint64_t t);
  void collect(bool all, std::vector<wire::Change>& changes);
  wire::Outputs outputs(bool all);

  RtlState rtl_;
  // The context outlives the model: members are destroyed in reverse order.
  std::unique_ptr<VerilatedContext> context_;
  std::unique_ptr<Model> model_;
  const std::vector<Signal>* ports_ = nullptr;  // the model's
  std::unique_ptr<SignalTable> signals_;
  Clocks clocks_;
  State state_;
  std::vector<Reported> reported_;
  BurstMemory burst_memory_;
  std::unique_ptr<RtlEnd> ended_;
  bool configured_ = false;
};

}  // namespace settle
