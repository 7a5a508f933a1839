import { SettleError } from "../../src/errors.ts";
import { seededRandom } from "../../src/random.ts";
import type { LockstepMode } from "../../src/lockstep/lockstep.ts";
import type { DrivenSystem } from "../../src/ode/contracts.ts";
import { type Chip, chipSetup } from "../benches/dense-am/chip.ts";
import { bringUp, codeOf } from "../benches/dense-am/firmware.ts";
import { chipOf, longestInference } from "../benches/dense-am/parameters.ts";
import { CrossingLedger } from "../run/crossing-ledger.ts";
import { SOLVER_PARAMETERS } from "../run/parameters.ts";
import { bareCycles } from "./bare-subjects.ts";
import { type BenchTransport, CHIP, chipBench, staged } from "./lockstep-subjects.ts";
import type { Subject } from "./measure.ts";
import { faster, type RatioRule } from "./ratio.ts";
import { RecordedCircuit, type Recording, Replay } from "./recorded-drives.ts";
import type { Group } from "./suite.ts";

/** An associative memory of random rows of +-1. */
interface Core {
  readonly visible: number;
  readonly rows: number;
  /** per round: enough to take some tenths of a second */
  readonly inferences: number;
}

const SMALLEST: Core = { visible: 3, rows: 4, inferences: 20 };
const HAMMING: Core = { visible: 7, rows: 16, inferences: 10 };
const LARGEST: Core = { visible: 32, rows: 64, inferences: 2 };

const sized = ({ visible, rows }: Core): string => `${visible} x ${rows}`;
const chipFor = ({ visible, rows }: Core): Chip => chipOf(CHIP, visible, rows);

function storedRows({ visible, rows }: Core): readonly number[] {
  const draws = seededRandom(1)("stored rows", "sign");
  return Array.from({ length: rows * visible }, (_, cell) => (draws.uniform(cell) < 0.5 ? -1 : 1));
}

const { "solver.rtol": relative, "solver.atol": absolute } = SOLVER_PARAMETERS.parse({});

/** Who hears of crossings: the ledger that every run has, for which each gets its error bound and errors are followed; or nobody. */
type Hearing = (typeof HEARINGS)[number];
const HEARINGS = ["heard", "unheard"] as const;

/** A programmed chip that starts every inference from the same corrupted row; `around` may look at what happens to its circuit. */
async function ready(
  core: Core,
  transport: BenchTransport,
  mode: LockstepMode,
  hearing: Hearing,
  around: (circuit: DrivenSystem) => DrivenSystem = (circuit) => circuit,
) {
  const chip = chipFor(core);
  const setup = chipSetup(chip, 1);
  const circuit = around(setup.circuit);
  const observers = hearing === "heard" ? [new CrossingLedger()] : [];
  const { stage, body } = await staged(chipBench, { ...setup, circuit }, transport, mode, observers);
  const driver = await bringUp(body, CHIP, chip, storedRows(core));
  await driver.setInit(Array.from({ length: core.visible }, (_, i) => codeOf(chip, i % 3 === 0 ? 0.5 : -0.5)));
  return { stage, body, infer: () => driver.infer(longestInference(CHIP, chip)), period: chip.period };
}

type Ready = Awaited<ReturnType<typeof ready>>;

const told = (hearing: Hearing): string => (hearing === "heard" ? "" : ", no error bounds");

const inferencesName = (core: Core, transport: BenchTransport, mode: LockstepMode, hearing: Hearing): string =>
  `${mode} inferences over ${transport}, ${sized(core)}${told(hearing)}`;

/** Clock cycles of whole inferences: exchanges, integration, crossings, conversions, bus accesses. */
function inferences(core: Core, transport: BenchTransport, mode: LockstepMode, hearing: Hearing = "heard"): Subject {
  let open: Ready | undefined;
  return {
    name: inferencesName(core, transport, mode, hearing),
    unit: "clock cycle",
    open: async () => {
      open = await ready(core, transport, mode, hearing);
    },
    run: async () => {
      const { body, infer, period } = open as Ready;
      const start = body.now;
      for (let i = 0; i < core.inferences; i++) await infer();
      return { units: (body.now - start) / period };
    },
    close: async () => open?.stage.close(),
  };
}

