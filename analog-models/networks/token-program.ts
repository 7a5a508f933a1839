import type { Volts } from "../../src/units.ts";
import type { DenseAmParameters } from "./dense-am-parameters.ts";

/** What the controller of a token chip has been loaded with, as levels and as the volts that its converters deliver. */
export interface TokenProgram {
  /** The chip: devices and what they may err by. Its `weights` are not used: rows come from below. */
  readonly core: DenseAmParameters;
  /** Levels of each token's row, shape (V, D), and of the memory, shape (M, D). */
  readonly embedding: readonly number[];
  readonly memory: readonly number[];
  /** Biases of the visible neurons (D,), of the softmax rows by age (L,), 0 the newest, and of the memory rows (M,). */
  readonly visibleBias: readonly Volts[];
  readonly positionBias: readonly Volts[];
  readonly memoryBias: readonly Volts[];
  /** What the visible nodes are precharged to. shape (D,) */
  readonly init: readonly Volts[];
}

/** The tokens that a ring of L rows holds, and where its head stands: row (head - 1 - age) mod L has that age, 0 the newest. */
export interface Ring {
  /** Oldest first. shape (L,) */
  readonly context: readonly number[];
  /** The row that the next token would go to, 0..L-1; 0 after a prompt of L tokens into a cleared ring. */
  readonly head: number;
}

export const rowOfAge = (head: number, age: number, rows: number): number => (head - 1 - age + 2 * rows) % rows;

/** Writes the bias of every neuron [V], D + L + M of them in the order of the core's inputs. */
export function biasesOf({ core, visibleBias, positionBias, memoryBias }: TokenProgram, head: number): Float64Array {
  const { visible: D, softmaxRows: L } = core;
  const biases = new Float64Array(D + L + core.reluRows);
  biases.set(visibleBias);
  biases.set(memoryBias, D + L);
  for (let age = 0; age < L; age++) biases[D + rowOfAge(head, age, L)] = positionBias[age];
  return biases;
}
