import type { Picoseconds } from "../time.ts";
import type { Seconds } from "../units.ts";
import type { SavedParts } from "./saved-parts.ts";

/**
 * dx/dt = f(tau, x). `tau` is measured from the origin of the present segment, never from reset, so that it stays a
 * short float. Writes `dxdt` in place, keeps no reference to its arguments and allocates nothing.
 */
export interface OdeSystem {
  /** One per state, with its unit: "x.v[3] [V]". */
  readonly stateNames: readonly string[];
  derivative(tau: Seconds, x: Float64Array, dxdt: Float64Array): void;
  /** Whether every state obeys dx/dt = a x + b by itself, with a and b that hold still between drives. */
  readonly uncoupled?: boolean;
  /** Whether the right-hand side holds still between drives: a solution that comes to rest stays there. */
  readonly autonomous?: boolean;
  /** Where the slope of the right-hand side jumps; absent where it never does. */
  readonly corners?: Corners | undefined;
  /** The states that may be solved for one by one; absent where there are none. */
  readonly fast?: FastStates | undefined;
  /** Why there are none, where one might expect them; for messages. */
  readonly fastRefusal?: string | undefined;
}

/**
 * States that relax each by itself, however fast: amplifiers. State k of them obeys
 *
 *   dx_k/dt = s_k(goal_k - x_k),   s_k rising, s_k(0) = 0
 *
 * where goal_k depends on tau and on the other states, the slow ones, alone. So an implicit stage asks for no matrix: one
 * monotone equation for each of them, once the slow states are known.
 */
export interface FastStates {
  /** Their indices, ascending. */
  readonly places: readonly number[];
  /** How many times faster the fastest of them is than the fastest of the slow states, with the present inputs. */
  ratio(): number;
  solve: ImplicitStage;
  /** ds_k/d(goal_k - x_k) [1/s] where s_k is `dxdt`'s, into the place of each fast state. Never negative; allocates nothing. */
  poles(dxdt: Float64Array, out: Float64Array): void;
}

/**
 * One stage of a method that is implicit in the fast states. On entry `x` has the slow states, and c_k in the place of each
 * fast one; on return x_k = c_k + reach * s_k(goal_k - x_k), to the last digits, and `dxdt` has the slopes of all states there,
 * those of the fast ones as (x_k - c_k) / reach. `reach` is above 0. Allocates nothing.
 */
export type ImplicitStage = (tau: Seconds, reach: Seconds, x: Float64Array, dxdt: Float64Array) => void;

/**
 * Corners of a right-hand side that is continuous and smooth but for them: a clip, a rectifier. Corner k watches one
 * quantity u_k. Its branch is number -1 where u_k <= low_k, 0 between the borders, and 1 where u_k >= high_k; neighbouring
 * branches meet at their border. A border that is not there is -Infinity or Infinity.
 *
 * A step over a corner has no order: its error estimate can cancel while its error does not. So the integrator holds every
 * corner on one branch, its mode, during a step, and ends the step where the quantity leaves it.
 */
export interface Corners {
  /** 'slew limit of "amp[3]"', for messages */
  readonly names: readonly string[];
  /** Borders, in the unit of the states, so that the tolerance of the states measures them. shape (names.length,) */
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** The branch each corner is held on, -1, 0 or 1. Written by the integrator only. */
  readonly modes: Int8Array;
  /** Where each quantity stood at the last call of `derivative` below. */
  readonly at: Float64Array;
  /** Like OdeSystem.derivative, with each corner on the branch of its mode whatever its quantity; writes `at`. */
  derivative(tau: Seconds, x: Float64Array, dxdt: Float64Array): void;
  /** The same of `solve` of the system's fast states, where it has any. */
  solve?: ImplicitStage | undefined;
}

/** The very number that `DrivenSystem.signals` writes for one signal. */
export type SignalReader = (tau: Seconds, x: Float64Array) => number;

/** How one signal depends on the states. Allocates nothing. */
export interface SignalGradient {
  /** Comes to `tau`, where the states are `x`. */
  at(tau: Seconds, x: Float64Array): void;
  /**
   * Writes d s / d x_k there, in the unit of the signal per that of the state. shape (states,). Past each corner to which the signal
   * would change by less than `reach`, what is beyond counts if it is steeper, or goes the other way; 0: the gradient itself. Answers
   * the least by which the signal changes on the way to a corner, in its unit; Infinity where it has none.
   */
  slopes(reach: number, out: Float64Array): number;
}

/** |d^2 s / dtau^2| <= own + sum over k of weights[k] |d^2 x_k / dtau^2|, of a signal s in its unit; k over all states. */
export interface SignalCurvature {
  readonly own: number;
  readonly weights: Float64Array;
}