const alone = (core: Core, hearing: Hearing): string => `analog integration alone, ${sized(core)}${told(hearing)}`;

/** The integration of one such inference without a digital half; its clock cycles are counted all the same. */
function integrationAlone(core: Core, hearing: Hearing = "heard"): Subject {
  let recording: Recording | undefined;
  let replay: Replay | undefined;
  let cycles = 0;
  return {
    name: alone(core, hearing),
    unit: "clock cycle",
    open: async () => {
      const recorded = new RecordedCircuit();
      const open = await ready(core, "in-process", "windowed", hearing, (circuit) => recorded.around(circuit));
      await open.infer(); // the first one starts from programming
      recorded.take();
      const { trajectory } = open.stage.analog.save();
      const [start, steps] = [open.body.now, open.stage.analog.counters.accepted];
      await open.infer();
      const { accepted } = open.stage.analog.counters;
      recording = { start: trajectory, segments: recorded.take(), end: open.body.now };
      cycles = (open.body.now - start) / open.period;
      await open.stage.close();
      replay = new Replay(chipSetup(chipFor(core), 1).circuit, { relative, absolute }, hearing === "heard");
      requireSame(replay.play(recording), accepted - steps);
    },
    run: async () => {
      for (let i = 0; i < core.inferences; i++) (replay as Replay).play(recording as Recording);
      return { units: core.inferences * cycles };
    },
    close: async () => {},
  };
}

/** The last step may end behind the last instant that anyone asked for. */
function requireSame(found: number, steps: number): void {
  if (Math.abs(found - steps) <= 1) return;
  throw new SettleError("MISUSE", `the integration alone takes ${found} steps for an inference that took ${steps}`);
}

const BARE_CYCLES = 1_000_000;

const bare = (core: Core): Subject => bareCycles(() => chipSetup(chipFor(core), 1).rtl, sized(core), BARE_CYCLES);

/** Time per clock cycle of an inference, over what the integration and the model take by themselves. */
const overBoth = (core: Core, transport: BenchTransport, bar?: number, hearing: Hearing = "heard"): RatioRule => ({
  name: `windowed inference over ${transport} / (integration + bare model), ${sized(core)}${told(hearing)}`,
  unit: "x",
  of: [inferencesName(core, transport, "windowed", hearing), alone(core, hearing), bare(core).name],
  value: (whole, integration, model) => (1 / integration + 1 / model) ** -1 / whole,
  ...(bar === undefined ? {} : { bar: { atMost: bar } }),
});

const subjectsOf = (core: Core): readonly Subject[] => [
  bare(core),
  integrationAlone(core),
  inferences(core, "in-process", "windowed"),
  inferences(core, "ipc", "windowed"),
];

const unheardSubjectsOf = (core: Core): readonly Subject[] => [
  integrationAlone(core, "unheard"),
  inferences(core, "in-process", "windowed", "unheard"),
];

export const inferenceGroup = (): Group => ({
  name: "inference",
  subjects: [
    ...[SMALLEST, HAMMING, LARGEST].flatMap(subjectsOf),
    ...[SMALLEST, LARGEST].flatMap(unheardSubjectsOf),
    inferences(HAMMING, "ipc", "strict"),
    inferences(HAMMING, "tcp", "windowed"),
  ],
  ratios: [
    overBoth(HAMMING, "in-process"),
    // Whoever hears of crossings or does not: the bars are the same.
    ...HEARINGS.flatMap((hearing) => [
      overBoth(SMALLEST, "in-process", 1.5, hearing),
      overBoth(LARGEST, "in-process", 1.15, hearing),
    ]),
    ...[SMALLEST, HAMMING, LARGEST].map((core) => overBoth(core, "ipc")),
    faster(
      "windowed / strict over ipc, Hamming core",
      inferencesName(HAMMING, "ipc", "windowed", "heard"),
      inferencesName(HAMMING, "ipc", "strict", "heard"),
    ),
  ],
});
