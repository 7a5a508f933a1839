#pragma once
#include <algorithm>
#include <cstdint>
#include <vector>

#include "signals.hpp"

namespace settle {

/** Rising edges at first_rise + k * period, falling edges `high` later; all in ps. Low before the first rise. */
struct Clock {
  std::uint64_t port;
  std::uint64_t period;
  std::uint64_t first_rise;
  std::uint64_t high;
};

class Clocks {
 public:
  static constexpr std::uint64_t kNever = UINT64_MAX;
  /** `places` are the clocks' ports, in the same order. */
  void set(std::vector<Clock> clocks, std::vector<Place> places, std::uint64_t now);
  /** Time of the next edge of any clock, in ps. */
  std::uint64_t next() const { return next_; }
  /** Puts on its port every clock that has an edge at next(): edges at one instant are one change. */
  void toggle() {
    for (std::size_t i = 0; i < clocks_.size(); ++i) {
      Edge& edge = edges_[i];
      if (edge.at != next_) continue;
      write_level(places_[i], edge.rising);
      edge.at += edge.rising ? clocks_[i].high : clocks_[i].period - clocks_[i].high;
      edge.rising = !edge.rising;
    }
    find_next();
  }
  /** Which clock drives port `index`; refuses (OUT_OF_RANGE) a port without one. */
  std::size_t at_port(std::uint64_t index) const;
  /** Whether a clock rises at next(). */
  bool rises(std::size_t clock) const { return edges_[clock].at == next_ && edges_[clock].rising; }

 private:
  struct Edge {
    std::uint64_t at;
    bool rising;
  };
  static Edge edge_after(const Clock& clock, std::uint64_t t);
  void find_next() {
    next_ = kNever;
    for (const Edge& edge : edges_) next_ = std::min(next_, edge.at);
  }
  std::vector<Clock> clocks_;
  std::vector<Place> places_;
  std::vector<Edge> edges_;
  std::uint64_t next_ = kNever;
};

}  // namespace settle
