import { SettleError, unknownName } from "../../../src/errors.ts";
import { us, type Picoseconds } from "../../../src/time.ts";
import type { Test } from "../../bench/test-api.ts";
import { type ApbItem, ApbMaster } from "../apb.ts";
import {
  DENSE_AM_REGISTERS,
  DenseAmError,
  type DenseAmParameters,
  type DenseAmRegister,
  type DenseAmRegisterName,
} from "../generated/dense-am-registers.ts";

const BYTES_PER_WORD = 4;
/** Longer than any run that the controller's own time-outs allow at the settings of the shipped benches. */
const LONGEST_RUN = us(1000);
/** A write to a cell waits until the one before is verified: 255 pulses, each read back. */
const LONGEST_ACCESS_CYCLES = 1e6;

/** Cells programmed in one sequence, between two reports of progress. */
const CELLS_PER_SEQUENCE = 128;

/** What one inference left in the registers. */
export interface Inference {
  /** Bit i: visible node i ended at or above the threshold. */
  readonly decision: number;
  /** One of DenseAmError. */
  readonly error: number;
  /** Clock cycles from release to settled, synchroniser and debounce included. */
  readonly relaxCycles: number;
}

const errorNames = new Map<number, string>(Object.entries(DenseAmError).map(([name, code]) => [code, name]));
export const errorName = (code: number): string => errorNames.get(code) ?? `code ${code}`;

/** What firmware does with the controller: everything through its register interface. */
export class ChipDriver {
  private readonly bus: ApbMaster;

  constructor(
    private readonly t: Test,
    private readonly parameters: DenseAmParameters,
  ) {
    this.bus = new ApbMaster(t, { longestAccess_cycles: LONGEST_ACCESS_CYCLES });
  }

  async reset(): Promise<void> {
    await this.t.set("rst_ni", 0);
    await this.t.cycles(2);
    await this.t.set("rst_ni", 1);
    await this.t.cycles(1);
  }

  write(register: DenseAmRegisterName, word: number, index = 0): Promise<void> {
    return this.bus.write(this.address(register, index), word);
  }

  read(register: DenseAmRegisterName, index = 0): Promise<number> {
    return this.bus.read(this.address(register, index));
  }

  /** One field of a register, unsigned. */
  async field(register: DenseAmRegisterName, name: string): Promise<number> {
    const { fields }: DenseAmRegister = DENSE_AM_REGISTERS[register];
    const found = fields[name];
    if (found === undefined) throw unknownName("field", name, register, Object.keys(fields));
    return Math.floor((await this.read(register)) / 2 ** found.lsb) % 2 ** found.width(this.parameters);
  }

  /** Words of consecutive elements, from `first` on, in one sequence. */
  async writeAll(register: DenseAmRegisterName, words: readonly number[], first = 0): Promise<void> {
    await this.bus.play(words.map((word, index) => this.writing(register, word, first + index)));
  }

  /** Accesses and waits in one sequence; the word of each. */
  play(items: readonly ApbItem[]): Promise<readonly number[]> {
    return this.bus.play(items);
  }

  writing(register: DenseAmRegisterName, word: number, index = 0): ApbItem {
    return { write: this.address(register, index), word };
  }

  reading(register: DenseAmRegisterName, index = 0): ApbItem {
    return { read: this.address(register, index) };
  }

  /** Signed levels, row-major, shape (rows, VisibleCount), from a row on; the column address counts up by itself. */
  async program(levels: ArrayLike<number>, done: (cells: number) => void = () => {}, firstRow = 0): Promise<void> {
    if (levels.length === 0) return;
    await this.write("PROG_ADDRESS", firstRow * 2 ** 16);
    const mask = 2 ** this.parameters.LevelBits - 1;
    for (let cell = 0; cell < levels.length; cell += CELLS_PER_SEQUENCE) {
      const some = Array.from(levels).slice(cell, cell + CELLS_PER_SEQUENCE);
      await this.play(some.map((level) => this.writing("PROG_LEVEL", level & mask)));
      done(cell + some.length);
    }
  }

  setInit(codes: readonly number[]): Promise<void> {
    return this.writeAll("INIT", codes);
  }

  /** Bias codes of neurons from `first` on. */
  setBias(codes: readonly number[], first = 0): Promise<void> {
    return this.writeAll("BIAS", codes, first);
  }

  /**
   * Precharge, relax, read out, decide; waits for the interrupt and clears it. All in one sequence, with the codes of the
   * initial state before it where they are given.
   */
  async infer(longest: Picoseconds = LONGEST_RUN, init: readonly number[] = []): Promise<Inference> {
    const items = [
      ...init.map((code, index) => this.writing("INIT", code, index)),
      this.writing("IRQ_ENABLE", 1),
      this.writing("CTRL", 1),
      { until: "irq_o", within: longest, what: "the controller's interrupt" },
      this.writing("IRQ_STATE", 3),
      ...(["ERROR", "RELAX_CYCLES", "DECISION"] as const).map((register) => this.reading(register)),
    ];
    const [error, relaxCycles, decision] = (await this.play(items)).slice(-3);
    return { error: error & 0xff, relaxCycles, decision };
  }

  /** ADC codes of the visible nodes. */
  results(): Promise<readonly number[]> {
    const indices = Array.from({ length: this.parameters.VisibleCount }, (_, index) => index);
    return this.play(indices.map((index) => this.reading("RESULT", index)));
  }

  private address(register: DenseAmRegisterName, index: number): number {
    const { offset, count } = DENSE_AM_REGISTERS[register];
    const words = count(this.parameters);
    if (index >= words) {
      throw new SettleError("OUT_OF_RANGE", `register ${register}[${index}]: this core has ${words}, 0..${words - 1}`);
    }
    return offset + index * BYTES_PER_WORD;
  }
}
