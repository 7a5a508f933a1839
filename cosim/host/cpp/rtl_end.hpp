#pragma once
#include <cstdint>
#include <string>

#include "generated/wire.hpp"

namespace settle {

/** Why and when (ps) the RTL ended by itself. */
struct RtlEnd {
  wire::FailureCode code;
  std::string text;
  std::uint64_t time;
};

}  // namespace settle
