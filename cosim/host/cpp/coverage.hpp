// For models built to count how often each line of the RTL runs; see COVERAGE_VARIABLE in build.ts.
#pragma once
#include <unistd.h>

#include <cstdlib>
#include <string>

#include "generated/wire.hpp"
#include "refusal.hpp"
#include "verilated.h"
#include "verilated_cov.h"

namespace settle {

/** Into a file of its own for each model: a host that is configured anew makes a new one. */
inline void write_coverage(VerilatedContext& context) {
  const char* const folder = std::getenv("SETTLE_RTL_COVERAGE");
  if (!folder) return;
  std::string path = std::string(folder) + "/XXXXXX.dat";
  const int file = mkstemps(&path[0], 4);
  if (file < 0) return;
  close(file);
  context.coveragep()->write(path.c_str());
}

[[noreturn]] inline void refuse_snapshot() {
  throw Refusal(wire::FailureCode::kMisuse, "a model built for coverage has no snapshots");
}

}  // namespace settle
