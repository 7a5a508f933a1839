#include "rtl_voice.hpp"

#include <algorithm>
#include <cstdio>

namespace settle {
namespace {

/** Enough for the message of an assertion, little enough to keep for every model. */
constexpr std::size_t kKeptText = 8192;

}  // namespace

void RtlVoice::clear() {
  printed_.clear();
  stop_ = {};
}

void RtlVoice::print(const char* text, std::size_t size) {
  if (printed_.size() > kKeptText) printed_.erase(0, kKeptText / 2);
  printed_.append(text, size);
  sink_(text, size);
}

void RtlVoice::note(wire::FailureCode code, std::string text) {
  if (stop_.happened) return;  // the first one is the cause
  stop_ = {true, code, std::move(text)};
}

std::string RtlVoice::error_text() const {
  const std::size_t mark = std::min(printed_.find("%Error"), printed_.find("%Fatal"));
  const std::size_t line = mark == std::string::npos ? mark : printed_.rfind('\n', mark);
  std::string text = mark == std::string::npos ? "" : printed_.substr(line == std::string::npos ? 0 : line + 1);
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

RtlVoice::Sink to_stderr() {
  return [](const char* text, std::size_t size) { std::fwrite(text, 1, size, stderr); };
}

}  // namespace settle
