import { us } from "../../src/time.ts";
import { engineRatios, engineSubjects, type Size } from "./analog-subjects.ts";
import { bareCycles, nodeSteps, pingPong } from "./bare-subjects.ts";
import { chipSetup } from "../benches/dense-am/chip.ts";
import { inferenceGroup } from "./inference-subjects.ts";
import { localGroup } from "./local-subjects.ts";
import { chip, idleCycles } from "./lockstep-subjects.ts";
import { type Measurement, measure, type Subject } from "./measure.ts";
import { type Bar, type Ratio, ratioOf, type RatioRule } from "./ratio.ts";
import { engineLikeSpice, spice, spiceRatio } from "./spice-subjects.ts";
import { snapshotGroup } from "./snapshot-subjects.ts";
import { stiffnessGroup } from "./stiffness-subjects.ts";
import { trackingGroup } from "./tracking-subjects.ts";
import { waveformGroup } from "./waveform-subjects.ts";

/** What is measured side by side, and the ratios that it is judged by. */
export interface Group {
  /** One word, for `--only`. */
  readonly name: string;
  /** A program that has to be installed for it. */
  readonly needs?: string;
  /** Takes minutes: measured only when it is asked for. */
  readonly slow?: true;
  readonly subjects: readonly Subject[];
  readonly ratios: readonly RatioRule[];
}

export interface GroupResult {
  readonly name: string;
  readonly measurements: readonly Measurement[];
  readonly ratios: readonly Ratio[];
}

const BUSES = ["ipc", "tcp"] as const;
/** Two exchanges make a clock cycle in strict mode. */
const EXCHANGES_PER_CYCLE = 2;

const exchangeGroup = (): Group => ({
  name: "exchange",
  subjects: [
    bareCycles(() => chipSetup(chip, 1).rtl, "idle", 1_000_000),
    ...BUSES.map((bus) => pingPong(bus, 5_000)),
    ...BUSES.map((bus) => idleCycles(bus, "strict", 2_500)),
    idleCycles("ipc", "windowed", 100_000),
  ],
  ratios: BUSES.map((bus) => ({
    name: `exchange over ${bus} / bare round trip`,
    unit: "x",
    bar: { atMost: 1.3 },
    of: [`bare round trip over ${bus}`, `strict lockstep over ${bus}, analog half idle`],
    value: (trip, idle) => trip / (idle * EXCHANGES_PER_CYCLE),
  })),
});

const analogGroup = (): Group => ({
  name: "analog",
  subjects: [nodeSteps(7, 16, us(5)), nodeSteps(32, 64, us(1)), ...engineSubjects()],
  ratios: engineRatios(),
});

const spiceGroup = (name: string, size: Size, more: Pick<Group, "slow">, bar?: Bar): Group => ({
  name,
  needs: "ngspice",
  ...more,
  subjects: [engineLikeSpice(size), spice(size)],
  ratios: [spiceRatio(size, bar)],
});

export const groups = (): readonly Group[] => [
  exchangeGroup(),
  localGroup(),
  trackingGroup(),
  inferenceGroup(),
  analogGroup(),
  stiffnessGroup(),
  spiceGroup("spice-small", [32, 64], {}),
  spiceGroup("spice", [128, 256], { slow: true }, { atLeast: 200 }),
  snapshotGroup(),
  waveformGroup(),
];

/** One group after the other; the subjects of a group take turns. */
export async function runSuite(
  chosen: readonly Group[],
  rounds: number,
  told: (text: string) => void,
): Promise<readonly GroupResult[]> {
  const results: GroupResult[] = [];
  for (const { name, subjects, ratios } of chosen) {
    const measurements = await measure(subjects, rounds, (text) => told(`${name}: ${text}`));
    results.push({ name, measurements, ratios: ratios.map((rule) => ratioOf(rule, measurements)) });
  }
  return results;
}
