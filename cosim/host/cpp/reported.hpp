#pragma once
#include <cstdint>
#include <cstring>

#include "signals.hpp"

namespace settle {

/** An output or probe, and what was last reported of it. Looked at after every evaluation, hence without a call. */
class Reported {
 public:
  Reported(std::uint64_t index, const Place& place) : index_(index), place_(place), last_(place.bytes()) {}
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
  bool take_wide(bool all) {
    if (!all && std::memcmp(last_.data(), place_.storage, last_.size()) == 0) return false;
    std::memcpy(last_.data(), place_.storage, last_.size());
    return true;
  }

  std::uint64_t index_;
  Place place_;
  std::uint32_t last_low_ = 0;
  Bytes last_;
};

}  // namespace settle
