import { SettleError } from "../errors.ts";
import { conditionResidual, type OrderCondition } from "./order-conditions.ts";

/** Relative to the size of the summed terms; a wrong 14th digit of a coefficient shows. */
const TOLERANCE = 1e-14;

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
/** Rounding of a sum grows with its terms, not with its result. */
const sizeOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + Math.abs(value), 1);

/** Whether `values` add up to `target`, but for rounding. */
export const addUpTo = (values: readonly number[], target: number): boolean =>
  Math.abs(sumOf(values) - target) <= TOLERANCE * sizeOf(values);

/** The checks of one coefficient table; what fails is named, with the table. */
export class TableChecks {
  constructor(private readonly name: string) {}

  demand(holds: boolean, what: string): void {
    if (!holds)
      throw new SettleError("MISUSE", `Runge-Kutta table "${this.name}": ${what}; compare it with its source`);
  }

  /** `weights` meet every condition of `conditions`. */
  conditions(weights: readonly number[], conditions: readonly OrderCondition[], what: string): void {
    this.targets(weights, conditions, ({ density }) => 1 / density, what);
  }

  /** `dense[i][p]` weighs stage i with theta^(p + 1) such that the sum has the order of `conditions` at every theta. */
  dense(dense: readonly (readonly number[])[], conditions: readonly OrderCondition[], what: string): void {
    for (let p = 0; p < dense[0].length; p++) {
      const target = (condition: OrderCondition) => (condition.order === p + 1 ? 1 / condition.density : 0);
      const weights = dense.map((row) => row[p]);
      this.targets(weights, conditions, target, `${what}'s power ${p + 1}`);
    }
  }

  private targets(
    weights: readonly number[],
    conditions: readonly OrderCondition[],
    target: (condition: OrderCondition) => number,
    what: string,
  ): void {
    for (const condition of conditions) {
      const residual = conditionResidual(weights, condition, target(condition));
      this.demand(residual <= TOLERANCE, `${what} misses a condition of order ${condition.order} by ${residual}`);
    }
  }
}

export function deepFrozen<T extends object>(value: T): T {
  for (const inner of Object.values(value)) if (typeof inner === "object" && inner !== null) deepFrozen(inner);
  return Object.freeze(value);
}
