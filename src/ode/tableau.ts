import { orderConditions } from "./order-conditions.ts";
import { addUpTo, deepFrozen, TableChecks } from "./table-checks.ts";

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

function checkShape(t: TableauCoefficients, checks: TableChecks): void {
  const stages = t.c.length;
  const triangular = t.a.length === stages - 1 && t.a.every((row, i) => row.length === i + 1);
  checks.demand(triangular, "a is not strictly lower triangular");
  checks.demand(t.error.length === stages && t.dense.length === stages, "error or dense has a row too many or too few");
  checks.demand(t.c[0] === 0 && t.c[stages - 1] === 1, "the first stage must lie at 0 and the last at 1");
  t.a.forEach((row, i) => checks.demand(addUpTo(row, t.c[i + 1]), `row ${i} of a does not add up to c`));
}

/** The dense output must join the next step with the same value and slope. */
function checkJoints(t: TableauCoefficients, b: readonly number[], checks: TableChecks): void {
  t.dense.forEach((row, i) => {
    const slopeAtEnd = row.map((w, p) => w * (p + 1));
    const last = i === t.dense.length - 1 ? 1 : 0;
    checks.demand(addUpTo(row, b[i]), `dense row ${i} misses the solution at the end`);
    checks.demand(addUpTo([row[0]], i === 0 ? 1 : 0), `dense row ${i} has the wrong slope at the start`);
    checks.demand(addUpTo(slopeAtEnd, last), `dense row ${i} has the wrong end slope`);
  });
}

/** Shape, row sums, FSAL, every order condition of solution, embedded solution and dense output; then frozen. */
export function checkedTableau(t: TableauCoefficients): Tableau {
  const checks = new TableChecks(t.name);
  checkShape(t, checks);
  const stages = t.c.length;
  const square = [[], ...t.a].map((row) => Array.from({ length: stages }, (_, j) => row[j] ?? 0));
  const b = square[stages - 1];
  const embedded = b.map((w, i) => w - t.error[i]);
  const all = orderConditions([square], t.order);
  const upTo = (order: number) => all.filter((condition) => condition.order <= order);
  checks.conditions(b, upTo(t.order), "the solution");
  checks.conditions(embedded, upTo(t.embeddedOrder), "the embedded solution");
  checks.dense(t.dense, upTo(t.denseOrder), "the dense output");
  checkJoints(t, b, checks);
  return deepFrozen({ ...t, stages, b });
}
