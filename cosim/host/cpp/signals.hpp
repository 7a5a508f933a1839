#pragma once
#include <cstring>
#include <string>
#include <unordered_map>

#include "generated/wire.hpp"
#include "model.hpp"

namespace settle {

/** One scalar or vector of the model that can be read and written. */
struct Place {
  std::uint8_t* storage;
  std::uint32_t width;
  std::uint32_t bytes() const { return (width + 7) / 8; }
};

/** Up to this width a value is a number, and its storage one, two or four bytes. */
constexpr std::uint32_t kNarrowBits = 32;

inline Place place_of(const Signal& signal) { return {signal.storage, signal.width}; }

/** The value of a narrow signal: bits above its width are zero in its storage. */
inline std::uint32_t read_narrow(const Place& place) {
  if (place.width <= 8) return *place.storage;
  std::uint16_t half = 0;
  std::uint32_t word = 0;
  if (place.width <= 16) std::memcpy(&half, place.storage, sizeof half);
  else std::memcpy(&word, place.storage, sizeof word);
  return half | word;
}
/** Expects a value that fits. */
inline void write_narrow(const Place& place, std::uint32_t value) {
  const std::uint16_t half = static_cast<std::uint16_t>(value);
  if (place.width <= 8) *place.storage = static_cast<std::uint8_t>(value);
  else if (place.width <= 16) std::memcpy(place.storage, &half, sizeof half);
  else std::memcpy(place.storage, &value, sizeof value);
}

Bits read_bits(const Place& place);
/** Expects a value that fits. */
void write_bits(const Place& place, const Bits& value);
/** Refuses (OUT_OF_RANGE) what is no input port, and values with bits above the width of theirs. */
void check_inputs(const std::vector<wire::Change>& inputs, const std::vector<Signal>& ports);
inline void write_level(const Place& place, bool level) { *place.storage = level ? 1 : 0; }

/** Finds signals by name; "name[3]" addresses an element of an unpacked array. */
class SignalTable {
 public:
  explicit SignalTable(const Model& model);
  /** Refuses (UNKNOWN_NAME) what is not in the compiled model. */
  Place find(const std::string& name) const;

 private:
  std::unordered_map<std::string, const Signal*> by_name_;
};

}  // namespace settle
