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

/** Refuses NaN with the rest: no comparison with it holds. */
inline std::uint64_t whole(double value, const char* field, std::uint64_t max) {
  if (!(value >= 0 && value <= static_cast<double>(max))) refuse_number(field, max);
  const std::uint64_t number = static_cast<std::uint64_t>(value);
  if (static_cast<double>(number) != value) refuse_number(field, max);
  return number;
}

/** Reads like Source, and refuses (PROTOCOL) the same. */
class FlatSource {
 public:
  explicit FlatSource(FlatWords& words) : words_(&words) {}
  bool more() const { return left_ > 0; }
  FlatSource list(const char* field, std::uint64_t most);
  FlatSource record(const char*, std::uint64_t) {
    --left_;
    return FlatSource(*words_);
  }
  std::uint64_t uint(const char* field, std::uint64_t max) { return whole(word(field), field, max); }
  void text(std::string& out, const char* field, std::uint64_t max_bytes);
  void bytes(Bytes& out, const char* field, std::uint64_t max_bytes);
  void bits(Bits& out, const char* field, std::uint64_t max_bytes);

 private:
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

/** Writes like Packer, behind the words that are there. */
class FlatPacker {
 public:
  explicit FlatPacker(std::vector<double>& words) : words_(words) {}
  void list(std::size_t length) { words_.push_back(static_cast<double>(length)); }
  void record(std::size_t) {}
  void uint(std::uint64_t value) { words_.push_back(static_cast<double>(value)); }
  void text(const std::string& value) { bytes(reinterpret_cast<const std::uint8_t*>(value.data()), value.size()); }
  void bytes(const std::uint8_t* data, std::size_t size);
  void bits(const Bits& value);

 private:
  void raw(const std::uint8_t* data, std::size_t size);
  std::vector<double>& words_;
};

}  // namespace settle::wire
