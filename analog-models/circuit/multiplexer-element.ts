import { SettleError } from "../../src/errors.ts";
import { instructionOf } from "../kernel/opcodes.ts";
import { type Multiplexer, multiplexerCurrent } from "../multiplexer.ts";
import type { Element, Flow } from "./element.ts";

export interface MultiplexerTerminals {
  /** Channels in order; banks count element by element. */
  readonly channels: readonly string[];
  /** Number of the selected channel; -1 leaves the capacitor floating. */
  readonly select: string;
  /** Node that is charged. */
  readonly into: string;
}

export const multiplexerElement =
  (m: Multiplexer, t: MultiplexerTerminals): Element =>
  (layout) => {
    const where = `multiplexer into "${t.into}"`;
    const spans = t.channels.map((channel) => layout.span(channel, where));
    const channels = spans.flatMap((s) => Array.from({ length: s.size }, (_, k) => s.base + k));
    const nodes = spans.flatMap((s) => Array.from({ length: s.size }, () => s.kind === "node"));
    const [select, into] = [layout.sized(t.select, 1, where), layout.sized(t.into, 1, where)];
    if (into.kind !== "node") throw new SettleError("BAD_BENCH", `${where}: only a node can be charged`);
    const run: Flow["run"] = (values, slopes) => {
      const channel = values[select.base];
      if (!(channel >= 0 && channel < channels.length)) return;
      const current = multiplexerCurrent(m, values[channels[channel]], values[into.base]);
      slopes[into.base] += current;
      if (!m.buffered && nodes[channel]) slopes[channels[channel]] -= current;
    };
    const table = channels.flatMap((base, k) => [
      layout.addressOf({ base }),
      !m.buffered && nodes[k] ? layout.slopeAddressOf({ base }) : 0,
    ]);
    const operands = [layout.slopeAddressOf(into), channels.length, layout.addressOf(into), layout.addressOf(select)];
    const resistance = layout.kept([m.onResistance]).byteOffset;
    const work = { run, instruction: instructionOf("multiplexer", ...operands, resistance, ...table) };
    const addRates: NonNullable<Flow["addRates"]> = (values, rates) => {
      const channel = values[select.base];
      // A selection that is no input may change within a segment.
      if (select.kind === "input" && !(channel >= 0 && channel < channels.length)) return;
      rates[into.base] += 1 / m.onResistance;
      if (m.buffered) return;
      channels.forEach((place, k) => {
        if (nodes[k] && (select.kind !== "input" || k === channel)) rates[place] += 1 / m.onResistance;
      });
    };
    return { flows: [{ where, reads: [...spans, select, into], stage: "current", ...work, addRates }] };
  };
