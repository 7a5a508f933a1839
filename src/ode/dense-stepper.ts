import type { Seconds } from "../units.ts";
import { DenseOutput } from "./dense-output.ts";
import { type SavedParts, unpacked } from "./saved-parts.ts";

/** What every stepper has whose dense output is a polynomial, and whose steps begin with the slopes that the last one ended with. */
export abstract class DenseStepper {
  readonly denseIsPolynomial = true;
  /** Whether `firstSlopes` belong to the state that the next step starts from. */
  protected firstIsKnown = false;
  protected readonly dense: DenseOutput;

  constructor(
    readonly dimension: number,
    degree: number,
  ) {
    this.dense = new DenseOutput(dimension, degree);
  }

  /** Slopes at the start of the next step, states per second. */
  protected abstract readonly firstSlopes: Float64Array;
  /** Slopes at the end of the trial step. */
  protected abstract readonly endSlopes: Float64Array;
  /** Writes the coefficients of the dense output of the trial step, of length `h`. */
  protected abstract expand(h: Seconds, coefficients: readonly Float64Array[]): void;

  restart(): void {
    this.firstIsKnown = false;
  }

  accept(x: Float64Array, xOut: Float64Array, h: Seconds): void {
    this.expand(h, this.dense.coefficients);
    this.dense.accept(x, xOut, h);
    this.firstSlopes.set(this.endSlopes);
  }

  preview(h: Seconds): void {
    this.expand(h, this.dense.trial);
  }

  interpolateTrial(x: Float64Array, theta: number, out: Float64Array): void {
    this.dense.trialAt(x, theta, out);
  }

  interpolate(theta: number, out: Float64Array): void {
    this.dense.at(theta, out);
  }

  save(into: SavedParts): void {
    into.add([this.firstIsKnown ? 1 : 0, this.dense.h]);
    into.add(this.firstSlopes);
    for (const part of this.dense.parts) into.add(part);
  }

  restore(saved: Float64Array): void {
    const [[firstIsKnown, h], slopes, ...parts] = unpacked(saved);
    this.firstIsKnown = firstIsKnown === 1;
    this.firstSlopes.set(slopes);
    this.dense.h = h;
    this.dense.parts.forEach((part, i) => part.set(parts[i]));
  }
}
