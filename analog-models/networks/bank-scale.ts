import type { DenseAmParameters, NeuronNode } from "./dense-am-parameters.ts";

/**
 * What brings one bank of rows to the form v = a' + A' softmax(beta_u (A v + b')) + X' relu(X v + c') of training/model.ts, in volts:
 * rows per siemens (c of resting-chip.ts), u per volt of bias, drive or node, beta of u.
 */
export interface BankScale {
  readonly cell: number;
  readonly node: number;
  readonly beta: number;
}

export const leakOf = ({ resistance, leakConductance }: NeuronNode): number => 1 + resistance * leakConductance;

export function softmaxScale(p: DenseAmParameters): BankScale {
  const cell = (p.visibleTransimpedance * p.softmax.scale) / leakOf(p.visibleNode);
  const node = cell / p.softmaxTransimpedance;
  return { cell, node, beta: p.softmax.beta / (leakOf(p.hiddenNode) * node) };
}

export function reluScale(p: DenseAmParameters): BankScale {
  const loop = p.visibleTransimpedance * p.relu.slope * p.reluTransimpedance;
  const cell = Math.sqrt(loop / (leakOf(p.visibleNode) * leakOf(p.hiddenNode)));
  return { cell, node: cell / p.reluTransimpedance, beta: 0 };
}
