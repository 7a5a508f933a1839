#include "flat.hpp"

#include <cstring>

#include "generated/wire.hpp"
#include "refusal.hpp"

namespace settle::wire {
namespace {

constexpr std::size_t kWordBytes = sizeof(double);

[[noreturn]] void refuse(const char* field, const std::string& why) {
  throw Refusal(FailureCode::kProtocol, std::string("malformed message: ") + field + " " + why);
}

std::size_t words_for(std::size_t size) { return (size + kWordBytes - 1) / kWordBytes; }

}  // namespace

void refuse_missing(const char* field) { refuse(field, "is missing"); }
void refuse_number(const char* field, std::uint64_t max) { refuse(field, "is no whole number in 0.." + std::to_string(max)); }

const std::uint8_t* FlatSource::raw(const char* field, std::uint64_t size) {
  const std::size_t words = words_for(size);
  if (words > static_cast<std::size_t>(words_->end - words_->next)) refuse(field, "ends early");
  const double* const from = words_->next;
  words_->next += words;
  return reinterpret_cast<const std::uint8_t*>(from);
}

void FlatSource::text(std::string& out, const char* field, std::uint64_t max_bytes) {
  const std::uint64_t size = whole(word(field), field, max_bytes);
  out.assign(reinterpret_cast<const char*>(raw(field, size)), size);
}

void FlatSource::bytes(Bytes& out, const char* field, std::uint64_t max_bytes) {
  const std::uint64_t size = whole(word(field), field, max_bytes);
  const std::uint8_t* const from = raw(field, size);
  out.assign(from, from + size);
}

void FlatSource::wide(Bits& out, double first, const char* field, std::uint64_t max_bytes) {
  const std::uint64_t size = whole(-first, field, max_bytes);
  const std::uint8_t* const from = raw(field, size);
  out.wide.assign(from, from + size);
}

void FlatPacker::bytes(const std::uint8_t* data, std::size_t size) {
  uint(size);
  raw(data, size);
}

void FlatPacker::bits(const Bits& value) {
  if (value.wide.empty()) return uint(value.low);
  *room(1) = -static_cast<double>(value.wide.size());
  raw(value.wide.data(), value.wide.size());
}

void FlatPacker::raw(const std::uint8_t* data, std::size_t size) {
  const std::size_t words = words_for(size);
  if (words == 0) return;
  double* const at = room(words);
  at[words - 1] = 0.0;
  std::memcpy(at, data, size);
}

void FlatPacker::move(std::size_t words) {
  const std::size_t written = size();
  const bool again = moved();
  longer_.resize(2 * (written + words));
  if (!again) std::memcpy(longer_.data(), begin_, written * sizeof(double));
  begin_ = longer_.data();
  next_ = begin_ + written;
  end_ = begin_ + longer_.size();
}

}  // namespace settle::wire