/**
 * An OdeSystem as the lockstep sees it: inputs that hold still between drives, sources that follow time, and named
 * signals that can be read at any instant.
 *
 * Call order: `initialState`, then for every segment `begin` once, and between two `begin` only `derivative` and
 * `signals`. `setInput` is legal at a segment boundary only, that is, right before `begin`.
 */
export interface DrivenSystem extends OdeSystem {
  /** Names of the inputs, with their unit: "bias[0] [V]", "precharge [1]". Values live in `inputs`, same order. */
  readonly inputNames: readonly string[];
  /** Present values. Read by anyone; written through `setInput` only. */
  readonly inputs: Float64Array;
  setInput(index: number, value: number): void;
  /** Every quantity that can be probed, compared or converted: states first, in their order, then the others. */
  readonly signalNames: readonly string[];
  /** Whether signal i is a linear function of the states while inputs hold still (then its crossings are exact). */
  readonly signalIsLinear: readonly boolean[];
  /** The states that signal i depends on, ascending; where absent, it may depend on all. */
  statesBehind?(i: number): readonly number[];
  /** Writes the value of every signal. shape (signalNames.length,) */
  signals(tau: Seconds, x: Float64Array, out: Float64Array): void;
  /** A way to read signal i alone that costs little; undefined where reading all of them is as good. */
  readerOf?(i: number): SignalReader | undefined;
  /** How signal i depends on the states, found in one pass; undefined where that is not known. */
  gradientOf?(i: number): SignalGradient | undefined;
  /** How much signal i bends at most between drives; undefined where that is not known, or not for little. */
  curvatureOf?(i: number): SignalCurvature | undefined;
  initialState(): Float64Array;
  /** Makes `origin` the zero of `tau` for the sources. */
  begin(origin: Picoseconds): void;
  /** The first instant after `t` at which a source has a kink or a jump: the integrator stops and starts there. */
  breakpointAfter(t: Picoseconds): Picoseconds;
  /** The longest step that still resolves every source; Infinity without sources. */
  readonly longestStep: Seconds;
}

/**
 * A one-step method with an embedded error estimate and dense output. One instance belongs to one integration: it owns
 * its stage storage, sized once, and `step` allocates nothing.
 */
export interface Stepper {
  readonly name: string;
  readonly order: number;
  /** Order of the dense output inside a step. */
  readonly denseOrder: number;
  /** Whether what is linear in the states is a polynomial of degree `denseOrder` in a step; otherwise it is only near to one. */
  readonly denseIsPolynomial: boolean;
  /** Must be called before the first `step` after `x` or the system's inputs changed: forgets the saved derivative. */
  restart(): void;
  /**
   * One trial step from (tau, x) of length h. `errorOut` gets the local error estimate in the units of `x`. The last
   * evaluation of `system` is at its end.
   */
  step(system: OdeSystem, tau: Seconds, h: Seconds, x: Float64Array, xOut: Float64Array, errorOut: Float64Array): void;
  /** The trial step was accepted: the end derivative becomes the next start derivative, the dense output is prepared. */
  accept(x: Float64Array, xOut: Float64Array, h: Seconds): void;
  /** Prepares the dense output of the trial step, which is not accepted yet; that of the last accepted step stands. */
  preview(h: Seconds): void;
  /** State at fraction `theta` of the trial step from `x` that `preview` was called for. */
  interpolateTrial(x: Float64Array, theta: number, out: Float64Array): void;
  /** State at fraction `theta` (0..1) of the last accepted step; at 0 and 1 the very bits that `accept` was given. */
  interpolate(theta: number, out: Float64Array): void;
  /**
   * Estimate of what the dense output adds to the error inside the last accepted step, which began at `tau`; in the units
   * of `x`. Costs one evaluation.
   */
  interiorError(system: OdeSystem, tau: Seconds, out: Float64Array): void;
  /** A new stepper of the same stages that carries the embedded solution on instead, the one errors are estimated with. */
  embedded(): EmbeddedStepper;
  /** Everything that influences later results, for snapshots. */
  save(into: SavedParts): void;
  restore(saved: Float64Array): void;
}

/** Remembers nothing between steps. */
export interface EmbeddedStepper {
  /** Carries `y` from tau to tau + h, in place. */
  step(system: OdeSystem, tau: Seconds, h: Seconds, y: Float64Array): void;
}

/** Whether a step was good enough and how long the next one is. Knows no physics. */
export interface StepSizePolicy {
  /**
   * `errorNorm` is 1 where the error equals the tolerance; NaN or Infinity where the trial step left the numbers. The
   * answer may be the same object at every call.
   */
  review(h: Seconds, errorNorm: number): { readonly accept: boolean; readonly nextH: Seconds };
  restart(): void;
  save(into: SavedParts): void;
  restore(saved: Float64Array): void;
}

/** |error_i| <= absolute + relative * |x_i|, in the weighted root-mean-square norm. */
export interface Tolerance {
  readonly relative: number;
  /** in the unit of the states, volts here */
  readonly absolute: number;
}
