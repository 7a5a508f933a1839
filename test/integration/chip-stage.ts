import { chipSetup } from "../../cosim/benches/dense-am/chip.ts";
import { bringUp, codeOf } from "../../cosim/benches/dense-am/firmware.ts";
import { CHIP_PARAMETERS, chipOf } from "../../cosim/benches/dense-am/parameters.ts";
import { CODEWORDS, WORD_BITS } from "../../cosim/benches/hamming-code.ts";
import { Findings } from "../../cosim/run/findings.ts";
import { SOLVER_PARAMETERS } from "../../cosim/run/parameters.ts";
import type { TransportKind } from "../../cosim/host/transports.ts";
import { openStage } from "../../cosim/run/stage.ts";
import { TestBody } from "../../cosim/run/test-body.ts";
import type { Setup } from "../../cosim/bench/bench.ts";
import { shipped, silent } from "./run-quietly.ts";
import type { LockstepMode } from "../../src/lockstep/lockstep.ts";
import type { Observer } from "../../src/lockstep/observer.ts";

export interface StageOptions {
  readonly transport?: TransportKind;
  readonly lockstepMode?: LockstepMode;
  readonly solver?: Readonly<Record<string, number>>;
  readonly observers?: readonly Observer[];
}

/** Any set-up on its real host, with a test body to drive it. Close what you open. */
export async function openSetup(
  setup: Setup,
  { transport = "ipc", lockstepMode = "windowed", solver = {}, observers = [] }: StageOptions = {},
) {
  const { signal } = new AbortController();
  const stage = await openStage(
    { bench: await shipped("hamming"), setup, seed: 1 },
    {
      transport,
      lockstepMode,
      timeLimit_ms: 20_000,
      signal,
      events: silent,
      solver: SOLVER_PARAMETERS.parse(solver),
      observers: () => observers,
    },
  );
  const firstClock = setup.clocks[0]?.port;
  const body = new TestBody({
    ...stage,
    findings: new Findings(),
    firstClock,
    signal,
    log: () => {},
    progress: () => {},
  });
  return { ...stage, body };
}

/** The Hamming chip on its real host, programmed, with a corrupted word in its DACs: ready to be started. */
export async function openHammingChip(options: StageOptions = {}) {
  const parameters = CHIP_PARAMETERS.parse({});
  const chip = chipOf(parameters, WORD_BITS, CODEWORDS.length);
  const opened = await openSetup(chipSetup(chip, 1), options);
  const driver = await bringUp(
    opened.body,
    parameters,
    chip,
    CODEWORDS.flat().map((bit) => 2 * bit - 1),
  );
  await driver.setInit([1, 0, 0, 0, 0, 0, 0].map((bit) => codeOf(chip, bit - 0.5)));
  return { ...opened, driver, chip };
}
