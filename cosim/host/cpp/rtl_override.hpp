// Included ahead of the model's run-time library, so that what it does globally comes through here: what the RTL prints, by
// whatever way, and what it draws.
#pragma once
#include <cstdint>
#include <cstdio>

extern "C" int settle_rtl_print(const char* format, ...) __attribute__((format(printf, 1, 2)));
#define VL_PRINTF settle_rtl_print

/** Where $fdisplay and its kin write to for the descriptors of standard output and standard error. */
extern "C" std::FILE* settle_rtl_file();
#undef stdout
#undef stderr
#define stdout settle_rtl_file()
#define stderr settle_rtl_file()

// The library has one generator for each thread; rtl_turn.cpp has one for each model, and its functions win.
std::uint64_t vl_rand64() __attribute__((weak));
std::uint32_t VL_RANDOM_SEEDED_II(std::uint32_t& seed) __attribute__((weak));
std::uint32_t VL_URANDOM_SEEDED_II(std::uint32_t seed) __attribute__((weak));
