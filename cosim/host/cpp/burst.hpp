#pragma once
#include <functional>
#include <string>
#include <vector>

#include "clocks.hpp"
#include "generated/wire.hpp"
#include "signals.hpp"

namespace settle {

/** Places in the list of words that Watch.edge is drawn from. */
enum class WatchEdge : std::uint64_t { kChange = 0, kRise = 1, kFall = 2 };

/** Some bits of a port, and what was last seen of them. */
class Watched {
 public:
  /** Begins to watch, whatever it watched before. Refuses (OUT_OF_RANGE) bits that the port does not have. */
  void begin(const wire::Watch& watch, const std::vector<Signal>& ports);
  /** Looks at the port after an evaluation at `t`; answers until when the burst may go on for its sake. */
  std::uint64_t allows(std::uint64_t t);

 private:
  bool take_change();
  bool take_wide_change();
  bool bit() const { return ((place_.storage[watch_.lsb / 8] >> (watch_.lsb % 8)) & 1) != 0; }
  wire::Watch watch_;
  Place place_ = {};
  std::uint32_t mask_ = 0;  // of the bits, where the port is narrow
  std::uint32_t last_low_ = 0;
  Bytes last_;  // where it is wide
};

/** What a burst needs of the core that runs it. */
struct BurstModel {
  const std::vector<Signal>& ports;
  Clocks& clocks;
  std::uint64_t now;
  std::function<void(std::uint64_t)> evaluate;
  /** Puts there the outputs and probes that changed since they were last reported. */
  std::function<void(std::vector<wire::Change>&)> collect;
};

/** What one burst leaves to the next: memory. */
struct BurstMemory {
  std::vector<Watched> watches;
  wire::Ran ran;
};

/**
 * One Burst: clock edges and events up to and including its limit, and the steps of a sequence, each with its own
 * evaluation. At one instant the edge comes first, then the inputs of the step that it begins, then events. A watch moves
 * the limit closer, and then it takes events before it only. Checks everything before it performs anything.
 */
class Burst {
 public:
  Burst(const wire::Burst& request, const BurstModel& model, BurstMemory& memory);
  /** When the RTL ends by itself (RtlEnd is thrown by evaluate), the record ends before that evaluation and says so. */
  const wire::Ran& run();

 private:
  void check() const;
  bool within_budget() const;
  bool next();
  void edge(std::uint64_t t);
  void event();
  void begin_step(std::uint64_t t);
  wire::Frame& next_frame();
  void note_end(std::uint64_t t, std::vector<Bits> values);
  bool ready() const;
  std::vector<Bits> reads() const;
  void put(const std::vector<wire::Change>& inputs);
  void move_limit(std::uint64_t t);
  void evaluate(std::uint64_t t);
  bool in_sequence() const { return step_ < request_.steps.size(); }

  const wire::Burst& request_;
  const BurstModel& model_;
  std::vector<Watched>& watches_;
  std::uint64_t limit_;
  bool moved_ = false;  // the limit, by a watch or the sequence: events at it are then not ours any more
  std::size_t clock_ = 0;  // of the sequence, among the clocks
  std::size_t step_ = 0;
  std::uint64_t cycles_ = 0;  // waited in the present step
  std::size_t bytes_ = 0;     // of the record so far, about
  wire::Ran& ran_;
  std::size_t frames_ = 0;  // of those in ran_, which may have more from an earlier burst
};

}  // namespace settle
