#include "greeting.hpp"

#include "refusal.hpp"

namespace settle {
namespace {

bool equal(const Bytes& a, const Bytes& b) {
  if (a.size() != b.size()) return false;
  unsigned difference = 0;  // in constant time: how far a guess was right must not show
  for (std::size_t i = 0; i < a.size(); ++i) difference |= a[i] ^ b[i];
  return difference == 0;
}

[[noreturn]] void mismatch(const std::string& what, const std::string& host, const std::string& client) {
  throw Refusal(wire::FailureCode::kHandshake, what + " differs: the host has " + host + ", the client expects " + client);
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

wire::Welcome identity(const Core& core, const Secret& secret) {
  wire::Welcome welcome;
  welcome.version = wire::kProtocolVersion;
  welcome.proof = secret.host;
  welcome.rtlHash = kRtlHash;
  welcome.timePrecision = wire::kTimePrecision;
  for (const Signal& port : core.ports()) {
    wire::Port row;
    row.name = port.name;
    row.width = port.width;
    row.direction = port.direction == Direction::kIn ? 0 : 1;
    welcome.ports.push_back(row);
  }
  return welcome;
}

}  // namespace

void check_version(std::uint64_t version) {
  if (version != wire::kProtocolVersion)
    mismatch("protocol version", std::to_string(wire::kProtocolVersion), std::to_string(version));
}

wire::Welcome welcome(const wire::Hello& hello, const Core& core, const Secret& secret) {
  if (!equal(hello.proof, secret.client)) throw Refusal(wire::FailureCode::kHandshake, "the client's secret is wrong");
  const wire::Welcome ours = identity(core, secret);
  if (hello.rtlHash != ours.rtlHash) mismatch("RTL hash", ours.rtlHash, hello.rtlHash);
  if (hello.timePrecision != ours.timePrecision)
    mismatch("time precision", "10^-" + std::to_string(ours.timePrecision) + " s",
             "10^-" + std::to_string(hello.timePrecision) + " s");
  compare_ports(ours.ports, hello.ports);
  return ours;
}

}  // namespace settle
