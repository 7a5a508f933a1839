#pragma once
#include <cstdint>
#include <string>
#include <utility>

namespace settle {

/** Why a request cannot be done. Thrown inside the host only: Session turns it into a Failure message. */
struct Refusal {
  std::uint64_t code;  // wire::FailureCode
  std::string text;
  template <class Code>
  Refusal(Code c, std::string t) : code(static_cast<std::uint64_t>(c)), text(std::move(t)) {}
};

}  // namespace settle
