import { textOf } from "../../../analog-models/training/generate.ts";
import { argMax, type Context, type EnergyTransformer } from "../../../analog-models/training/model.ts";
import type { Volts } from "../../../src/units.ts";
import { contextsOf, type Logits, type Reference } from "./reference.ts";

/** Where the chip first said something else than the model does in the same context. */
export interface Slip {
  readonly context: Context;
  readonly logits: Logits;
  readonly said: number;
}

export function firstSlip(reference: Reference, prompt: Context, said: readonly number[]): Slip | undefined {
  for (const [n, context] of contextsOf(prompt, said).entries()) {
    const logits = reference.logits(context);
    if (logits !== undefined && argMax(logits) !== said[n]) return { context, logits, said: said[n] };
  }
  return undefined;
}

/** The distance of v* from where both logits are equal is their difference over the length of that of their weights. */
export function describeSlip(
  names: readonly string[],
  { shape, decoderWeights }: EnergyTransformer,
  { context, logits, said }: Slip,
  visibleScale: Volts,
): string {
  const wanted = argMax(logits);
  const weight = (token: number, i: number) => decoderWeights[token * shape.visible + i];
  const apart = Math.hypot(...Array.from({ length: shape.visible }, (_, i) => weight(wanted, i) - weight(said, i)));
  const lead = logits[wanted] - logits[said];
  const [model, chip] = [wanted, said].map((token) => `"${names[token]}"`);
  const distance_mV = ((lead / apart) * visibleScale * 1e3).toFixed(2);
  return `after ${textOf(names, context)} the chip says ${chip}; the model says ${model} by ${lead.toFixed(2)}, ${distance_mV} mV from the boundary`;
}
