// The compiled model alone: what a bus and its host cost is measured against this.
//   bare CLOCK CYCLES [PORT=VALUE ...]   toggles one clock and prints cycles per second, and per second of
//                                        processor time.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <string>

#include "model.hpp"
#include "rtl_turn.hpp"
#include "signals.hpp"
#include "verilated.h"

namespace {

const settle::Signal* input(const settle::Model& model, const std::string& name) {
  for (const settle::Signal& port : model.ports())
    if (name == port.name && port.direction == settle::Direction::kIn) return &port;
  std::fprintf(stderr, "bare: no input port %s\n", name.c_str());
  std::exit(2);
}

void drive(settle::Model& model, const std::string& assignment) {
  const std::size_t equals = assignment.find('=');
  const settle::Signal* port = input(model, assignment.substr(0, equals));
  settle::Bits value;
  value.low = static_cast<std::uint32_t>(std::strtoul(assignment.c_str() + equals + 1, nullptr, 0));
  settle::write_bits(settle::place_of(*port), value);
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 3) {
    std::fprintf(stderr, "usage: bare CLOCK CYCLES [PORT=VALUE ...]\n");
    return 2;
  }
  VerilatedContext context;
  settle::RtlState rtl(settle::to_stderr());
  const settle::RtlTurn turn(rtl, context);
  const std::unique_ptr<settle::Model> model = settle::make_model(context);
  for (int i = 3; i < count; ++i) drive(*model, arguments[i]);
  model->eval();
  const settle::Place clock = settle::place_of(*input(*model, arguments[1]));
  const long long cycles = std::atoll(arguments[2]);
  const std::clock_t used = std::clock();
  const auto start = std::chrono::steady_clock::now();
  for (long long i = 0; i < cycles && !rtl.voice.stop().happened; ++i) {
    settle::write_level(clock, true);
    model->eval();
    settle::write_level(clock, false);
    model->eval();
  }
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
  const double processor_s = static_cast<double>(std::clock() - used) / CLOCKS_PER_SEC;
  std::printf("%.0f\n%.0f\n", static_cast<double>(cycles) / taken.count(), static_cast<double>(cycles) / processor_s);
  return rtl.voice.stop().happened ? 1 : 0;
}
