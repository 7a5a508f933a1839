// The host: serves one compiled model to the one client that started it.
//   host ADDRESS SESSION PARENT_PID     and the secret, 2 x 16 bytes in hex, as the first line of standard input.
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "bus.hpp"
#include "session.hpp"
#include "supervision.hpp"

namespace {

constexpr std::size_t kSecretHalf = 16;

/** Byte by byte, because standard input stays open: its end is how we learn that the client has left. */
std::string first_line() {
  std::string line;
  char c;
  while (line.size() < 4 * kSecretHalf + 1 && read(STDIN_FILENO, &c, 1) == 1 && c != '\n') line += c;
  return line;
}

settle::Bytes from_hex(const std::string& hex) {
  settle::Bytes bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    bytes.push_back(static_cast<std::uint8_t>(std::strtoul(hex.substr(i, 2).c_str(), nullptr, 16)));
  return bytes;
}

settle::Secret read_secret() {
  const std::string line = first_line();
  if (line.size() != 4 * kSecretHalf) {
    std::fprintf(stderr, "settle host: no secret on standard input; this program is started by settle, not by hand\n");
    std::exit(2);
  }
  return {from_hex(line.substr(0, 2 * kSecretHalf)), from_hex(line.substr(2 * kSecretHalf))};
}

bool deliver(settle::Bus& bus, const std::string& message) {
  while (!bus.send(message))
    if (settle::parent_left()) return false;
  return true;
}

void serve(settle::Bus& bus, settle::Session& session) {
  settle::show_state("wait", session.expected());
  while (!session.over()) {
    const settle::Bus::Got got = bus.receive();
    if (got == settle::Bus::Got::kBroken || (got == settle::Bus::Got::kNothing && settle::parent_left())) return;
    if (got == settle::Bus::Got::kNothing) {
      settle::show_state("wait", session.expected());  // only now: it costs as much as an exchange of a small model
      continue;
    }
    settle::show_state("busy", session.expected());
    if (!deliver(bus, session.answer(bus.data(), bus.size()))) return;
  }
  // Closing the socket drops what is still queued, so the client closes our standard input when it has the farewell.
  settle::await_parent_leaving(2000);
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 4) {
    std::fprintf(stderr, "usage: host ADDRESS SESSION PARENT_PID\n");
    return 2;
  }
  settle::follow_parent(std::atoi(arguments[3]));
  dup2(STDERR_FILENO, STDOUT_FILENO);  // what the RTL writes to standard output belongs to the log
  settle::Session session(std::strtoull(arguments[2], nullptr, 10), read_secret());
  settle::Bus bus;
  if (!bus.connect(arguments[1])) {
    std::perror("settle host: cannot connect");
    return 2;
  }
  serve(bus, session);
  return 0;
}
