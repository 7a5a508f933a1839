// Returns every message as it came: a bus without any work behind it.
//   echo ADDRESS   connects, and ends when the first empty message arrives or its standard input is closed.
#include <cstdio>
#include <string>

#include <poll.h>
#include <unistd.h>

#include "bus.hpp"

namespace {

bool input_closed() {
  pollfd in = {STDIN_FILENO, POLLIN, 0};
  char byte;
  return poll(&in, 1, 0) > 0 && read(STDIN_FILENO, &byte, 1) <= 0;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) {
    std::fprintf(stderr, "usage: echo ADDRESS\n");
    return 2;
  }
  settle::Bus bus;
  if (!bus.connect(arguments[1])) {
    std::perror("echo: cannot connect");
    return 2;
  }
  for (;;) {
    const settle::Bus::Got got = bus.receive();
    if (got == settle::Bus::Got::kBroken || (got == settle::Bus::Got::kNothing && input_closed())) return 0;
    if (got == settle::Bus::Got::kNothing) continue;
    if (bus.size() == 0) return 0;
    bus.send(std::string(static_cast<const char*>(bus.data()), bus.size()));
  }
}
