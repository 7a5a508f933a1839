#include "supervision.hpp"

#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <cstdio>

namespace settle {
namespace {
int expected_parent = 0;
}  // namespace

void follow_parent(int parent) {
  expected_parent = parent;
  // SIGKILL, not SIGTERM: it also ends a host that is stopped or caught in an endless loop of the RTL.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  // Ctrl-C goes to the whole terminal; the parent decides when we end.
  signal(SIGINT, SIG_IGN);
  signal(SIGPIPE, SIG_IGN);
  if (getppid() != parent) _exit(0);  // it died before prctl took effect
}

namespace {
bool input_ended(int wait_ms) {
  pollfd in = {STDIN_FILENO, POLLIN, 0};
  if (poll(&in, 1, wait_ms) <= 0) return false;
  char byte;
  return (in.revents & POLLIN) ? read(STDIN_FILENO, &byte, 1) == 0 : (in.revents & (POLLHUP | POLLERR | POLLNVAL)) != 0;
}
}  // namespace

bool parent_left() { return (expected_parent != 0 && getppid() != expected_parent) || input_ended(0); }

void await_parent_leaving(int limit_ms) { (void)input_ended(limit_ms); }

void check_parent() {
  if (expected_parent != 0 && getppid() != expected_parent) _exit(0);
}

void show_state(const char* state, unsigned long long sequence) {
  char name[16];
  std::snprintf(name, sizeof name, "%s %llu", state, sequence);
  prctl(PR_SET_NAME, name);
}

}  // namespace settle
