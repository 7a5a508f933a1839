#define MSGPACK_NO_BOOST
#include <msgpack.hpp>

#include <cmath>

#include "generated/wire.hpp"
#include "refusal.hpp"

namespace settle::wire {
namespace {

[[noreturn]] void refuse(const std::string& field, const std::string& why) {
  throw Refusal(FailureCode::kProtocol, "malformed message: " + field + " " + why);
}

const msgpack::object& object_at(const void* place) { return *static_cast<const msgpack::object*>(place); }

bool by_reference(msgpack::type::object_type, std::size_t, void*) { return true; }

/** Writers differ above 2^32: some send whole doubles. */
std::uint64_t whole(const msgpack::object& o, const char* field) {
  if (o.type == msgpack::type::POSITIVE_INTEGER) return o.via.u64;
  if (o.type != msgpack::type::FLOAT64 && o.type != msgpack::type::FLOAT32) refuse(field, "is not an unsigned number");
  const double value = o.via.f64;
  if (!std::isfinite(value)) refuse(field, std::isnan(value) ? "is NaN" : "is infinite");
  if (value < 0 || value > 9007199254740991.0 || value != std::floor(value)) refuse(field, "is not a whole number");
  return static_cast<std::uint64_t>(value);
}

void bound(const char* field, std::size_t length, std::size_t most) {
  if (length > most) refuse(field, "has length " + std::to_string(length) + ", more than " + std::to_string(most));
}

}  // namespace

const void* Source::take(const char* field) {
  if (!more()) refuse(field, "is missing");
  const void* const taken = next_;
  next_ = static_cast<const msgpack::object*>(next_) + 1;
  return taken;
}

Source Source::open(const char* field, std::uint64_t least, std::uint64_t most) {
  const msgpack::object& o = object_at(take(field));
  if (o.type != msgpack::type::ARRAY) refuse(field, "is not a list");
  bound(field, o.via.array.size, most);
  if (o.via.array.size < least) refuse(field, "has " + std::to_string(o.via.array.size) + " fields, too few");
  return {o.via.array.ptr, o.via.array.ptr + o.via.array.size};
}

std::uint64_t Source::uint(const char* field, std::uint64_t max) {
  const std::uint64_t value = whole(object_at(take(field)), field);
  if (value > max) refuse(field, "is " + std::to_string(value) + ", more than " + std::to_string(max));
  return value;
}

void Source::text(std::string& out, const char* field, std::size_t max_bytes) {
  const msgpack::object& o = object_at(take(field));
  if (o.type != msgpack::type::STR) refuse(field, "is not a text");
  bound(field, o.via.str.size, max_bytes);
  out.assign(o.via.str.ptr, o.via.str.size);
}

void Source::bytes(Bytes& out, const char* field, std::size_t max_bytes) {
  const msgpack::object& o = object_at(take(field));
  if (o.type != msgpack::type::BIN) refuse(field, "is not bytes");
  bound(field, o.via.bin.size, max_bytes);
  out.assign(o.via.bin.ptr, o.via.bin.ptr + o.via.bin.size);
}

void Source::bits(Bits& out, const char* field, std::size_t max_bytes) {
  if (!more()) refuse(field, "is missing");
  if (object_at(next_).type == msgpack::type::BIN) {
    bytes(out.wide, field, max_bytes);
    if (out.wide.empty()) refuse(field, "has no bytes");
  } else {
    out.low = static_cast<std::uint32_t>(uint(field, UINT32_MAX));
    out.wide.clear();
  }
}

struct Unpacked::Held {
  msgpack::object_handle handle;
};

Unpacked::Unpacked(const void* message, std::size_t size) : held_(new Held) {
  if (size > kMaxMessageBytes) refuse("message", "is oversized: " + std::to_string(size) + " bytes");
  // No list can hold more elements, and no text more bytes, than the message has bytes.
  const msgpack::unpack_limit limits(size, 0, size, size, 0, kMaxDepth);
  std::size_t used = 0;
  try {
    msgpack::unpack(held_->handle, static_cast<const char*>(message), size, used, by_reference, nullptr, limits);
  } catch (const msgpack::unpack_error& error) {
    refuse("message", std::string("is not MessagePack within bounds (") + error.what() + ")");
  }
  if (used != size) refuse("message", "is followed by " + std::to_string(size - used) + " more bytes");
  if (held_->handle.get().type != msgpack::type::ARRAY) refuse("message", "is not a list");
}
Unpacked::~Unpacked() = default;
std::size_t Unpacked::length() const { return held_->handle.get().via.array.size; }
Source Unpacked::fields() const {
  const auto& array = held_->handle.get().via.array;
  return {array.ptr, array.ptr + array.size};
}

struct Packer::Held {
  msgpack::sbuffer buffer;
  msgpack::packer<msgpack::sbuffer> packer{buffer};
};

Packer::Packer() : held_(new Held) {}
Packer::~Packer() = default;
void Packer::list(std::size_t length) { held_->packer.pack_array(static_cast<std::uint32_t>(length)); }
void Packer::uint(std::uint64_t value) { held_->packer.pack_uint64(value); }
void Packer::text(const std::string& value) { held_->packer.pack(value); }
void Packer::bytes(const std::uint8_t* data, std::size_t size) {
  held_->packer.pack_bin(static_cast<std::uint32_t>(size));
  held_->packer.pack_bin_body(reinterpret_cast<const char*>(data), static_cast<std::uint32_t>(size));
}
std::string Packer::take() {
  std::string message(held_->buffer.data(), held_->buffer.size());
  held_->buffer.clear();
  return message;
}

}  // namespace settle::wire
