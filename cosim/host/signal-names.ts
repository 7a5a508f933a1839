import { SettleError, outOfRange, unknownName } from "../../src/errors.ts";
import type { BuiltHost, InternalSignal } from "./build.ts";

/** Finds signals of a compiled model by the names that people use for them. */
export class SignalNames {
  private readonly widths = new Map<string, number>();
  private readonly internals = new Map<string, InternalSignal>();
  private readonly gone: ReadonlySet<string>;

  constructor(private readonly host: Pick<BuiltHost, "top" | "ports" | "signals" | "optimisedAway">) {
    for (const { name, width } of host.ports) this.widths.set(name, width);
    for (const signal of host.signals) this.internals.set(signal.name, signal);
    this.gone = new Set(host.optimisedAway);
  }

  /**
   * The name under which the model knows it: `u_fsm.state_q` and `top.u_fsm.state_q` are the same, and so are a port and
   * `top.port`. Throws UNKNOWN_NAME, telling a name that never was from one that the compiler optimised away.
   */
  canonical(name: string, where: string): string {
    const { top } = this.host;
    const local = name.startsWith(`${top}.`) ? name.slice(top.length + 1) : name;
    if (this.widths.has(local)) return local;
    for (const candidate of [name, `${top}.${name}`]) {
      const found = this.internal(candidate, where);
      if (found !== undefined) return found;
      if (this.gone.has(withoutIndex(candidate))) throw optimisedAway(candidate, where);
    }
    const spelled = [...this.internals.keys()].map((n) => (name === local ? n.slice(top.length + 1) : n));
    throw unknownName("signal", name, where, [...spelled, ...this.widths.keys()]);
  }

  /** Width in bits of a port, a signal, or one element of an unpacked array. */
  width(name: string, where: string): number {
    const canonical = this.canonical(name, where);
    return this.widths.get(canonical) ?? this.elementWidth(canonical);
  }

  private elementWidth(name: string): number {
    const signal = this.internals.get(name) ?? this.internals.get(withoutIndex(name));
    if (signal === undefined) throw new SettleError("UNKNOWN_NAME", `the compiled model lists no width for "${name}"`);
    return signal.width;
  }

  private internal(name: string, where: string): string | undefined {
    for (let base = name, index: number[] = []; ; ) {
      const signal = this.internals.get(base);
      if (signal !== undefined) return checkedIndex(name, index, signal, where);
      const [, shorter, last] = /^(.*)\[(\d+)\]$/.exec(base) ?? [];
      if (shorter === undefined) return undefined;
      base = shorter;
      index = [Number(last), ...index];
    }
  }
}

const withoutIndex = (name: string): string => name.replace(/(\[\d+\])+$/, "");

function checkedIndex(name: string, index: readonly number[], { dims }: InternalSignal, where: string): string {
  if (index.length !== dims.length) {
    const shape = dims.map((n) => `[0..${n - 1}]`).join("");
    throw new SettleError("OUT_OF_RANGE", `"${name}" in ${where} has elements ${shape}; name one of them`);
  }
  index.forEach((at, d) => {
    if (at >= dims[d]) throw outOfRange(`index of "${name}" in ${where}`, at, 0, dims[d] - 1);
  });
  return name;
}

const optimisedAway = (name: string, where: string): SettleError =>
  new SettleError(
    "UNKNOWN_NAME",
    `signal "${name}" in ${where} is in the source, but Verilator optimised it away; read the register or port that it ` +
      "stands for, or mark its declaration /*verilator public_flat_rd*/",
  );
