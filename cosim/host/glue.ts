import type { CompiledModel } from "./compiled-model.ts";
import type { DeclaredSignal } from "./verilated-headers.ts";

const DIRECTION = { in: "kIn", out: "kOut", internal: "kInternal" } as const;

const quoted = (text: string): string => `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;

/** Taken from the object itself, so that a signal is as wide as the compiled model made it. */
function row({ name, width, direction, dims, member }: DeclaredSignal): string {
  const object = direction === "internal" ? `syms.${member}` : `syms.TOP.${member}`;
  const element = object + "[0]".repeat(dims.length);
  return (
    `      {${quoted(name)}, ${width}, Direction::${DIRECTION[direction]}, at(${element}), sizeof(${element}), ` +
    `{${dims.join(", ")}}},`
  );
}

const SAVABLE = `  void save(VerilatedSerialize& to) override { to << top_; }
  void restore(VerilatedDeserialize& from) override { from >> top_; }`;

const COUNTED = `  ~VerilatedTop() override { write_coverage(*top_.contextp()); }
  void save(VerilatedSerialize&) override { refuse_snapshot(); }
  void restore(VerilatedDeserialize&) override { refuse_snapshot(); }`;

/** The one C++ file that differs from RTL to RTL: where the compiled model keeps its ports and signals. */
export function renderGlue(model: CompiledModel, rtlHash: string, coverage: boolean): string {
  return `${coverage ? '#include "coverage.hpp"\n' : ""}#include "Vmodel.h"
#include "Vmodel__Syms.h"
#include "model.hpp"

namespace settle {
namespace {

template <class T>
std::uint8_t* at(T& object) {
  return reinterpret_cast<std::uint8_t*>(&object);
}

std::vector<Signal> port_table(Vmodel__Syms& syms) {
  (void)syms;
  return {
${model.ports.map(row).join("\n")}
  };
}

std::vector<Signal> internal_table(Vmodel__Syms& syms) {
  (void)syms;
  return {
${model.internals.map(row).join("\n")}
  };
}

class VerilatedTop final : public Model {
 public:
  explicit VerilatedTop(VerilatedContext& context)
      : top_(&context), ports_(port_table(*top_.rootp->vlSymsp)), internals_(internal_table(*top_.rootp->vlSymsp)) {}
  void eval() override { top_.eval(); }
  void final() override { top_.final(); }
${coverage ? COUNTED : SAVABLE}
  const std::vector<Signal>& ports() const override { return ports_; }
  const std::vector<Signal>& internals() const override { return internals_; }

 private:
  Vmodel top_;
  std::vector<Signal> ports_;
  std::vector<Signal> internals_;
};

}  // namespace

std::unique_ptr<Model> make_model(VerilatedContext& context) {
  return std::unique_ptr<Model>(new VerilatedTop(context));
}

const char* const kRtlHash = ${quoted(rtlHash)};

}  // namespace settle
`;
}
