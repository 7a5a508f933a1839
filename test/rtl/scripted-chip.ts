import type { DenseAmParameters } from "../../cosim/benches/generated/dense-am-registers.ts";
import type { Pins, Surroundings } from "./pins.ts";
import { codeOfLevel } from "./scripted-network.ts";

/** What the visible nodes read as, given the levels in the array and the bias codes of its rows. */
export type Physics = (levels: readonly (readonly number[])[], biases: readonly number[]) => readonly number[];

export interface ChipScript {
  readonly quietAfter: number;
  /** Cycles from adc_start_o to a valid code; Infinity: never. */
  readonly latency: number;
  readonly physics: Physics;
  /** Pulses until a cell holds its target, Infinity: never. */
  readonly pulses?: (row: number, col: number) => number;
  /** Silent conversions: of cells, of nodes. */
  readonly deaf?: "cells" | "nodes";
}

const field = (word: bigint, index: number, width: number): number =>
  Number((word >> BigInt(index * width)) & (2n ** BigInt(width) - 1n));

/** A cell that lacks pulses is this far from its target [levels]. */
const WRONG_BY = 40;

/** Stands where the whole analog half would be: an array that remembers, comparators and an ADC that answer by a script. */
export class ScriptedChip {
  readonly levels: number[][];
  /** Pulses that the cell being programmed has had. */
  private pulsed = 0;
  private address = "";
  private strobed = false;
  private released = 0;
  private converting = Infinity;

  constructor(
    private readonly parameters: DenseAmParameters,
    public script: ChipScript,
  ) {
    const rows = parameters.RowCount + parameters.MemoryCount;
    this.levels = Array.from({ length: rows }, () => Array<number>(parameters.VisibleCount).fill(0));
  }

  readonly surroundings: Surroundings = (pins) => {
    this.program(pins);
    const { quietAfter, latency, deaf } = this.script;
    this.released = pins.get("sense_en_o") === 1 ? this.released + 1 : 0;
    this.converting = pins.get("adc_start_o") === 1 ? 0 : this.converting + 1;
    const cell = pins.get("cell_read_o") === 1;
    const answers = deaf !== (cell ? "cells" : "nodes") && this.converting >= latency;
    const neurons = BigInt(this.levels.length + this.parameters.VisibleCount);
    return {
      quiet_i: this.released > quietAfter ? 2n ** neurons - 1n : 0n,
      adc_valid_i: answers ? 1 : 0,
      adc_code_i: answers ? (cell ? this.cellCode(pins) : this.nodeCode(pins)) : 0,
    };
  };

  private program(pins: Pins): void {
    const strobe = pins.get("prog_strobe_o") === 1;
    const [row, col] = [pins.number("prog_row_o"), pins.number("prog_col_o")];
    const wide = 32 - this.parameters.LevelBits;
    const level = (pins.number("prog_level_o") << wide) >> wide;
    if (strobe && !this.strobed) {
      const address = `${row} ${col} ${level}`;
      this.pulsed = address === this.address && pins.get("cell_read_o") === 0 && this.pulsed > 0 ? this.pulsed + 1 : 1;
      this.address = address;
      const right = this.pulsed >= (this.script.pulses?.(row, col) ?? 1);
      const cells = this.levels[row];
      if (cells) cells[col] = right ? level : level + (level > 0 ? -WRONG_BY : WRONG_BY);
      if (right) this.pulsed = 0;
    }
    this.strobed = strobe;
  }

  private cellCode(pins: Pins): number {
    const held = this.levels[pins.number("prog_row_o")]?.[pins.number("prog_col_o")] ?? 0;
    return codeOfLevel(held, this.parameters);
  }

  private nodeCode(pins: Pins): number {
    const { VisibleCount, RowCount, DacBits } = this.parameters;
    const port = BigInt(pins.get("bias_o"));
    const biases = Array.from({ length: RowCount }, (_, row) => field(port, VisibleCount + row, DacBits));
    return this.script.physics(this.levels, biases)[pins.number("mux_sel_o")] ?? 0;
  }
}
