// What the core needs of a compiled model; the implementation is generated for each RTL top from its own headers.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

class VerilatedContext;
class VerilatedSerialize;
class VerilatedDeserialize;

namespace settle {

static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "signals are read as little-endian bytes");

enum class Direction : std::uint8_t { kIn = 0, kOut = 1, kInternal = 2 };

/**
 * A port, a signal, or an unpacked array of equal signals. Every storage class of the compiled model (8 to 64 bits, or
 * words of 32) is, on a little-endian machine, `width` bits from the first byte on, with all higher bits zero.
 */
struct Signal {
  const char* name;     // hierarchical, "top.u_fsm.state_q"
  std::uint32_t width;  // bits
  Direction direction;
  std::uint8_t* storage;
  std::uint32_t stride;             // bytes from one element to the next
  std::vector<std::uint32_t> dims;  // empty for a signal, else elements per dimension, outermost first
};

class Model {
 public:
  virtual ~Model() = default;
  virtual void eval() = 0;
  virtual void final() = 0;
  virtual void save(VerilatedSerialize& to) = 0;
  virtual void restore(VerilatedDeserialize& from) = 0;
  /** In the order of the port table. */
  virtual const std::vector<Signal>& ports() const = 0;
  /** What survived of the signals inside. */
  virtual const std::vector<Signal>& internals() const = 0;
};

std::unique_ptr<Model> make_model(VerilatedContext& context);

/** SHA-256 of everything the model was compiled from. */
extern const char* const kRtlHash;

}  // namespace settle
