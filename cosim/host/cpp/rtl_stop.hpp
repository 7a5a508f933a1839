// Catches what the RTL prints and the ways in which it ends: $finish, $stop, $fatal, failed assertions, no convergence.
#pragma once
#include <string>

#include "generated/wire.hpp"

namespace settle {

/** How the RTL ended, if it did. One model runs at a time, on one thread. */
struct RtlStop {
  bool happened = false;
  wire::FailureCode code = wire::FailureCode::kRtlFinish;
  std::string text;
};

/** Forgets what was printed and how the last model ended. */
void clear_rtl_stop();
/** Before each evaluation: the text of an assertion is looked for in what that evaluation printed. */
void forget_printed();
const RtlStop& rtl_stop();

/** Thrown out of eval() where the model cannot go on: it would otherwise iterate for ever. */
struct RtlFatal {};

}  // namespace settle
