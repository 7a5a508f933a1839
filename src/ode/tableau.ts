import { SettleError } from "../errors.ts";
import { conditionResidual, type OrderCondition, orderConditions } from "./order-conditions.ts";

/** Coefficients of an embedded explicit Runge-Kutta pair whose last stage is the first of the next step (FSAL). */
export interface TableauCoefficients {
  readonly name: string;
  /** Order of the solution that is carried on. */
  readonly order: number;
  /** Order of the solution it is compared with. */
  readonly embeddedOrder: number;
  readonly denseOrder: number;
  /** c[i] is the time of stage i in units of the step. shape (stages,) */
  readonly c: readonly number[];
  /** a[i] feeds stage i + 1; its last row is the solution itself. shape (stages - 1, i + 1) */
  readonly a: readonly (readonly number[])[];
  /** Solution minus embedded solution. shape (stages,) */
  readonly error: readonly number[];
  /** dense[i][p] weighs stage i with theta^(p + 1) inside the step. shape (stages, degree) */
  readonly dense: readonly (readonly number[])[];
}

export interface Tableau extends TableauCoefficients {
  readonly stages: number;
  /** Weights of the solution, one per stage; the last is 0. */
  readonly b: readonly number[];
}

/** Relative to the size of the summed terms; a wrong 14th digit of a coefficient shows. */
const TOLERANCE = 1e-14;

function demand(t: TableauCoefficients, holds: boolean, what: string): void {
  if (!holds) throw new SettleError("MISUSE", `Runge-Kutta table "${t.name}": ${what}; compare it with its source`);
}

function demandConditions(
  t: TableauCoefficients,
  weights: readonly number[],
  conditions: readonly OrderCondition[],
  target: (condition: OrderCondition) => number,
  what: string,
): void {
  for (const condition of conditions) {
    const residual = conditionResidual(weights, condition, target(condition));
    demand(t, residual <= TOLERANCE, `${what} misses a condition of order ${condition.order} by ${residual}`);
  }
}

const close = (x: number, y: number): boolean => Math.abs(x - y) <= TOLERANCE * Math.max(1, Math.abs(x), Math.abs(y));
const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
/** Rounding of a sum grows with its terms, not with its result. */
const sizeOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + Math.abs(value), 1);

function checkShape(t: TableauCoefficients): void {
  const stages = t.c.length;
  demand(
    t,
    t.a.length === stages - 1 && t.a.every((row, i) => row.length === i + 1),
    "a is not strictly lower triangular",
  );
  demand(t, t.error.length === stages && t.dense.length === stages, "error or dense has a row too many or too few");
  demand(t, t.c[0] === 0 && t.c[stages - 1] === 1, "the first stage must lie at 0 and the last at 1");
  t.a.forEach((row, i) => {
    demand(t, Math.abs(sumOf(row) - t.c[i + 1]) <= TOLERANCE * sizeOf(row), `row ${i} of a does not add up to c`);
  });
}

/** The dense output must join the next step with the same value and slope. */
function checkJoints(t: TableauCoefficients, b: readonly number[]): void {
  t.dense.forEach((row, i) => {
    const slopeAtEnd = row.map((w, p) => w * (p + 1));
    const last = i === t.dense.length - 1 ? 1 : 0;
    demand(t, Math.abs(sumOf(row) - b[i]) <= TOLERANCE * sizeOf(row), `dense row ${i} misses the solution at the end`);
    demand(t, close(row[0], i === 0 ? 1 : 0), `dense row ${i} has the wrong slope at the start`);
    demand(
      t,
      Math.abs(sumOf(slopeAtEnd) - last) <= TOLERANCE * sizeOf(slopeAtEnd),
      `dense row ${i} has the wrong end slope`,
    );
  });
}

/** Shape, row sums, FSAL, every order condition of solution, embedded solution and dense output; then frozen. */
export function checkedTableau(t: TableauCoefficients): Tableau {
  checkShape(t);
  const stages = t.c.length;
  const square = [[], ...t.a].map((row) => Array.from({ length: stages }, (_, j) => row[j] ?? 0));
  const b = square[stages - 1];
  const embedded = b.map((w, i) => w - t.error[i]);
  const all = orderConditions(square, t.order);
  const upTo = (order: number) => all.filter((condition) => condition.order <= order);
  demandConditions(t, b, upTo(t.order), ({ density }) => 1 / density, "the solution");
  demandConditions(t, embedded, upTo(t.embeddedOrder), ({ density }) => 1 / density, "the embedded solution");
  for (let p = 0; p < t.dense[0].length; p++) {
    const ofPower = t.dense.map((row) => row[p]);
    const target = (condition: OrderCondition) => (condition.order === p + 1 ? 1 / condition.density : 0);
    demandConditions(t, ofPower, upTo(t.denseOrder), target, `the dense output's power ${p + 1}`);
  }
  checkJoints(t, b);
  return deepFrozen({ ...t, stages, b });
}

function deepFrozen<T extends object>(value: T): T {
  for (const inner of Object.values(value)) if (typeof inner === "object" && inner !== null) deepFrozen(inner);
  return Object.freeze(value);
}
