#include "signals.hpp"

#include <cstdlib>
#include <cstring>

#include "generated/wire.hpp"
#include "refusal.hpp"

namespace settle {
namespace {

using wire::FailureCode;

std::uint8_t excess_bits(const Place& place) {
  const std::uint32_t used = place.width % 8;
  return used == 0 ? 0 : static_cast<std::uint8_t>(0xff << used);
}

[[noreturn]] void too_wide(const Place& place, const char* name) {
  throw Refusal(FailureCode::kOutOfRange, std::string("value of ") + name + " does not fit in " +
                                              std::to_string(place.width) + " bits");
}

/** Splits "a[1][2]" after "a"; false when there is no index at the end. */
bool split_index(std::string& name, std::vector<std::uint32_t>& index) {
  if (name.empty() || name.back() != ']') return false;
  const std::size_t open = name.rfind('[');
  if (open == std::string::npos || open + 2 > name.size() - 1 || name.size() - open > 11) return false;
  for (std::size_t i = open + 1; i + 1 < name.size(); ++i)
    if (name[i] < '0' || name[i] > '9') return false;
  index.insert(index.begin(), static_cast<std::uint32_t>(std::strtoul(name.c_str() + open + 1, nullptr, 10)));
  name.resize(open);
  return true;
}

Place element_of(const Signal& signal, const std::vector<std::uint32_t>& index, const std::string& name) {
  if (index.size() != signal.dims.size())
    throw Refusal(FailureCode::kUnknownName, name + " is an array of " + std::to_string(signal.dims.size()) +
                                                 " dimensions; address one element of it");
  std::size_t flat = 0;
  for (std::size_t d = 0; d < index.size(); ++d) {
    if (index[d] >= signal.dims[d])
      throw Refusal(FailureCode::kOutOfRange,
                    name + ": index " + std::to_string(index[d]) + " is outside 0.." + std::to_string(signal.dims[d] - 1));
    flat = flat * signal.dims[d] + index[d];
  }
  return {signal.storage + flat * signal.stride, signal.width};
}

}  // namespace

Bits read_bits(const Place& place) {
  Bits value;
  if (place.width <= kNarrowBits) value.low = read_narrow(place);
  else value.wide.assign(place.storage, place.storage + place.bytes());
  return value;
}

namespace {

/** The bytes of a value in either of its forms, least significant first. */
struct ByteView {
  std::uint8_t low[4];
  const std::uint8_t* from;
  std::size_t size;
  explicit ByteView(const Bits& value) : from(value.wide.empty() ? low : value.wide.data()) {
    std::memcpy(low, &value.low, sizeof low);
    size = value.wide.empty() ? sizeof low : value.wide.size();
  }
  ByteView(const ByteView&) = delete;
  ByteView& operator=(const ByteView&) = delete;
};

void require_fits(const Place& place, const Bits& value, const char* name) {
  if (value.wide.empty() && place.width <= kNarrowBits) {
    if ((std::uint64_t{value.low} >> place.width) != 0) too_wide(place, name);
    return;
  }
  const ByteView bytes(value);
  for (std::size_t i = place.bytes(); i < bytes.size; ++i)
    if (bytes.from[i] != 0) too_wide(place, name);
  if (bytes.size >= place.bytes() && (bytes.from[place.bytes() - 1] & excess_bits(place)) != 0) too_wide(place, name);
}

}  // namespace

void write_bits(const Place& place, const Bits& value) {
  if (value.wide.empty() && place.width <= kNarrowBits) return write_narrow(place, value.low);
  const ByteView bytes(value);
  std::memset(place.storage, 0, place.bytes());
  std::memcpy(place.storage, bytes.from, bytes.size < place.bytes() ? bytes.size : place.bytes());
}

void check_inputs(const std::vector<wire::Change>& inputs, const std::vector<Signal>& ports) {
  for (const wire::Change& input : inputs) {
    if (input.index >= ports.size() || ports[input.index].direction != Direction::kIn)
      throw Refusal(FailureCode::kOutOfRange, "index " + std::to_string(input.index) + " is no input port");
    require_fits(place_of(ports[input.index]), input.value, ports[input.index].name);
  }
}

SignalTable::SignalTable(const Model& model) {
  for (const auto* table : {&model.ports(), &model.internals()})
    for (const Signal& signal : *table) by_name_.emplace(signal.name, &signal);
}

Place SignalTable::find(const std::string& name) const {
  std::string base = name;
  std::vector<std::uint32_t> index;
  do {
    const auto found = by_name_.find(base);
    if (found != by_name_.end()) return element_of(*found->second, index, name);
  } while (split_index(base, index));
  throw Refusal(FailureCode::kUnknownName, "unknown signal \"" + name + "\" in the compiled model");
}

}  // namespace settle
