// What the generated messages are read from and written to. Only wire.cpp sees msgpack-c, whose headers take ten seconds.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace settle {

using Bytes = std::vector<std::uint8_t>;

/** The value of a signal: up to 32 bits wide in `low`; wider in `wide`, least significant byte first. */
struct Bits {
  std::uint32_t low = 0;
  Bytes wide;
};

namespace wire {

/** A place in a decoded array. Every read names the field it is for, and refuses (PROTOCOL) what the table forbids. */
class Source {
 public:
  Source(const void* next, const void* end) : next_(next), end_(end) {}
  bool more() const { return next_ != end_; }
  /** Steps into a nested list of at most `most` elements. */
  Source list(const char* field, std::uint64_t most) { return open(field, 0, most); }
  /** Steps into a nested record of that many fields. */
  Source record(const char* field, std::uint64_t fields) { return open(field, fields, fields); }
  std::uint64_t uint(const char* field, std::uint64_t max);
  void text(std::string& out, const char* field, std::size_t max_bytes);
  void bytes(Bytes& out, const char* field, std::size_t max_bytes);
  void bits(Bits& out, const char* field, std::size_t max_bytes);

 private:
  Source open(const char* field, std::uint64_t least, std::uint64_t most);
  const void* take(const char* field);
  const void* next_;
  const void* end_;
};

/** Owns one decoded message. */
class Unpacked {
 public:
  /** Refuses (PROTOCOL) what is no MessagePack array or exceeds the bounds, before memory is taken for it. */
  Unpacked(const void* message, std::size_t size);
  ~Unpacked();
  Unpacked(const Unpacked&) = delete;
  Unpacked& operator=(const Unpacked&) = delete;
  std::size_t length() const;
  Source fields() const;

 private:
  struct Held;
  std::unique_ptr<Held> held_;
};

class Packer {
 public:
  Packer();
  ~Packer();
  Packer(const Packer&) = delete;
  Packer& operator=(const Packer&) = delete;
  void list(std::size_t length);
  void record(std::size_t fields) { list(fields); }
  void uint(std::uint64_t value);
  void text(const std::string& value);
  void bytes(const std::uint8_t* data, std::size_t size);
  void bits(const Bits& value) {
    if (value.wide.empty()) uint(value.low);
    else bytes(value.wide.data(), value.wide.size());
  }
  /** The message so far; the packer is empty afterwards. */
  std::string take();

 private:
  struct Held;
  std::unique_ptr<Held> held_;
};

// Source and Packer stand for any two classes with the methods of those above; flat.hpp has another pair.
template <class Source>
void read(Source& s, std::uint64_t& out, const char* field, std::uint64_t max) {
  out = s.uint(field, max);
}
template <class Source>
void read(Source& s, std::string& out, const char* field, std::uint64_t max) {
  s.text(out, field, max);
}
template <class Source>
void read(Source& s, Bytes& out, const char* field, std::uint64_t max) {
  s.bytes(out, field, max);
}
template <class Source>
void read(Source& s, Bits& out, const char* field, std::uint64_t max) {
  s.bits(out, field, max);
}
template <class Source, class T, class... Bounds>
void read(Source& s, std::vector<T>& out, const char* field, std::uint64_t most, Bounds... bounds) {
  // Into the elements that are there from an earlier message: what they hold of memory serves again.
  Source inner = s.list(field, most);
  std::size_t size = 0;
  for (; inner.more(); ++size) {
    if (size == out.size()) out.emplace_back();
    read(inner, out[size], field, bounds...);
  }
  out.resize(size);
}

template <class Packer>
void write(Packer& p, std::uint64_t value) {
  p.uint(value);
}
template <class Packer>
void write(Packer& p, const std::string& value) {
  p.text(value);
}
template <class Packer>
void write(Packer& p, const Bytes& value) {
  p.bytes(value.data(), value.size());
}
template <class Packer>
void write(Packer& p, const Bits& value) {
  p.bits(value);
}
template <class Packer, class T>
void write(Packer& p, const std::vector<T>& values) {
  p.list(values.size());
  for (const T& value : values) write(p, value);
}

}  // namespace wire
}  // namespace settle
