import type { DigitalSignal } from "../lockstep/digital-peer.ts";
import { distinct, waveName } from "./signal-name.ts";

export interface VcdSignals {
  /** Ports of the top module: scope "digital". */
  readonly ports: readonly DigitalSignal[];
  /** Internal signals, by hierarchical name: scopes below "digital". */
  readonly probes: readonly DigitalSignal[];
  /** DrivenSystem.signalNames, "x.v[3] [V]": scope "analog". */
  readonly analog: readonly string[];
}

/** The n-th identifier code: digits of base 94 in the printable characters "!" to "~", least first. */
export function identifierCode(n: number): string {
  const digit = String.fromCharCode(33 + (n % 94));
  return n < 94 ? digit : digit + identifierCode(Math.floor(n / 94) - 1);
}

interface Scope {
  readonly variables: { readonly text: string; readonly path: string }[];
  readonly inner: Map<string, Scope>;
}
const emptyScope = (): Scope => ({ variables: [], inner: new Map() });

function scopeAt(root: Scope, path: readonly string[]): Scope {
  let scope = root;
  for (const part of path) {
    const next = scope.inner.get(part) ?? emptyScope();
    scope.inner.set(part, next);
    scope = next;
  }
  return scope;
}

function declareBits(root: Scope, path: readonly string[], width: number, code: string): void {
  const name = path.at(-1) ?? "";
  const range = width === 1 ? "" : ` [${width - 1}:0]`;
  const text = `$var wire ${width} ${code} ${name}${range} $end`;
  scopeAt(root, path.slice(0, -1)).variables.push({ text, path: path.join(".") });
}

function linesOf(name: string, scope: Scope): readonly string[] {
  const inner = [...scope.inner].flatMap(([child, content]) => linesOf(child, content));
  return [`$scope module ${name} $end`, ...scope.variables.map(({ text }) => text), ...inner, "$upscope $end"];
}

/** "top.u_fsm.rows[3]" -> top, u_fsm, rows_3 */
const wavePath = (signal: string): readonly string[] => signal.split(".").map(waveName);

/**
 * Value change dump, IEEE 1364-2005 section 18: one tick is a picosecond. Codes count through ports, probes and analog
 * signals, in this order. Carries no date, so that equal runs give equal bytes.
 */
export function vcdHeader({ ports, probes, analog }: VcdSignals): string {
  const digital = emptyScope();
  const paths = [...ports.map(({ name }) => [waveName(name)]), ...probes.map(({ name }) => wavePath(name))];
  const names = distinct(paths.map((path) => path.join(".")));
  [...ports, ...probes].forEach(({ width }, n) =>
    declareBits(digital, names[n]?.split(".") ?? [], width, identifierCode(n)),
  );
  const first = ports.length + probes.length;
  const reals = distinct(analog.map(waveName)).map(
    (name, n) => `$var real 64 ${identifierCode(first + n)} ${name} $end`,
  );
  return [
    "$comment Settle: bits in scope digital, real values in scope analog; the unit follows two underscores. $end",
    "$timescale 1 ps $end",
    ...linesOf("digital", digital),
    ...(analog.length === 0 ? [] : ["$scope module analog $end", ...reals, "$upscope $end"]),
    "$enddefinitions $end",
    "",
  ].join("\n");
}
