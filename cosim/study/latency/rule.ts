import { LineNoiseGain } from "../../../analog-models/noise-gain.ts";
import type { DenseAm } from "../../../analog-models/networks/dense-am.ts";
import type { Seconds, Volts } from "../../../src/units.ts";
import type { ChipAmplifier } from "./prompted-chip.ts";

/** How far the amplifiers are to stay ahead of the nodes. */
export interface TextbookRule {
  /** tau >= ahead NG / (2 pi GBW), 5 to 10 as a rule */
  readonly ahead: number;
  /** tau >= swing / SR */
  readonly swing: Volts;
  /** largest of the chip's lines */
  readonly noiseGain: number;
}

/** The least time constant that an amplifier allows a node it drives: enough lag behind bandwidth and slew rate alike. */
export const leastTau = ({ ahead, swing, noiseGain }: TextbookRule, amplifier: ChipAmplifier): Seconds =>
  Math.max((ahead * noiseGain) / (2 * Math.PI * amplifier.gainBandwidth), swing / amplifier.slewRate);

/** The amplifier at which the rule allows just `tau`, with nothing to spare in either figure. */
export const leastAmplifier = ({ ahead, swing, noiseGain }: TextbookRule, tau: Seconds): ChipAmplifier => ({
  gainBandwidth: (ahead * noiseGain) / (2 * Math.PI * tau),
  slewRate: swing / tau,
});

export function largestNoiseGain({ crossbar, parameters: p }: DenseAm): number {
  const hidden = (mu: number) => (mu < p.softmaxRows ? p.softmaxTransimpedance : p.reluTransimpedance);
  const columns = new LineNoiseGain(crossbar, "column", () => p.visibleTransimpedance);
  const rows = new LineNoiseGain(crossbar, "row", hidden);
  return Math.max(
    ...Array.from({ length: p.visible }, (_, i) => columns.of(i)),
    ...Array.from({ length: p.softmaxRows + p.reluRows }, (_, mu) => rows.of(mu)),
  );
}
