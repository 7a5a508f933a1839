#include "rtl_override.hpp"  // before the run-time library's own headers

#include "rtl_turn.hpp"

#include <cstdarg>
#include <string>

namespace settle {

__thread RtlState* current_rtl = nullptr;

namespace {

std::string where(const char* file, int line) {
  return file && *file ? std::string(file) + ":" + std::to_string(line) + ": " : std::string();
}

void note(wire::FailureCode code, const std::string& text) {
  if (current_rtl) current_rtl->voice.note(code, text);
}

ssize_t print(void*, const char* text, std::size_t size) {
  if (current_rtl) current_rtl->voice.print(text, size);
  return static_cast<ssize_t>(size);
}

std::FILE* opened_file() {
  cookie_io_functions_t functions = {};
  functions.write = print;
  std::FILE* const file = fopencookie(nullptr, "w", functions);
  if (file) std::setvbuf(file, nullptr, _IONBF, 0);
  return file;
}

std::uint64_t draw() { return current_rtl ? current_rtl->random.draw() : 0; }

}  // namespace

}  // namespace settle

using settle::wire::FailureCode;

extern "C" std::FILE* settle_rtl_file() {
  static std::FILE* const file = settle::opened_file();
  return file;
}

std::uint64_t vl_rand64() { return settle::draw(); }

std::uint32_t VL_URANDOM_SEEDED_II(std::uint32_t seed) {
  if (settle::current_rtl) settle::current_rtl->random.seed(seed);
  return static_cast<std::uint32_t>(settle::draw());
}

std::uint32_t VL_RANDOM_SEEDED_II(std::uint32_t& seed) {
  seed = VL_URANDOM_SEEDED_II(seed);
  return static_cast<std::uint32_t>(settle::draw());
}

extern "C" int settle_rtl_print(const char* format, ...) {
  va_list arguments, again;
  va_start(arguments, format);
  va_copy(again, arguments);
  const int length = std::vsnprintf(nullptr, 0, format, arguments);
  std::string text(length < 0 ? 0 : static_cast<std::size_t>(length) + 1, '\0');
  if (length >= 0) std::vsnprintf(&text[0], text.size(), format, again);
  va_end(again);
  va_end(arguments);
  if (length > 0 && settle::current_rtl) settle::current_rtl->voice.print(text.data(), static_cast<std::size_t>(length));
  return length;
}

void vl_finish(const char* file, int line, const char*) {
  settle::note(FailureCode::kRtlFinish, settle::where(file, line) + "$finish");
}

void vl_stop(const char* file, int line, const char*) {
  const std::string text = settle::current_rtl ? settle::current_rtl->voice.error_text() : "";
  if (text.empty()) settle::note(FailureCode::kRtlFinish, settle::where(file, line) + "$stop");
  else settle::note(FailureCode::kAssertion, text);
}

void vl_fatal(const char* file, int line, const char*, const char* message) {
  const std::string text = message ? message : "";
  const bool loop = text.find("converge") != std::string::npos;
  settle::note(loop ? FailureCode::kZeroDelayLoop : FailureCode::kAssertion, settle::where(file, line) + text);
  throw settle::RtlFatal{};
}
