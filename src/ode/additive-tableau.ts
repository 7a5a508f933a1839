import { type MiddleStage, middleStage } from "./additive-dense.ts";
import { orderConditions } from "./order-conditions.ts";
import { addUpTo, deepFrozen, TableChecks } from "./table-checks.ts";

/**
 * Coefficients of an embedded additive Runge-Kutta pair: an explicit method for the slow states and an implicit one for the
 * fast, with the same times and weights, whose first stage is explicit in both and whose implicit method ends in its own last
 * stage (ESDIRK, stiffly accurate).
 */
export interface AdditiveCoefficients {
  readonly name: string;
  readonly order: number;
  readonly embeddedOrder: number;
  /** Of the published dense output. */
  readonly denseOrder: number;
  /** c[i] is the time of stage i in units of the step. shape (stages,) */
  readonly c: readonly number[];
  /** explicit[i] feeds stage i + 1. shape (stages - 1, i + 1) */
  readonly explicit: readonly (readonly number[])[];
  /** implicit[i] feeds stage i + 1, without its own slope, which counts `gamma`. shape (stages - 1, i + 1) */
  readonly implicit: readonly (readonly number[])[];
  readonly gamma: number;
  /** Weights of the embedded solution. shape (stages,) */
  readonly embedded: readonly number[];
  /** dense[i][p] weighs stage i with theta^(p + 1) inside the step. shape (stages, degree) */
  readonly dense: readonly (readonly number[])[];
}

export interface AdditiveTableau extends AdditiveCoefficients {
  readonly stages: number;
  /** Weights of the solution. shape (stages,) */
  readonly b: readonly number[];
  readonly middle: MiddleStage;
}

/** Early in the step, where the solution bends most and a quartic with the slope there errs least while stability lasts. */
const MIDDLE = 0.3;

function checkShape(t: AdditiveCoefficients, checks: TableChecks): void {
  const stages = t.c.length;
  for (const rows of [t.explicit, t.implicit]) {
    checks.demand(
      rows.length === stages - 1 && rows.every((row, i) => row.length === i + 1),
      "a is not lower triangular",
    );
  }
  checks.demand(t.embedded.length === stages && t.dense.length === stages, "embedded or dense has the wrong length");
  checks.demand(t.c[0] === 0 && t.c[stages - 1] === 1, "the first stage must lie at 0 and the last at 1");
  t.explicit.forEach((row, i) => checks.demand(addUpTo(row, t.c[i + 1]), `explicit row ${i} does not add up to c`));
  t.implicit.forEach((row, i) =>
    checks.demand(addUpTo([...row, t.gamma], t.c[i + 1]), `implicit row ${i} does not add up to c`),
  );
}

/** Shape, row sums, every order and coupling condition of solution, embedded solution and dense output; then frozen. */
export function checkedAdditiveTableau(t: AdditiveCoefficients): AdditiveTableau {
  const checks = new TableChecks(t.name);
  checkShape(t, checks);
  const stages = t.c.length;
  const b = [...t.implicit[stages - 2], t.gamma];
  const all = orderConditions(matricesOf(t), t.order);
  const upTo = (order: number) => all.filter((condition) => condition.order <= order);
  checks.conditions(b, upTo(t.order), "the solution");
  checks.conditions(t.embedded, upTo(t.embeddedOrder), "the embedded solution");
  checks.dense(t.dense, upTo(t.denseOrder), "the dense output");
  t.dense.forEach((row, i) => checks.demand(addUpTo(row, b[i]), `dense row ${i} misses the solution at the end`));
  const middle = middleStage(t, MIDDLE);
  checkMiddle(t, middle, checks);
  return deepFrozen({ ...t, stages, b, middle });
}

/** The middle stage as one more row of both methods has order 3, wherever it lies. */
function checkMiddle(t: AdditiveCoefficients, { theta, slow, fast }: MiddleStage, checks: TableChecks): void {
  const matrices = matricesOf(t).map((matrix, i) => [
    ...matrix.map((row) => [...row, 0]),
    i === 0 ? [...slow, 0] : [...fast, t.gamma],
  ]);
  const conditions = orderConditions(matrices, t.denseOrder).map((condition) => ({
    ...condition,
    density: condition.density / theta ** condition.order,
  }));
  checks.conditions([...slow, 0], conditions, "the slow states of the middle stage");
  checks.conditions([...fast, t.gamma], conditions, "the fast states of the middle stage");
}

/** Both methods as square matrices, the explicit one first. shape (2, stages, stages) */
export function matricesOf(t: AdditiveCoefficients): readonly (readonly number[][])[] {
  const square = (rows: readonly (readonly number[])[], diagonal: number) =>
    [[], ...rows].map((row, i) => t.c.map((_, j) => row[j] ?? (i > 0 && i === j ? diagonal : 0)));
  return [square(t.explicit, 0), square(t.implicit, t.gamma)];
}
