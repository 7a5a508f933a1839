import type { Bits } from "../../src/lockstep/digital-peer.ts";
import type { DenseAmParameters } from "../../cosim/benches/generated/dense-am-registers.ts";
import type { Pins, Surroundings } from "./pins.ts";

export interface Script {
  readonly neurons: number;
  /** Cycles of release after which every comparator says quiet; Infinity: never. */
  readonly quietAfter: number;
  /** Cycles from adc_start_o to a valid code; Infinity: never. */
  readonly latency: number;
  /** What the ADC reads at each visible node. */
  readonly codes: readonly number[];
}

/** Stands where the analog half would be: comparators and ADC answer by a script, whatever the DACs say. */
export function scriptedNetwork(script: Script): Surroundings {
  const quiet = 2n ** BigInt(script.neurons) - 1n;
  let released = 0;
  let converting = Infinity;
  return (pins: Pins): Readonly<Record<string, Bits>> => {
    released = pins.get("sense_en_o") === 1 ? released + 1 : 0;
    converting = pins.get("adc_start_o") === 1 ? 0 : converting + 1;
    const ready = converting >= script.latency;
    return {
      quiet_i: released > script.quietAfter ? quiet : 0n,
      adc_valid_i: ready ? 1 : 0,
      adc_code_i: ready ? (script.codes[pins.number("mux_sel_o")] ?? 0) : 0,
    };
  };
}

/** A cell of the crossbar. */
export interface Cell {
  readonly row: number;
  readonly col: number;
}

export interface CellScript {
  /** Cycles from adc_start_o to a valid code; Infinity: never. */
  readonly latency: number;
  readonly format: Pick<DenseAmParameters, "AdcBits" | "LevelBits">;
  /** Pulses until the cell holds its target; Infinity: never. */
  readonly pulses: (cell: Cell) => number;
  /** How far a cell that holds its target reads from it [ADC codes]. Default 0. */
  readonly error?: number;
}

export interface Programmed extends Cell {
  readonly level: number;
  /** Lengths of its pulses [clock cycles]. */
  readonly pulses: number[];
}

/** The ADC code of a level: the middle for level 0. */
export const codeOfLevel = (level: number, { AdcBits, LevelBits }: CellScript["format"]): number =>
  2 ** (AdcBits - 1) + Math.floor(level * 2 ** (AdcBits - LevelBits));

/** A cell reads as 60 codes too low per pulse that it lacks. */
const CODES_PER_PULSE = 60;

/** Stands where crossbar and ADC would be while cells are programmed; keeps what was done to them, a new record a cell. */
export function scriptedCells({ latency, format, pulses, error = 0 }: CellScript): {
  readonly surroundings: Surroundings;
  readonly programmed: Programmed[];
} {
  const programmed: Programmed[] = [];
  const wide = 32 - format.LevelBits;
  let on = false;
  let converting = Infinity;
  const strobe = (pins: Pins): void => {
    const cell = { row: pins.number("prog_row_o"), col: pins.number("prog_col_o") };
    const level = (pins.number("prog_level_o") << wide) >> wide;
    const last = programmed.at(-1);
    const again = last?.row === cell.row && last.col === cell.col && last.level === level;
    if (!on && !again) programmed.push({ ...cell, level, pulses: [1] });
    else if (!on) last?.pulses.push(1);
    else if (last) last.pulses[last.pulses.length - 1] = (last.pulses.at(-1) ?? 0) + 1;
  };
  const code = (): number => {
    const last = programmed.at(-1);
    if (!last) return 0;
    const missing = Math.max(0, Math.min(pulses(last), 5) - last.pulses.length);
    return Math.max(0, codeOfLevel(last.level, format) + error - CODES_PER_PULSE * missing);
  };
  return {
    programmed,
    surroundings: (pins) => {
      if (pins.get("prog_strobe_o") === 1) strobe(pins);
      on = pins.get("prog_strobe_o") === 1;
      converting = pins.get("adc_start_o") === 1 && pins.get("cell_read_o") === 1 ? 0 : converting + 1;
      const ready = converting >= latency;
      return { adc_valid_i: ready ? 1 : 0, adc_code_i: ready ? code() : 0 };
    },
  };
}
