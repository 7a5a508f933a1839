// relaxation REPEATS < problem: integrates the problem REPEATS times and prints, on one line each, seconds of the fastest and of
// all of them, accepted steps, rejected steps, evaluations; then the final state, one number to a line.
// The problem is doubles: visible, hidden, both tau, both poles, slew rate, activity gain, beta, both transimpedances, relative and
// absolute tolerance, end; then conductances, biases, and the state at the start.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include "core.hpp"
#include "dormand_prince.hpp"

namespace {

using Clock = std::chrono::steady_clock;

std::vector<double> read(std::size_t count) {
  std::vector<double> values(count);
  if (std::fread(values.data(), sizeof(double), count, stdin) != count) {
    std::fprintf(stderr, "the problem ends too early\n");
    std::exit(2);
  }
  return values;
}

struct Problem {
  native::Core core;
  native::Tolerance tolerance;
  double end;
  native::Vector start;
};

Problem read_problem() {
  const std::vector<double> h = read(14);
  const auto visible = static_cast<std::size_t>(h[0]);
  const auto hidden = static_cast<std::size_t>(h[1]);
  native::Core core{visible, hidden, h[2], h[3], h[4], h[5], h[6], h[7], h[8], h[9], h[10], {}, {}};
  core.conductance = read(visible * hidden);
  core.bias = read(visible + hidden);
  return {core, {h[11], h[12]}, h[13], read(2 * (visible + hidden) + 1)};
}

}  // namespace

int main(int count, char** arguments) {
  const long repeats = count > 1 ? std::atol(arguments[1]) : 1;
  const Problem problem = read_problem();
  double fastest = 1e300;
  const Clock::time_point begun = Clock::now();
  native::Vector last;
  native::Counts counts;
  for (long k = 0; k < repeats; ++k) {
    const Clock::time_point start = Clock::now();
    native::CoreEquations equations(problem.core);
    native::DormandPrince<native::CoreEquations> integration(equations, problem.start, problem.tolerance);
    integration.run(problem.end);
    fastest = std::min(fastest, std::chrono::duration<double>(Clock::now() - start).count());
    last = integration.state();
    counts = integration.counts();
  }
  const double all = std::chrono::duration<double>(Clock::now() - begun).count();
  std::printf("%.9g\n%.9g\n%ld\n%ld\n%ld\n", fastest, all, counts.accepted, counts.rejected, counts.evaluations);
  for (double volts : last) std::printf("%.17g\n", volts);
}
