#pragma once
#include <cstddef>
#include <functional>
#include <string>

#include "generated/wire.hpp"

namespace settle {

/** How the RTL ended, if it did. */
struct RtlStop {
  bool happened = false;
  wire::FailureCode code = wire::FailureCode::kRtlFinish;
  std::string text;
};

/** Thrown out of eval() where the model cannot go on: it would otherwise iterate for ever. */
struct RtlFatal {};

/** What one model says: what it prints, and $finish, $stop, $fatal, a failed assertion, no convergence. */
class RtlVoice {
 public:
  using Sink = std::function<void(const char* text, std::size_t size)>;
  explicit RtlVoice(Sink sink) : sink_(std::move(sink)) {}
  /** Forgets what was printed and how the model ended. */
  void clear();
  /** Before each evaluation: the text of an assertion is looked for in what that evaluation printed. */
  void forget_printed() {
    if (!printed_.empty()) printed_.clear();
  }
  const RtlStop& stop() const { return stop_; }
  void print(const char* text, std::size_t size);
  void note(wire::FailureCode code, std::string text);
  /** What was printed from the first error on, without the line end. */
  std::string error_text() const;

 private:
  Sink sink_;
  std::string printed_;
  RtlStop stop_;
};

/** Prints to standard error. */
RtlVoice::Sink to_stderr();

}  // namespace settle
