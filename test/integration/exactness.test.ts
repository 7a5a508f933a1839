import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FULL_SCALE_V } from "../../cosim/benches/dense-am/parameters.ts";
import { TRANSPORTS } from "../../cosim/host/transports.ts";
import type { Crossing, Frame, Observer } from "../../src/lockstep/observer.ts";
import type { LockstepMode } from "../../src/lockstep/lockstep.ts";
import { ns, type Picoseconds, plus, us } from "../../src/time.ts";
import { runs } from "../fixtures/runs.ts";
import { openHammingChip } from "./chip-stage.ts";

/** Everything observers are told, as text. */
class Recording implements Observer {
  lines: string[] = [];
  frame({ t, changes }: Frame): void {
    this.lines.push(`${t} ${changes.map(({ name, value }) => `${name}=${value}`).join(" ")}`);
  }
  crossing(crossing: Crossing): void {
    this.lines.push(JSON.stringify(crossing));
  }
  sample({ t, values }: { readonly t: Picoseconds; readonly values: Float64Array }): void {
    this.lines.push(`${t} ${values.join(" ")}`);
  }
  take(): string {
    const text = this.lines.join("\n");
    this.lines = [];
    return text;
  }
}

const START = 1;
/** Random instants to save and restore at: as many as the suite has time for. */
const INSTANTS = { "in-process": 100, ipc: 10, tcp: 10 } as const;
/** Precharge, relaxation, readout and decision of one word all end within this. */
const INFERENCE = us(2);

describe.each(TRANSPORTS)("an inference over %s", (transport) => {
  const recording = new Recording();
  let chip: Awaited<ReturnType<typeof openHammingChip>>;
  beforeAll(async () => {
    chip = await openHammingChip({ transport, observers: [recording] });
    await chip.driver.write("CTRL", START);
  });
  afterAll(async () => chip.close());

  it("saved at a random instant, run on, restored and run again, leaves the same bytes", async () => {
    const { lockstep } = chip;
    const start = await lockstep.save();
    const runTo = async (end: Picoseconds) => {
      while (lockstep.now < end) await lockstep.step(end);
    };
    const end = plus(lockstep.now, INFERENCE);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: INFERENCE - 100_000 }), async (at) => {
        await lockstep.restore(start);
        await runTo(plus(start.t, at as Picoseconds));
        const middle = await lockstep.save();
        recording.take();
        await runTo(end);
        const first = recording.take();
        await lockstep.restore(middle);
        await runTo(end);
        expect(recording.take() === first).toBe(true);
        expect(first.length).toBeGreaterThan(0);
      }),
      { numRuns: runs(INSTANTS[transport]), examples: [[0], [150_000], [400_000]] },
    );
  });
});

it.each(TRANSPORTS)("a chip is programmed over %s in hundreds of evaluations to an exchange", async (transport) => {
  const { lockstep, close } = await openHammingChip({ transport });
  await close();
  expect(lockstep.evaluations / lockstep.exchanges).toBeGreaterThan(200);
});

describe.each(TRANSPORTS)("inferences in windows over %s", (transport) => {
  it("tell observers what they are told strictly, in the same order", async () => {
    const told = async (lockstepMode: LockstepMode) => {
      const recording = new Recording();
      const { driver, lockstep, analog, close } = await openHammingChip({
        transport,
        lockstepMode,
        observers: [recording],
      });
      try {
        const inferences = [await driver.infer(), await driver.infer()];
        return { inferences, text: recording.take(), steps: analog.counters.accepted, now: lockstep.now };
      } finally {
        await close();
      }
    };
    const [strict, windowed] = [await told("strict"), await told("windowed")];
    expect(windowed.text === strict.text).toBe(true);
    expect({ ...windowed, text: "" }).toEqual({ ...strict, text: "" });
  });
});

describe("node voltages at the default tolerance", () => {
  it("lie within 1e-4 of full scale of a solution at 1e-10, all along an inference", async () => {
    const along = async (solver: Readonly<Record<string, number>>) => {
      const chip = await openHammingChip({ solver });
      try {
        await chip.driver.write("CTRL", START);
        const voltages: number[] = [];
        for (let t = 0; t < INFERENCE; t += ns(10)) {
          await chip.body.delay(ns(10));
          for (let i = 0; i < 7; i++) voltages.push(chip.body.probe(`visible.v[${i}]`));
          for (let mu = 0; mu < 16; mu++) voltages.push(chip.body.probe(`hidden.v[${mu}]`));
        }
        return voltages;
      } finally {
        await chip.close();
      }
    };
    const [coarse, fine] = [await along({}), await along({ "solver.rtol": 1e-10, "solver.atol": 1e-13 })];
    const worst = Math.max(...coarse.map((v, i) => Math.abs(v - fine[i])));
    console.log(
      `largest difference at the default tolerance: ${(worst / FULL_SCALE_V).toExponential(2)} of full scale`,
    );
    expect(worst).toBeLessThan(1e-4 * FULL_SCALE_V);
    expect(Math.max(...fine)).toBeGreaterThan(0.4); // it did move
  });
});
