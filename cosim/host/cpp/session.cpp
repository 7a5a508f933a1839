#include "session.hpp"

#include <cstring>
#include <utility>

#include "refusal.hpp"

namespace settle {

using wire::FailureCode;

namespace {

struct Header {
  std::uint64_t kind = 0;
  std::uint64_t session = 0;
  std::uint64_t sequence = 0;
};

Header read_header(wire::Source& s) {
  Header h;
  read(s, h.kind, "header.kind", wire::kMaxKind);
  read(s, h.session, "header.session", wire::kMaxSession);
  read(s, h.sequence, "header.sequence", wire::kMaxSequence);
  return h;
}

template <class Message>
Message body(wire::Source& fields, std::size_t count) {
  if (count != Message::kFields)
    throw Refusal(FailureCode::kProtocol, "malformed message: " + std::to_string(count) + " fields instead of " +
                                              std::to_string(Message::kFields));
  Message message;
  read_fields(fields, message);
  return message;
}

bool equal(const Bytes& a, const Bytes& b) {
  if (a.size() != b.size()) return false;
  unsigned difference = 0;  // in constant time: how far a guess was right must not show
  for (std::size_t i = 0; i < a.size(); ++i) difference |= a[i] ^ b[i];
  return difference == 0;
}

[[noreturn]] void mismatch(const std::string& what, const std::string& host, const std::string& client) {
  throw Refusal(FailureCode::kHandshake, what + " differs: the host has " + host + ", the client expects " + client);
}

std::string describe(const wire::Port& port) {
  return port.name + " (" + std::to_string(port.width) + " bits " + (port.direction == 0 ? "in" : "out") + ")";
}

void compare_ports(const std::vector<wire::Port>& ours, const std::vector<wire::Port>& theirs) {
  if (ours.size() != theirs.size())
    mismatch("port table", std::to_string(ours.size()) + " ports", std::to_string(theirs.size()));
  for (std::size_t i = 0; i < ours.size(); ++i)
    if (ours[i].name != theirs[i].name || ours[i].width != theirs[i].width || ours[i].direction != theirs[i].direction)
      mismatch("port " + std::to_string(i), describe(ours[i]), describe(theirs[i]));
}

}  // namespace

Session::Session(std::uint64_t session, Secret secret) : session_(session), secret_(std::move(secret)) {}

template <class Message>
std::string Session::pack(std::uint64_t sequence, const Message& message) const {
  wire::Packer packer;
  packer.array(wire::kHeaderFields + Message::kFields);
  packer.uint(Message::kKind);
  packer.uint(session_);
  packer.uint(sequence);
  write_fields(packer, message);
  return packer.take();
}

std::string Session::failure(std::uint64_t sequence, std::uint64_t code, const std::string& text,
                             std::uint64_t time) const {
  wire::Failure message;
  message.code = code;
  message.text = text;
  message.time = time;
  return pack(sequence, message);
}

std::string Session::answer(const void* message, std::size_t size) {
  std::uint64_t sequence = 0;
  try {
    wire::Unpacked unpacked(message, size);
    wire::Source fields = unpacked.fields();
    const Header header = read_header(fields);
    if (header.session != session_) throw Refusal(FailureCode::kProtocol, "message of another session");
    sequence = header.sequence;
    const std::string request(static_cast<const char*>(message), size);
    if (sequence == last_sequence_ && request == last_request_) return last_answer_;
    if (sequence != expected())
      throw Refusal(FailureCode::kProtocol, "message number " + std::to_string(sequence) + " where " +
                                                std::to_string(expected()) + " must come next");
    last_sequence_ = sequence;
    last_request_ = request;
    last_answer_ = execute(header.kind, fields, unpacked.length() - wire::kHeaderFields, sequence);
    return last_answer_;
  } catch (const Refusal& refusal) {
    return failure(sequence, refusal.code, refusal.text, core_.now());
  } catch (const std::exception& error) {
    return failure(sequence, static_cast<std::uint64_t>(FailureCode::kProtocol), error.what(), core_.now());
  }
}

std::string Session::execute(std::uint64_t kind, wire::Source& fields, std::size_t count, std::uint64_t sequence) {
  try {
    if (kind == wire::Hello::kKind) return greet(fields, sequence);
    if (!greeted_) throw Refusal(FailureCode::kHandshake, "Hello must come first");
    switch (kind) {
      case wire::Configure::kKind:
        return pack(sequence, core_.configure(body<wire::Configure>(fields, count)));
      case wire::Advance::kKind:
        return pack(sequence, core_.advance(body<wire::Advance>(fields, count)));
      case wire::Burst::kKind:
        return pack(sequence, core_.burst(body<wire::Burst>(fields, count)));
      case wire::Peek::kKind:
        return pack(sequence, core_.peek(body<wire::Peek>(fields, count)));
      case wire::Save::kKind:
        return pack(sequence, core_.save());
      case wire::Restore::kKind:
        return pack(sequence, core_.restore(body<wire::Restore>(fields, count)));
      case wire::Bye::kKind:
        over_ = true;
        core_.finish();
        return pack(sequence, wire::Farewell{});
      default:
        throw Refusal(FailureCode::kProtocol, "no request has kind " + std::to_string(kind));
    }
  } catch (const Refusal& refusal) {
    return failure(sequence, refusal.code, refusal.text, core_.now());
  } catch (const RtlEnd& end) {
    return failure(sequence, static_cast<std::uint64_t>(end.code), end.text, end.time);
  }
}

std::string Session::greet(wire::Source& fields, std::uint64_t sequence) {
  // Another version may have other fields: look at its number, the first field, before any other.
  wire::Source peeked = fields;
  std::uint64_t version = 0;
  read(peeked, version, "Hello.version", UINT32_MAX);
  if (version != wire::kProtocolVersion)
    mismatch("protocol version", std::to_string(wire::kProtocolVersion), std::to_string(version));
  wire::Hello hello;
  read_fields(fields, hello);
  if (!equal(hello.proof, secret_.client)) throw Refusal(FailureCode::kHandshake, "the client's secret is wrong");
  const wire::Welcome ours = identity();
  if (hello.rtlHash != ours.rtlHash) mismatch("RTL hash", ours.rtlHash, hello.rtlHash);
  if (hello.timePrecision != ours.timePrecision)
    mismatch("time precision", "10^-" + std::to_string(ours.timePrecision) + " s",
             "10^-" + std::to_string(hello.timePrecision) + " s");
  compare_ports(ours.ports, hello.ports);
  greeted_ = true;
  return pack(sequence, ours);
}

wire::Welcome Session::identity() const {
  wire::Welcome welcome;
  welcome.version = wire::kProtocolVersion;
  welcome.proof = secret_.host;
  welcome.rtlHash = kRtlHash;
  welcome.timePrecision = wire::kTimePrecision;
  for (const Signal& port : core_.ports()) {
    wire::Port row;
    row.name = port.name;
    row.width = port.width;
    row.direction = port.direction == Direction::kIn ? 0 : 1;
    welcome.ports.push_back(row);
  }
  return welcome;
}

}  // namespace settle
