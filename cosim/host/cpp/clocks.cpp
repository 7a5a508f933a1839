#include "clocks.hpp"

#include <string>
#include <utility>

#include "generated/wire.hpp"
#include "refusal.hpp"

namespace settle {

void Clocks::set(std::vector<Clock> clocks, std::vector<Place> places, std::uint64_t now) {
  clocks_ = std::move(clocks);
  places_ = std::move(places);
  edges_.clear();
  for (const Clock& clock : clocks_) edges_.push_back(edge_after(clock, now));
  find_next();
}

Clocks::Edge Clocks::edge_after(const Clock& clock, std::uint64_t t) {
  if (t < clock.first_rise) return {clock.first_rise, true};
  const std::uint64_t phase = (t - clock.first_rise) % clock.period;
  const std::uint64_t rise = t - phase;
  if (phase < clock.high) return {rise + clock.high, false};
  return {rise + clock.period, true};
}

std::size_t Clocks::at_port(std::uint64_t index) const {
  for (std::size_t i = 0; i < clocks_.size(); ++i)
    if (clocks_[i].port == index) return i;
  throw Refusal(wire::FailureCode::kOutOfRange, "port " + std::to_string(index) + " has no clock");
}

}  // namespace settle
