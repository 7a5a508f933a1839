import { describe, expect, it } from "vitest";
import { languageChip } from "../../../cosim/benches/language/chip.ts";
import { orderOf } from "../../../cosim/benches/language/order.ts";
import { LANGUAGE_PARAMETERS } from "../../../cosim/benches/language/parameters.ts";
import { chipSetup } from "../../../cosim/benches/dense-am/chip.ts";
import type { DriveConverter, InputChange } from "../../../src/lockstep/converters/converter.ts";
import type { Picoseconds } from "../../../src/time.ts";

const [D, L, M] = [16, 8, 16];
const NEURONS = D + L + M;

/** The shipped chip with mismatch so large that no cell is right by itself. */
function chipOf(given: Partial<Record<string, number>>) {
  const p = LANGUAGE_PARAMETERS.parse({ mismatch: 0.03, ...given });
  const { circuit, wiring } = chipSetup(languageChip(orderOf(p, "parity", 1), p).chip, 1);
  const inputs = new Map(circuit.inputNames.map((name, k) => [name.replace(/ \[.*\]$/, ""), k]));
  const values = new Float64Array(circuit.signalNames.length);
  const set = (name: string, value: number) => circuit.setInput(inputs.get(name) ?? -1, value);
  const present = (name: string) => {
    circuit.signals(0, circuit.initialState(), values);
    return values[circuit.signalNames.findIndex((signal) => signal.startsWith(`${name} `))];
  };
  const converter = (name: string) => wiring.find((one): one is DriveConverter => one.name === name) as DriveConverter;
  return { converter, set, present };
}

const view = (ports: Readonly<Record<string, number>>) => ({ read: (port: string) => ports[port] ?? 0 });
const MOMENT = { t: 0 as Picoseconds, present: () => 0 };

/** What the ADC's multiplexer is told with these ports. */
function selected(ports: Readonly<Record<string, number>>) {
  const { converter } = chipOf({});
  const of = (name: string) => converter(name).drive(view(ports), undefined, MOMENT)[0].value;
  return { mux: of("select mux"), cell: of("select cell") };
}

describe("the shared ADC sees", () => {
  it.each([
    ["a released node", { mux_sel_o: 5, release_o: 1 }, { mux: 5, cell: -1 }],
    ["none before it is released", { mux_sel_o: 5, release_o: 0 }, { mux: -1, cell: -1 }],
    ["no node", { mux_sel_o: 255, release_o: 1 }, { mux: -1, cell: -1 }],
    [
      "the addressed cell while it is read back",
      { mux_sel_o: 255, cell_read_o: 1, prog_row_o: 9, prog_col_o: 3 },
      { mux: NEURONS, cell: 9 * D + 3 },
    ],
  ])("%s", (_what, ports, wanted) => expect(selected(ports)).toEqual(wanted));
});

/** Voltage at which a cell reads back, after each of `count` pulses towards `level`. */
function pulsed(level: number, count: number, given: Partial<Record<string, number>>) {
  const { converter, set, present } = chipOf(given);
  const state = new Map<string, number>();
  set("cell", 2 * D + 3);
  return Array.from({ length: count }, (_, n) => {
    const ports = { prog_row_o: 2, prog_col_o: 3, prog_level_o: level };
    const moment = { t: (n * 1000) as Picoseconds, present: (input: string) => state.get(input) ?? 0 };
    const strobe = (on: 0 | 1) => view({ ...ports, prog_strobe_o: on });
    for (const change of converter("cell programmer").drive(strobe(1), strobe(0), moment) as InputChange[]) {
      state.set(change.input, change.value);
      set(change.input, change.value);
    }
    return present("cell.v");
  });
}
/** Level 0 stands in the middle of the ADC's range, each level four LSB on. */
const wantedVolts = (level: number) => (level * 4 * 1.8) / 1024;

describe("a programming pulse", () => {
  it("brings a cell's conductance, and not its state, to the level, pulse by pulse: mismatch is made up for", () => {
    for (const level of [0, 20, 100, 114]) {
      const volts = pulsed(level, 5, { pulseSpread: 0, pulseReach: 0.999 }).at(-1);
      expect(volts).toBeCloseTo(wantedVolts(level), 4);
    }
  });
  it("spreads in proportion to its level", () => {
    const spreadOf = (level: number) => {
      const errors = pulsed(level, 200, { pulseSpread: 0.01 }).map((volts) => volts - wantedVolts(level));
      return Math.sqrt(errors.reduce((sum, e) => sum + e * e, 0) / errors.length);
    };
    expect(spreadOf(100) / wantedVolts(100)).toBeGreaterThan(0.008);
    expect(spreadOf(100) / wantedVolts(100)).toBeLessThan(0.012);
    expect(spreadOf(100) / spreadOf(50)).toBeCloseTo(2, 0);
  });
  it("leaves the mismatch in place where it sets levels exactly", () => {
    const [volts] = pulsed(100, 1, { pulseSpread: 0, pulseReach: 1 });
    expect(Math.abs(volts / wantedVolts(100) - 1)).toBeGreaterThan(0.002);
  });
});
