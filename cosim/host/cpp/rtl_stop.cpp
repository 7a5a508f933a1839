#include "rtl_stop.hpp"

#include <algorithm>
#include <cstdarg>
#include <cstdio>

#include "rtl_print.hpp"
#include "verilated.h"

namespace settle {
namespace {

/** Enough for the message of an assertion, little enough to keep for every model. */
constexpr std::size_t kKeptText = 8192;

thread_local std::string printed;
thread_local RtlStop stop;

std::string where(const char* file, int line) {
  return file && *file ? std::string(file) + ":" + std::to_string(line) + ": " : std::string();
}

void note(wire::FailureCode code, std::string text) {
  if (stop.happened) return;  // the first one is the cause
  stop = {true, code, std::move(text)};
}

/** What was printed from the first error on, without the line end. */
std::string error_text() {
  const std::size_t mark = std::min(printed.find("%Error"), printed.find("%Fatal"));
  const std::size_t line = mark == std::string::npos ? mark : printed.rfind('\n', mark);
  std::string text = mark == std::string::npos ? "" : printed.substr(line == std::string::npos ? 0 : line + 1);
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

}  // namespace

void clear_rtl_stop() {
  printed.clear();
  stop = {};
}
void forget_printed() {
  if (!printed.empty()) printed.clear();
}
const RtlStop& rtl_stop() { return stop; }

}  // namespace settle

using settle::wire::FailureCode;

extern "C" int settle_rtl_print(const char* format, ...) {
  char line[2048];
  va_list arguments;
  va_start(arguments, format);
  const int length = std::vsnprintf(line, sizeof line, format, arguments);
  va_end(arguments);
  if (settle::printed.size() > settle::kKeptText) settle::printed.erase(0, settle::kKeptText / 2);
  settle::printed += line;
  std::fputs(line, stderr);
  return length;
}

void vl_finish(const char* file, int line, const char*) {
  settle::note(FailureCode::kRtlFinish, settle::where(file, line) + "$finish");
}

void vl_stop(const char* file, int line, const char*) {
  const std::string text = settle::error_text();
  if (text.empty()) settle::note(FailureCode::kRtlFinish, settle::where(file, line) + "$stop");
  else settle::note(FailureCode::kAssertion, text);
}

void vl_fatal(const char* file, int line, const char*, const char* message) {
  const std::string text = message ? message : "";
  const bool loop = text.find("converge") != std::string::npos;
  settle::note(loop ? FailureCode::kZeroDelayLoop : FailureCode::kAssertion, settle::where(file, line) + text);
  throw settle::RtlFatal{};
}
