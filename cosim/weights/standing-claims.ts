import { scaleFor, type Standing } from "../../analog-models/stability/standing.ts";
import type { Claim } from "../bench/stability.ts";

export interface ClaimSubject {
  /** What the claim is about: "weights parity", "the 16 rows as 8-bit levels". */
  readonly subject: string;
  /** What the pair that sets the bound is called: 'tokens "0" and "1"'. */
  readonly pairName: (first: number, second: number) => string;
  /** See StabilityFunction. */
  readonly severalByDesign: boolean;
}

/** Bound that weights are advised to be brought to: some of what is left goes to mismatch and rounding. */
const ADVISED = 0.9;

/**
 * What crosspoints guarantee, with the numbers. One fixed point, no runaway and coming to rest are claims of their own: only the
 * first needs the bound.
 */
export function standingClaims(standing: Standing, about: ClaimSubject): readonly Claim[] {
  const { bound, pair, memory, guaranteed, bounded, slowestTime } = standing;
  const { subject, severalByDesign } = about;
  const boundText = `bound ${decimals(bound)}, limit 1, set by ${about.pairName(...pair)}`;
  const memoryText = `memory eigenvalue ${decimals(memory)}, limit 1`;
  if (guaranteed) {
    const slowest = `no mode slower than ${slowestTime.toPrecision(3)} tau where hidden nodes are fast`;
    const text = `${subject}: one fixed point for every input, and it attracts (${boundText}; ${memoryText}); ${slowest}`;
    return [{ text, warning: false }];
  }
  const unique = severalByDesign ? "several fixed points, as meant" : "OUTSIDE the guarantee of one fixed point";
  return [
    { text: `${subject}: ${unique} (${boundText})`, warning: !severalByDesign },
    bounded
      ? { text: `${subject}: voltages stay bounded and come to rest (${memoryText})`, warning: false }
      : { text: `${subject}: voltages may RUN AWAY: the energy has no floor (${memoryText})`, warning: true },
    ...(severalByDesign && bounded ? [] : [adviceFor(standing, about)]),
  ];
}

const adviceFor = (standing: Standing, { subject }: ClaimSubject): Claim => ({
  text: `${subject}: every crosspoint times ${scaleFor(ADVISED, standing).toPrecision(3)} would bring the bound to ${ADVISED}; the decoder then has to be fitted anew`,
  warning: false,
});

/** The numbers alone, for another view of what a claim was made about: "as 8-bit levels: bound 0.7470, memory eigenvalue 0.7469". */
export const numbersClaim = ({ bound, memory, guaranteed }: Standing, subject: string): Claim => ({
  text: `${subject}: bound ${decimals(bound)}, memory eigenvalue ${decimals(memory)}`,
  warning: !guaranteed,
});

/** Four decimals, and more where they would read 1 for what is not. */
function decimals(value: number): string {
  const text = value.toFixed(4);
  return text === "1.0000" && value !== 1 ? String(value) : text;
}
