import { ConvergenceWatch } from "../../src/observe/convergence.ts";
import { EnergyDescent } from "../../src/observe/energy-descent.ts";
import type { Observer } from "../../src/lockstep/observer.ts";
import { StabilityWatch } from "../../src/observe/stability.ts";
import { formatTime, type Picoseconds } from "../../src/time.ts";
import type { EnergyFunction, Setup } from "../bench/bench.ts";
import type { Claim, ConvergenceFunction, StabilityFunction } from "../bench/stability.ts";
import type { Findings } from "./findings.ts";

interface Watched<Law, Watch> {
  readonly law: Law;
  readonly watch: Watch;
}

function watched<Law, Watch>(law: Law | undefined, make: (law: Law) => Watch): Watched<Law, Watch> | undefined {
  return law === undefined ? undefined : { law, watch: make(law) };
}

/** The laws that a set-up states about its circuit, watched on every run that has them, and judged at its end. */
export class Watches {
  private readonly energy: Watched<EnergyFunction, EnergyDescent> | undefined;
  private readonly convergence: Watched<ConvergenceFunction, ConvergenceWatch> | undefined;
  private readonly stability: Watched<StabilityFunction, StabilityWatch> | undefined;

  constructor({ energy, convergence, stability }: Setup) {
    this.energy = watched(energy, (law) => new EnergyDescent(law));
    this.convergence = watched(convergence, (law) => new ConvergenceWatch(law));
    this.stability = watched(stability, (law) => new StabilityWatch(law));
  }

  /** Those that only look. */
  get observers(): readonly Observer[] {
    return [this.energy, this.convergence].flatMap((one) => (one === undefined ? [] : [one.watch]));
  }

  /** Those that may end the run: they come after all others, which have then seen the same samples. */
  get last(): readonly Observer[] {
    return this.stability === undefined ? [] : [this.stability.watch];
  }

  /** When voltages were found to run away. */
  get divergedAt(): Picoseconds | undefined {
    return this.stability?.watch.divergedAt;
  }

  judge(findings: Findings, claim: (claim: Claim) => void): void {
    if (this.energy !== undefined) judgeEnergy(this.energy, findings);
    if (this.convergence !== undefined) judgeConvergence(this.convergence, findings);
    if (this.stability !== undefined) judgeStanding(this.stability, findings, claim);
  }
}

function judgeEnergy({ law, watch }: Watched<EnergyFunction, EnergyDescent>, findings: Findings): void {
  const { name, unit, tolerance } = law;
  const { largestRise, largestPlainRise, relaxations } = watch.report();
  // A law that was never put to the test did not hold.
  const measured = relaxations === 0 ? "no relaxation was watched" : largestRise;
  findings.expect(`${name} never rises by more than its supply`, measured, { atMost: tolerance }, unit);
  findings.figure(`largest plain rise of the ${name}`, largestPlainRise, unit);
  findings.figure("relaxations watched", relaxations, "1");
}

function judgeConvergence({ law, watch }: Watched<ConvergenceFunction, ConvergenceWatch>, findings: Findings): void {
  const { readOut, converged, notRead, worstResidual, leastCurvature, largestDrift } = watch.report();
  const name = "relaxations converged: residual, curvature, late readout";
  const measured = readOut === 0 ? "none was read out" : converged;
  if (law.demanded) findings.expect(name, measured, { equals: readOut }, "1");
  else findings.figure(name, converged, "1");
  findings.figure("relaxations read out", readOut, "1");
  findings.figure("relaxations that ended unread", notRead, "1");
  if (readOut === 0) return;
  findings.figure("worst residual at readout", worstResidual, law.unit);
  findings.figure("least curvature at readout", leastCurvature, "1");
  findings.figure("largest drift of a late readout", largestDrift, law.unit);
}

/** As programmed: mismatch, and whatever the controller has written. */
function judgeStanding(
  { law, watch }: Watched<StabilityFunction, StabilityWatch>,
  findings: Findings,
  claim: (claim: Claim) => void,
): void {
  const { relaxations, outside, firstOutside, worst, largestMemory } = watch.report();
  if (worst === undefined) return;
  findings.figure("stability bound, as programmed", worst.bound, "1");
  findings.figure("memory eigenvalue, as programmed", largestMemory, "1");
  if (firstOutside === undefined || (law.severalByDesign && largestMemory < 1)) return;
  const when = `in ${outside} of ${relaxations} relaxations, first at ${formatTime(firstOutside)}`;
  const numbers = `bound ${worst.bound.toPrecision(5)} (${worst.where}; below 1 guarantees)`;
  const text = `as programmed, OUTSIDE the guarantee ${when}: ${numbers}, memory eigenvalue ${largestMemory.toPrecision(5)}`;
  claim({ text, warning: true });
}
