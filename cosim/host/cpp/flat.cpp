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

FlatSource FlatSource::list(const char* field, std::uint64_t most) {
  const std::uint64_t length = whole(word(field), field, most);
  FlatSource inner(*words_);
  inner.left_ = length;
  return inner;
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

void FlatSource::bits(Bits& out, const char* field, std::uint64_t max_bytes) {
  const double first = word(field);
  if (!(first < 0)) {
    out.low = static_cast<std::uint32_t>(whole(first, field, UINT32_MAX));
    return;
  }
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
  words_.push_back(-static_cast<double>(value.wide.size()));
  raw(value.wide.data(), value.wide.size());
}

void FlatPacker::raw(const std::uint8_t* data, std::size_t size) {
  const std::size_t at = words_.size();
  words_.resize(at + words_for(size), 0.0);
  if (size > 0) std::memcpy(words_.data() + at, data, size);
}

}  // namespace settle::wire
