#include "snapshot.hpp"

#include <algorithm>
#include <cstring>

#include "generated/wire.hpp"
#include "refusal.hpp"
#include "verilated_save.h"

namespace settle {
namespace {

constexpr char kMagic[8] = {'s', 'e', 't', 't', 'l', 'e', '0', '2'};
constexpr std::size_t kHashBytes = 64;
constexpr std::size_t kMaxClocks = 4096;

/** The model's own stream, into memory: microseconds, where its file takes milliseconds. */
class MemorySave final : public VerilatedSerialize {
 public:
  explicit MemorySave(Bytes& to) : to_(to) { m_isOpen = true; }
  ~MemorySave() override = default;
  void flush() override {
    to_.insert(to_.end(), m_bufp, m_cp);
    m_cp = m_bufp;
  }

 private:
  Bytes& to_;
};

class MemoryRestore final : public VerilatedDeserialize {
 public:
  MemoryRestore(const std::uint8_t* from, std::size_t size) : from_(from), left_(size) {
    m_isOpen = true;
    m_endp = m_bufp;
  }
  ~MemoryRestore() override = default;
  void flush() override {}
  /**
   * Keeps what is unread and fills the buffer up. Behind the end come zeros, which the checksum excludes: as many as keep the library
   * from asking again before every field.
   */
  void fill() override {
    const std::size_t unread = m_endp > m_cp ? static_cast<std::size_t>(m_endp - m_cp) : 0;
    std::memmove(m_bufp, m_cp, unread);
    const std::size_t room = bufferSize() - unread;
    const std::size_t taken = left_ < room ? left_ : room;
    std::memcpy(m_bufp + unread, from_, taken);
    const std::size_t zeros = std::min(room - taken, 2 * bufferInsertSize());
    std::memset(m_bufp + unread + taken, 0, zeros);
    from_ += taken;
    left_ -= taken;
    m_cp = m_bufp;
    m_endp = m_bufp + unread + taken + zeros;
  }

 private:
  const std::uint8_t* from_;
  std::size_t left_;
};

std::uint64_t fnv1a(const std::uint8_t* bytes, std::size_t size) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (std::size_t i = 0; i < size; ++i) hash = (hash ^ bytes[i]) * 0x100000001b3ULL;
  return hash;
}

void put(Bytes& to, std::uint64_t value) {
  std::uint8_t bytes[8];
  std::memcpy(bytes, &value, sizeof bytes);
  to.insert(to.end(), bytes, bytes + sizeof bytes);
}

std::uint64_t get(const std::uint8_t*& from) {
  std::uint64_t value;
  std::memcpy(&value, from, sizeof value);
  from += sizeof value;
  return value;
}

[[noreturn]] void refuse(const char* why) {
  throw Refusal(wire::FailureCode::kProtocol, std::string("snapshot refused: ") + why);
}

/** The bytes after magic and hash, up to the checksum. */
const std::uint8_t* checked_start(const Bytes& snapshot) {
  const std::size_t head = sizeof kMagic + kHashBytes;
  if (snapshot.size() < head + 40 || std::memcmp(snapshot.data(), kMagic, sizeof kMagic) != 0)
    refuse("these bytes are no snapshot");
  if (std::memcmp(snapshot.data() + sizeof kMagic, kRtlHash, kHashBytes) != 0) refuse("it was made by another RTL");
  const std::uint8_t* sum = snapshot.data() + snapshot.size() - 8;
  if (fnv1a(snapshot.data(), snapshot.size() - 8) != get(sum)) refuse("it is damaged (checksum)");
  return snapshot.data() + head;
}

}  // namespace

Bytes save_state(Model& model, const State& state) {
  Bytes bytes;
  bytes.reserve(4096);
  bytes.insert(bytes.end(), kMagic, kMagic + sizeof kMagic);
  bytes.insert(bytes.end(), kRtlHash, kRtlHash + kHashBytes);
  put(bytes, state.now);
  for (const std::uint64_t half : state.random.state) put(bytes, half);
  put(bytes, state.clocks.size());
  for (const Clock& clock : state.clocks)
    for (const std::uint64_t value : {clock.port, clock.period, clock.first_rise, clock.high}) put(bytes, value);
  MemorySave stream(bytes);
  model.save(stream);
  stream.flush();
  put(bytes, fnv1a(bytes.data(), bytes.size()));
  return bytes;
}

State restore_state(Model& model, const Bytes& snapshot) {
  const std::uint8_t* at = checked_start(snapshot);
  State state;
  state.now = get(at);
  for (std::uint64_t& half : state.random.state) half = get(at);
  const std::uint64_t count = get(at);
  if (count > kMaxClocks) refuse("it has too many clocks");
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::uint64_t port = get(at), period = get(at), first_rise = get(at), high = get(at);
    state.clocks.push_back({port, period, first_rise, high});
  }
  MemoryRestore stream(at, static_cast<std::size_t>(snapshot.data() + snapshot.size() - 8 - at));
  model.restore(stream);
  return state;
}

}  // namespace settle
