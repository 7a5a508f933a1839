#include "rtl_voice.hpp"

#include <algorithm>
#include <cstdarg>
#include <cstdio>

#include "rtl_print.hpp"
#include "verilated.h"

namespace settle {
namespace {

/** Enough for the message of an assertion, little enough to keep for every model. */
constexpr std::size_t kKeptText = 8192;

/** Functions of the run-time library are global and say nothing of the model that calls them. */
thread_local RtlVoice* current = nullptr;

std::string where(const char* file, int line) {
  return file && *file ? std::string(file) + ":" + std::to_string(line) + ": " : std::string();
}

void note(wire::FailureCode code, const std::string& text) {
  if (current) current->note(code, text);
}

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

RtlTurn::RtlTurn(RtlVoice& voice, VerilatedContext& context) : previous_(current) {
  current = &voice;
  Verilated::threadContextp(&context);
}
RtlTurn::~RtlTurn() { current = previous_; }

}  // namespace settle

using settle::wire::FailureCode;

extern "C" int settle_rtl_print(const char* format, ...) {
  va_list arguments, again;
  va_start(arguments, format);
  va_copy(again, arguments);
  const int length = std::vsnprintf(nullptr, 0, format, arguments);
  std::string text(length < 0 ? 0 : static_cast<std::size_t>(length) + 1, '\0');
  if (length >= 0) std::vsnprintf(&text[0], text.size(), format, again);
  va_end(again);
  va_end(arguments);
  if (settle::current && length > 0) settle::current->print(text.data(), static_cast<std::size_t>(length));
  return length;
}

void vl_finish(const char* file, int line, const char*) {
  settle::note(FailureCode::kRtlFinish, settle::where(file, line) + "$finish");
}

void vl_stop(const char* file, int line, const char*) {
  const std::string text = settle::current ? settle::current->error_text() : "";
  if (text.empty()) settle::note(FailureCode::kRtlFinish, settle::where(file, line) + "$stop");
  else settle::note(FailureCode::kAssertion, text);
}

void vl_fatal(const char* file, int line, const char*, const char* message) {
  const std::string text = message ? message : "";
  const bool loop = text.find("converge") != std::string::npos;
  settle::note(loop ? FailureCode::kZeroDelayLoop : FailureCode::kAssertion, settle::where(file, line) + text);
  throw settle::RtlFatal{};
}
