import type { OdeSystem } from "../../src/ode/contracts.ts";

/** An initial value problem whose solution is known in closed form. Times in seconds, states in volts. */
export interface ExactProblem {
  readonly name: string;
  readonly system: OdeSystem;
  readonly x0: Float64Array;
  readonly end: number;
  exact(t: number): readonly number[];
}

const names = (count: number): string[] => Array.from({ length: count }, (_, i) => `x[${i}] [V]`);

/** An OdeSystem from a plain right-hand side. */
export const systemOf = (dimension: number, derivative: OdeSystem["derivative"]): OdeSystem => ({
  stateNames: names(dimension),
  derivative,
});

const RC = 1e-6;

export const discharge: ExactProblem = {
  name: "RC discharge",
  system: systemOf(1, (_t, x, dxdt) => {
    dxdt[0] = -x[0] / RC;
  }),
  x0: Float64Array.of(1.8),
  end: 3e-6,
  exact: (t) => [1.8 * Math.exp(-t / RC)],
};

const RAMP = 2e5; // V/s

/** RC dv/dt = k t - v, v(0) = 0: the lag of a ramp. */
export const ramp: ExactProblem = {
  name: "RC driven by a ramp",
  system: systemOf(1, (t, x, dxdt) => {
    dxdt[0] = (RAMP * t - x[0]) / RC;
  }),
  x0: Float64Array.of(0),
  end: 5e-6,
  exact: (t) => [RAMP * (t - RC * -Math.expm1(-t / RC))],
};

const OMEGA = 2 * Math.PI * 1e6;

export const oscillator: ExactProblem = {
  name: "harmonic oscillator",
  system: systemOf(2, (_t, x, dxdt) => {
    dxdt[0] = OMEGA * x[1];
    dxdt[1] = -OMEGA * x[0];
  }),
  x0: Float64Array.of(1, 0),
  end: 2e-6,
  exact: (t) => [Math.cos(OMEGA * t), -Math.sin(OMEGA * t)],
};

/** Logistic growth: non-linear, so that every rooted tree counts. */
export const logistic: ExactProblem = {
  name: "logistic growth",
  system: systemOf(1, (_t, x, dxdt) => {
    dxdt[0] = (x[0] * (1 - x[0])) / RC;
  }),
  x0: Float64Array.of(0.1),
  end: 4e-6,
  exact: (t) => [1 / (1 + 9 * Math.exp(-t / RC))],
};

/** x' = -2 t x^2 (time in us): non-linear and dependent on time. */
export const rational: ExactProblem = {
  name: "x' = -2 t x^2",
  system: systemOf(1, (t, x, dxdt) => {
    dxdt[0] = (-2 * (t / RC) * x[0] ** 2) / RC;
  }),
  x0: Float64Array.of(1),
  end: 3e-6,
  exact: (t) => [1 / (1 + (t / RC) ** 2)],
};

const FAST = 1e3;

/** Two coupled modes with rates 1/RC and 1000/RC: stability, not accuracy, limits an explicit method. */
export const stiff: ExactProblem = {
  name: "stiff linear pair",
  system: systemOf(2, (_t, x, dxdt) => {
    dxdt[0] = ((FAST - 2) * x[0] + (2 * FAST - 2) * x[1]) / RC;
    dxdt[1] = ((1 - FAST) * x[0] + (1 - 2 * FAST) * x[1]) / RC;
  }),
  x0: Float64Array.of(1, 0),
  end: 1e-6,
  exact: (t) => {
    const slow = Math.exp(-t / RC);
    const fast = Math.exp((-FAST * t) / RC);
    return [2 * slow - fast, fast - slow];
  },
};

export const EXACT_PROBLEMS: readonly ExactProblem[] = [discharge, ramp, oscillator, logistic, rational, stiff];

/** Largest |x_i - exact_i|. */
export const distance = (x: ArrayLike<number>, exact: ArrayLike<number>): number =>
  Array.from(x).reduce((most, value, i) => Math.max(most, Math.abs(value - exact[i])), 0);
