#pragma once
#include <cstdint>

namespace settle {

/**
 * The generator behind $random and $urandom: xoroshiro128+ (Blackman and Vigna, "Scrambled linear pseudorandom number
 * generators", ACM TOMS 47, 2021), one for each model, and part of its snapshots.
 */
class RtlRandom {
 public:
  std::uint64_t state[2] = {0, 0};
  RtlRandom() { seed(0); }
  void seed(std::uint64_t value) {
    state[0] = mixed(value);
    state[1] = mixed(value + kGolden);
  }
  std::uint64_t draw() {
    const std::uint64_t result = state[0] + state[1];
    const std::uint64_t both = state[1] ^ state[0];
    state[0] = rotated(state[0], 24) ^ both ^ (both << 16);
    state[1] = rotated(both, 37);
    return result;
  }

 private:
  static constexpr std::uint64_t kGolden = 0x9e3779b97f4a7c15ULL;
  static std::uint64_t rotated(std::uint64_t value, int by) { return (value << by) | (value >> (64 - by)); }
  /** SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): never zero for both halves of the state. */
  static std::uint64_t mixed(std::uint64_t value) {
    std::uint64_t z = value + kGolden;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
  }
};

}  // namespace settle
