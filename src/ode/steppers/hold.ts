import { copied } from "../../copied.ts";
import type { Seconds } from "../../units.ts";
import type { EmbeddedStepper, OdeSystem, Stepper } from "../contracts.ts";
import type { SavedParts } from "../saved-parts.ts";

/** For a solution at rest: every state stays where it is, however long the step. Its error is the drift that nobody could see. */
export class HoldStepper implements Stepper {
  readonly name = "hold";
  readonly order = 1;
  readonly denseOrder = 1;
  readonly denseIsPolynomial = true;
  /** in the unit of the states per second */
  drift = 0;
  private readonly held: Float64Array;
  private readonly slopes: Float64Array;

  constructor(dimension: number) {
    this.held = new Float64Array(dimension);
    this.slopes = new Float64Array(dimension);
  }

  restart(): void {}

  step(system: OdeSystem, tau: Seconds, h: Seconds, x: Float64Array, xOut: Float64Array, errorOut: Float64Array): void {
    copied(x, xOut);
    errorOut.fill(this.drift * h);
    system.derivative(tau + h, xOut, this.slopes); // for whoever watches quantities at the end of a step
  }

  accept(x: Float64Array): void {
    copied(x, this.held);
  }

  preview(): void {}

  interpolateTrial(x: Float64Array, _theta: number, out: Float64Array): void {
    copied(x, out);
  }

  interpolate(_theta: number, out: Float64Array): void {
    copied(this.held, out);
  }

  interiorError(_system: OdeSystem, _tau: Seconds, out: Float64Array): void {
    out.fill(0);
  }

  embedded(): EmbeddedStepper {
    return { step: () => {} };
  }

  save(into: SavedParts): void {
    into.put(this.drift);
    into.putAll(this.held);
  }

  restore(saved: Float64Array): void {
    [this.drift] = saved;
    this.held.set(saved.subarray(1));
  }
}
