// The form of a message within one process: 64-bit words, most of them doubles, which a typed array reads and writes at once.
//   uint, word    a double
//   text, bytes   the number of bytes as a double, then the bytes themselves in as many whole words as they need
//   bits          up to 32 bits wide a double; wider, minus the number of bytes as a double, then the bytes
//   list          the number of elements as a double, then the elements
//   record        its fields
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "wire.hpp"

namespace settle::wire {

/** Words that are read one after another; what is nested goes on where its owner was. */
struct FlatWords {
  const double* next;
  const double* end;
};

[[noreturn]] void refuse_missing(const char* field);
[[noreturn]] void refuse_number(const char* field, std::uint64_t max);

/** Bounds are 2^53 at most. Refuses NaN with the rest: no comparison with it holds. */
inline std::uint64_t whole(double value, const char* field, std::uint64_t max) {
  if (!(value >= 0 && value <= static_cast<double>(max))) refuse_number(field, max);
  const std::int64_t number = static_cast<std::int64_t>(value);  // signed, which a processor converts in one step
  if (static_cast<double>(number) != value) refuse_number(field, max);
  return static_cast<std::uint64_t>(number);
}

/** Reads like Source, and refuses (PROTOCOL) the same. */
class FlatSource {
 public:
  explicit FlatSource(FlatWords& words) : words_(&words) {}
  bool more() const { return left_ > 0; }
  FlatSource list(const char* field, std::uint64_t most) {
    const std::uint64_t length = whole(word(field), field, most);
    FlatSource inner(*words_);
    inner.left_ = length;
    return inner;
  }
  FlatSource record(const char*, std::uint64_t) {
    --left_;
    return FlatSource(*words_);
  }
  std::uint64_t uint(const char* field, std::uint64_t max) { return whole(word(field), field, max); }
  void text(std::string& out, const char* field, std::uint64_t max_bytes);
  void bytes(Bytes& out, const char* field, std::uint64_t max_bytes);
  void bits(Bits& out, const char* field, std::uint64_t max_bytes) {
    const double first = word(field);
    if (first < 0) return wide(out, first, field, max_bytes);
    out.low = static_cast<std::uint32_t>(whole(first, field, UINT32_MAX));
    out.wide.clear();
  }

 private:
  void wide(Bits& out, double first, const char* field, std::uint64_t max_bytes);
  double word(const char* field) {
    if (words_->next == words_->end) refuse_missing(field);
    --left_;
    return *words_->next++;
  }
  /** The next `size` bytes, in whole words. */
  const std::uint8_t* raw(const char* field, std::uint64_t size);
  FlatWords* words_;
  std::uint64_t left_ = 0;  // elements of a list
};

/** Writes like Packer: into a block, or, from where that is too short, into a longer one, which begins with a copy. */
class FlatPacker {
 public:
  FlatPacker(double* block, std::size_t words, std::vector<double>& longer)
      : begin_(block), next_(block), end_(block + words), longer_(longer) {}
  void list(std::size_t length) { uint(length); }
  void record(std::size_t) {}
  void uint(std::uint64_t value) { *room(1) = static_cast<double>(static_cast<std::int64_t>(value)); }
  void text(const std::string& value) { bytes(reinterpret_cast<const std::uint8_t*>(value.data()), value.size()); }
  void bytes(const std::uint8_t* data, std::size_t size);
  void bits(const Bits& value);
  /** Word `at` of those that are written. */
  double& operator[](std::size_t at) { return begin_[at]; }
  std::size_t size() const { return static_cast<std::size_t>(next_ - begin_); }
  /** Whether they are in the longer block. */
  bool moved() const { return !longer_.empty() && begin_ == longer_.data(); }

 private:
  double* room(std::size_t words) {
    if (words > static_cast<std::size_t>(end_ - next_)) move(words);
    double* const at = next_;
    next_ += words;
    return at;
  }
  void move(std::size_t words);
  void raw(const std::uint8_t* data, std::size_t size);
  double* begin_;
  double* next_;
  double* end_;
  std::vector<double>& longer_;
};

}  // namespace settle::wire
