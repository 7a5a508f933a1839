import { Apb } from "../apb.ts";
import type { Pins } from "../pins.ts";
import { scriptedCells, scriptedNetwork } from "../scripted-network.ts";
import { TOKEN_CORE as P } from "../token-bench.ts";
import { INFERENCE_MISTAKES } from "./inference-mistakes.ts";
import type { Exercise } from "./schemata.ts";

const NEURONS = P.VisibleCount + P.RowCount + P.MemoryCount;
const ALL_QUIET = 2 ** NEURONS - 1;
const SCRIPT = { neurons: NEURONS, quietAfter: 6, latency: 3, codes: [900, 100, 1000, 3] };
const CTRL = { start: 1, abort: 2 } as const;

/** Quiet before the release, too, as in a network at rest. */
function network(pins: Pins, change: Partial<typeof SCRIPT> = {}): void {
  const scripted = scriptedNetwork({ ...SCRIPT, ...change });
  pins.surroundings = (now) => ({
    ...scripted(now),
    ...(now.get("sense_en_o") === 1 ? {} : { quiet_i: ALL_QUIET }),
  });
}

/** Cells that need one, two and three pulses of at most two, one written while another is, one given up in each cycle. */
async function programCells(bus: Apb): Promise<void> {
  const cells = (pulses: (col: number) => number) =>
    (bus.pins.surroundings = scriptedCells({ latency: 3, format: P, pulses: ({ col }) => pulses(col) }).surroundings);
  cells((col) => col + 1);
  await bus.write("VERIFY_TRIES", 2);
  for (const level of [5, -5, 6]) await bus.write("PROG_LEVEL", level);
  await bus.pins.cycle(100); // two pulses and two conversions
  cells(() => Infinity);
  for (let wait = 0; wait < 30; wait++) {
    await bus.write("PROG_ADDRESS", 0);
    await bus.write("PROG_LEVEL", wait);
    await bus.pins.cycle(wait);
    await bus.write("CTRL", CTRL.abort);
  }
  await bus.write("VERIFY_TRIES", 0);
  for (const level of [5, -5]) await bus.write("PROG_LEVEL", level);
  await bus.write("PROG_ADDRESS", P.RowCount * 2 ** 16 + P.VisibleCount - 1);
  await bus.write("PROG_LEVEL", 1); // the last cell; the next one lies past the array
  await bus.tryWrite("PROG_LEVEL", 1);
}

async function run(bus: Apb): Promise<void> {
  await bus.write("CTRL", CTRL.start);
  await bus.pins.cycle(100);
}

/** Two good runs; one past its time-out but settled, one never settled, and conversions that just make it and just do not. */
async function runAll(bus: Apb): Promise<void> {
  network(bus.pins);
  for (let i = 0; i < 2; i++) await run(bus);
  await bus.write("TIMEOUT_CYCLES", 12);
  await bus.write("RELAX_MIN_CYCLES", 20);
  await run(bus);
  network(bus.pins, { quietAfter: Infinity });
  await run(bus);
  network(bus.pins);
  for (let cycles = 1; cycles < 8; cycles++) {
    await bus.write("ADC_TIMEOUT_CYCLES", cycles);
    await run(bus);
  }
  for (const name of ["TIMEOUT_CYCLES", "ADC_TIMEOUT_CYCLES"] as const) await bus.write(name, 100);
}

/** Everything that is refused: at any time, and during a run. */
async function beRefused(bus: Apb): Promise<void> {
  await bus.tryWrite("ID", 1);
  await bus.write("PROG_ADDRESS", 0);
  await bus.write("CTRL", CTRL.start);
  await bus.tryWrite("PROG_LEVEL", 1);
  await bus.tryWrite("CTRL", CTRL.start);
  await bus.pins.cycle(100);
}

/** Each run is aborted one cycle later than the one before. */
async function abortEverywhere(bus: Apb): Promise<void> {
  for (let wait = 0; wait < 60; wait++) {
    await bus.write("CTRL", CTRL.start);
    await bus.pins.cycle(wait);
    await bus.write("CTRL", CTRL.abort);
  }
}

const settings = {
  PRECHARGE_CYCLES: 2,
  DEBOUNCE_CYCLES: 2,
  RELAX_EXTRA_CYCLES: 2,
  ACQUIRE_CYCLES: 2,
  PROG_CYCLES: 3,
  READ_ORDER: 2, // from node 2 on
  IRQ_ENABLE: 0,
} as const;

async function exercise(pins: Pins): Promise<void> {
  const bus = new Apb(pins);
  for (const [name, word] of Object.entries(settings)) await bus.write(name as keyof typeof settings, word);
  await programCells(bus);
  await runAll(bus);
  await beRefused(bus);
  await abortEverywhere(bus);
}

export const INFERENCE: Exercise = { name: "inferences and cells", run: exercise, mutants: INFERENCE_MISTAKES };
