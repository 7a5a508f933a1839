// Included ahead of the model's run-time library, so that what the RTL prints comes through here.
#pragma once
extern "C" int settle_rtl_print(const char* format, ...) __attribute__((format(printf, 1, 2)));
#define VL_PRINTF settle_rtl_print
