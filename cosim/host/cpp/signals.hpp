#pragma once
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

Place place_of(const Signal& signal);
Bits read_bits(const Place& place);
/** Expects a value that fits. */
void write_bits(const Place& place, const Bits& value);
/** Refuses (OUT_OF_RANGE) what is no input port, and values with bits above the width of theirs. */
void check_inputs(const std::vector<wire::Change>& inputs, const std::vector<Signal>& ports);
void write_level(const Place& place, bool level);

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
