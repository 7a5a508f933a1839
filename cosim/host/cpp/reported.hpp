#pragma once
#include <cstdint>
#include <cstring>
#include <vector>

#include "signals.hpp"

namespace settle {

/** An output or probe, and what was last reported of it. Looked at after every evaluation, hence without a call. */
class Reported {
 public:
  Reported(std::uint64_t index, const Place& place) : index_(index), place_(place) {
    if (place.width > kNarrowBits) last_.resize((place.width + kNarrowBits - 1) / kNarrowBits);
  }
  /** Whether it differs from what was last reported, or `all` are wanted; what it is now counts as reported then. */
  bool take(bool all) {
    if (place_.width > kNarrowBits) return take_wide(all);
    const std::uint32_t now = read_narrow(place_);
    if (now == last_low_ && !all) return false;
    last_low_ = now;
    return true;
  }
  wire::Change change() const { return {index_, read_bits(place_)}; }
  /** As a Change is written. */
  template <class Packer>
  void write(Packer& packer) const {
    packer.uint(index_);
    if (place_.width > kNarrowBits) packer.bits(read_bits(place_));
    else packer.uint(last_low_);
  }

 private:
  /** Wide signals lie in whole words, with zeros behind their bits. */
  bool take_wide(bool all) {
    std::uint32_t difference = 0;
    for (std::size_t i = 0; i < last_.size(); ++i) {
      std::uint32_t now = 0;
      std::memcpy(&now, place_.storage + i * sizeof now, sizeof now);
      difference |= now ^ last_[i];
      last_[i] = now;
    }
    return all || difference != 0;
  }

  std::uint64_t index_;
  Place place_;
  std::uint32_t last_low_ = 0;
  std::vector<std::uint32_t> last_;  // of a wide one
};

}  // namespace settle
