#pragma once
#include "clocks.hpp"
#include "model.hpp"
#include "rtl_random.hpp"
#include "wire.hpp"

namespace settle {

/** Everything that decides how the digital half goes on. */
struct State {
  std::uint64_t now = 0;  // ps
  std::vector<Clock> clocks;
  RtlRandom random;
};

Bytes save_state(Model& model, const State& state);
/** Refuses (PROTOCOL) damaged bytes and snapshots of another RTL, before it touches the model. */
State restore_state(Model& model, const Bytes& snapshot);

}  // namespace settle
