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
    if (place_.width > 32) return take_wide(all);
    const std::uint32_t now = low();
    if (now == last_low_ && !all) return false;
    last_low_ = now;
    return true;
  }
  std::uint64_t index() const { return index_; }
  Bits value() const { return read_bits(place_); }
  wire::Change change() const { return {index_, value()}; }

 private:
  /** Storage is one, two or four bytes, and bits above the width are zero in it. */
  std::uint32_t low() const {
    if (place_.width <= 8) return *place_.storage;
    std::uint16_t half = 0;
    std::uint32_t word = 0;
    if (place_.width <= 16) std::memcpy(&half, place_.storage, sizeof half);
    else std::memcpy(&word, place_.storage, sizeof word);
    return half | word;
  }
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
