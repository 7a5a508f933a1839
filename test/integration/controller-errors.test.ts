import { afterEach, describe, expect, it } from "vitest";
import type { Setup } from "../../cosim/bench/bench.ts";
import type { Chip } from "../../cosim/benches/dense-am/chip.ts";
import { errorName } from "../../cosim/benches/dense-am/driver.ts";
import { codeOf } from "../../cosim/benches/dense-am/firmware.ts";
import {
  DenseAmError,
  DenseAmPhase,
  type DenseAmRegisterName,
  DenseAmTokenState,
} from "../../cosim/benches/generated/dense-am-registers.ts";
import { ns, us } from "../../src/time.ts";
import { COMMAND, IRQ } from "../rtl/token-bench.ts";
import {
  EMBEDDING,
  openTokenChip,
  smallTokenChip,
  SUCCESSOR_WEIGHTS,
  successorsOf,
  type TokenStage,
} from "./token-stage.ts";

const CHIP = smallTokenChip();
const LONGEST_RUN = us(400);
/** The row that has the bias of the newest while none has been written. */
const NEWEST_ROW = 2;
const PROMPT = [2, 0];
const [, NEWEST = 0] = PROMPT;

/** One word of a register. */
type Word = readonly [name: DenseAmRegisterName, word: number, index?: number];

interface Cause {
  readonly what: string;
  readonly error: keyof typeof DenseAmError;
  readonly chip?: Chip;
  readonly rewired?: (setup: Setup) => Setup;
  readonly settings?: readonly Word[];
  /** Settings under which the same chip, cause and all, runs well; absent where there are none. */
  readonly remedy?: readonly Word[];
  /** Whether it is a cell that failed. */
  readonly cell?: true;
}

const withAmplifiers = (slewRate: number): Chip => {
  const amplifier = { ...CHIP.core.visibleAmplifier, slewRate } as Chip["core"]["visibleAmplifier"];
  return { ...CHIP, core: { ...CHIP.core, visibleAmplifier: amplifier, hiddenAmplifier: amplifier } };
};
const withCapacitance = (capacitance: number): Chip => ({
  ...CHIP,
  core: { ...CHIP.core, visibleNode: { ...CHIP.core.visibleNode, capacitance } },
});
const withStuckCell = (row: number, column: number): Chip => {
  const { crossbar } = CHIP.core;
  const stuck = [{ row, column, side: "plus" as const, conductance: crossbar.conductanceMax }];
  return { ...CHIP, core: { ...CHIP.core, crossbar: { ...crossbar, stuck } } };
};
const SLOW_ADC: Chip = { ...CHIP, adc: { ...CHIP.adc, latency: ns(1000) } };
const withoutAdc = (setup: Setup): Setup => ({
  ...setup,
  wiring: setup.wiring.filter(({ kind }) => kind !== "adc"),
});

/** Biases [V] of the visible nodes. */
const biased = (volts: readonly number[]): readonly Word[] =>
  volts.map((bias, node) => ["BIAS", codeOf(CHIP, bias), node] as const);
const LARGEST_WEIGHT = 2 ** 15 - 1;
const LARGEST_LOGIT = 2 ** 31 - 1;
const decoder = (weights: readonly number[], bias: number): readonly Word[] => [
  ...weights.map((weight, node) => ["DECODER", weight, node] as const),
  ["DECODER_BIAS", bias, 0],
];
/** Logit 0 runs over as soon as the nodes lie 600 codes above the middle, all together: 0.26 V each. */
const NEAR_OVERFLOW = decoder(Array<number>(4).fill(LARGEST_WEIGHT), LARGEST_LOGIT - 600 * LARGEST_WEIGHT);

const CAUSES: readonly Cause[] = [
  {
    what: "amplifiers that slew too slowly",
    error: "SettleTimeout",
    chip: withAmplifiers(8e4),
    remedy: [
      ["TIMEOUT_CYCLES", 1000],
      ["PRECHARGE_CYCLES", 500],
    ],
  },
  {
    what: "nodes of thirty times the capacitance",
    error: "SettleTimeout",
    chip: withCapacitance(30e-12),
    remedy: [
      ["TIMEOUT_CYCLES", 4000],
      ["PRECHARGE_CYCLES", 200],
    ],
  },
  {
    what: "comparators that want more rest than there is in time",
    error: "SettleTimeout",
    chip: { ...CHIP, quietBelow: 2e-6, quietHysteresis: 0 },
    settings: [["TIMEOUT_CYCLES", 50]],
    remedy: [["TIMEOUT_CYCLES", 200]],
  },
  {
    what: "an ADC too slow to read a cell back",
    error: "AdcTimeout",
    chip: SLOW_ADC,
    remedy: [["ADC_TIMEOUT_CYCLES", 60]],
    cell: true,
  },
  {
    what: "an ADC too slow to read a node",
    error: "AdcTimeout",
    chip: SLOW_ADC,
    settings: [["VERIFY_TRIES", 0]],
    remedy: [["ADC_TIMEOUT_CYCLES", 60]],
  },
  { what: "no ADC at all", error: "AdcTimeout", rewired: withoutAdc, cell: true },
  {
    what: "a device that is stuck",
    error: "ProgramFailed",
    chip: withStuckCell(1, 2),
    remedy: [["VERIFY_TRIES", 0]],
    cell: true,
  },
  {
    what: "pulses too weak for the number of tries",
    error: "ProgramFailed",
    chip: { ...CHIP, pulse: { reach: 0.2, spread: 0.002 } },
    remedy: [["VERIFY_TRIES", 100]],
    cell: true,
  },
  {
    what: "a bias that drives a node above the ADC's range",
    error: "Saturated",
    settings: biased([0.7]),
    remedy: biased([0]),
  },
  {
    what: "a bias that drives the last node below it",
    error: "Saturated",
    settings: biased([0, 0, 0, -0.7]),
    remedy: biased([0, 0, 0, 0]),
  },
  {
    what: "voltages too large for the decoder's scale",
    error: "Overflow",
    settings: [...NEAR_OVERFLOW, ...biased([0.3, 0.3, 0.3, 0.3])],
    remedy: [...decoder(SUCCESSOR_WEIGHTS.slice(0, 4), 0), ...biased([0, 0, 0, 0])],
  },
];

let stage: TokenStage;
afterEach(() => stage.close());

async function writeAll(words: readonly Word[]): Promise<void> {
  for (const [name, word, index] of words) await stage.registers.write(name, word, index);
}

async function start(prompt: readonly number[], limit: number): Promise<void> {
  await writeAll([
    ...prompt.map((token) => ["PROMPT", token] as const),
    ["TOKEN_LIMIT", limit],
    ["TOKEN_COMMAND", COMMAND.start],
  ]);
}

/** Waits for the end by its interrupt and leaves the causes where they are. */
async function finish(): Promise<void> {
  const { registers, body } = stage;
  await registers.write("IRQ_ENABLE", IRQ.done);
  await body.until(() => body.get("irq_o") === 1, { within: LONGEST_RUN, what: "the end of the token run" });
}

const SWITCHES = ["precharge_o", "release_o", "sense_en_o", "adc_start_o", "prog_strobe_o", "cell_read_o", "mux_sel_o"];
const switchedOn = () => SWITCHES.filter((port) => stage.body.get(port) !== 0);

const FLAGS = ["BUSY", "DONE", "ERROR", "PROGRAMMING", "TOKEN_STATE"] as const;

/** Every place that tells how a run has ended. */
async function outcome() {
  const { registers } = stage;
  const status: Record<string, number> = {};
  for (const flag of FLAGS) status[flag] = await registers.field("STATUS", flag);
  return {
    error: errorName(await registers.field("ERROR", "RUN")),
    refused: errorName(await registers.field("ERROR", "BUS")),
    status,
    causes: await registers.read("IRQ_STATE"),
    switchedOn: switchedOn(),
  };
}

/** What `outcome` says of a run that has failed: the chip rests. */
const failed = (error: keyof typeof DenseAmError, moreCauses = 0) => ({
  error,
  refused: "None",
  status: { BUSY: 0, DONE: 1, ERROR: 1, PROGRAMMING: 0, TOKEN_STATE: 0 },
  causes: IRQ.done + IRQ.error + moreCauses,
  switchedOn: [],
});

/** Clears everything that a failed run may leave, and lets the chip speak. */
async function nextRun() {
  await writeAll([
    ["IRQ_STATE", 15],
    ["PROG_ERROR", 0],
    ["TOKEN_COMMAND", COMMAND.clearRing + COMMAND.clearPrompt + COMMAND.clearTokens],
  ]);
  const { tokens, error } = await stage.tokens.generate(PROMPT, 2, LONGEST_RUN);
  return { tokens, error: errorName(error) };
}
const SPOKEN = { tokens: successorsOf(NEWEST, 2), error: "None" };

it("the chip of these tests speaks where nothing is wrong", async () => {
  stage = await openTokenChip(CHIP);
  expect(await nextRun()).toEqual(SPOKEN);
});

describe("a token run fails for a cause in the analog half", () => {
  it.each(CAUSES)("$what: $error", async ({ error, chip = CHIP, rewired, settings = [], remedy, cell }) => {
    stage = await openTokenChip(chip, rewired);
    await writeAll(settings);
    await start(PROMPT, 4);
    await finish();
    expect(await outcome()).toEqual(failed(error, cell ? IRQ.progFailed : 0));
    if (remedy === undefined) return;
    await writeAll(remedy);
    expect(await nextRun()).toEqual(SPOKEN);
  });
  it("a stuck device is named; the token stays emitted, and no cell is touched but those up to it", async () => {
    stage = await openTokenChip(withStuckCell(1, 2));
    const { registers } = stage;
    await start([2], 3); // row 1 is that of the first token generated
    await finish();
    expect(await outcome()).toEqual(failed("ProgramFailed", IRQ.token + IRQ.progFailed));
    expect(await stage.tokens.popTokens()).toEqual(successorsOf(2, 1));
    expect(await registers.read("PROG_ERROR")).toBe(1 * 2 ** 16 + 2 * 2 ** 8 + DenseAmError.ProgramFailed);
    expect(await registers.read("PROG_WORST")).toBe(await registers.read("VERIFY_TRIES"));
    expect(await registers.field("RING", "HEAD")).toBe(1);
    const touched = stage.levels().map((level) => level !== 0);
    expect(touched).toEqual(Array.from({ length: 16 }, (_, cell) => cell <= 1 * 4 + 2));
    for (let enabled = 0; enabled < 16; enabled++) {
      await registers.write("IRQ_ENABLE", enabled);
      expect([enabled, stage.body.get("irq_o")]).toEqual([enabled, enabled === 0 ? 0 : 1]); // every cause is set
    }
    for (const cause of [IRQ.token, IRQ.done, IRQ.progFailed, IRQ.error]) {
      expect(stage.body.get("irq_o")).toBe(1);
      await registers.write("IRQ_STATE", cause);
    }
    expect(stage.body.get("irq_o")).toBe(0);
    await registers.write("PROG_ERROR", 0);
    expect(await registers.read("PROG_ERROR")).toBe(0);
  });
  it("saturates with every comparator quiet, at a voltage that no code stands for", async () => {
    stage = await openTokenChip(CHIP);
    await writeAll(biased([0.7]));
    await start(PROMPT, 1);
    await finish();
    expect(await outcome()).toEqual(failed("Saturated"));
    expect(stage.body.probe("visible.v[0]")).toBeGreaterThan(CHIP.adc.fullScale);
    expect(await stage.registers.read("RESULT", 0)).toBe(2 ** CHIP.adc.bits - 1);
    for (const node of [1, 2, 3])
      expect(Math.abs(stage.body.probe(`visible.v[${node}]`))).toBeLessThan(CHIP.adc.fullScale);
  });
  it("does not overflow at the same decoder while the voltages are small", async () => {
    stage = await openTokenChip(CHIP);
    await writeAll(NEAR_OVERFLOW);
    await start(PROMPT, 1);
    await finish();
    expect(errorName(await stage.registers.field("ERROR", "RUN"))).toBe("None");
  });
});

describe("a single inference fails for the same cause", () => {
  const causes = CAUSES.filter(({ error, cell }) => /Timeout/.test(error) && cell !== true);
  it.each(causes)("$what: $error", async ({ error, chip = CHIP, settings = [], remedy = [] }) => {
    stage = await openTokenChip(chip);
    const { registers } = stage;
    await writeAll([...settings, ["VERIFY_TRIES", 0]]);
    await registers.program(EMBEDDING[0], () => {}, NEWEST_ROW);
    expect(errorName((await registers.infer(LONGEST_RUN)).error)).toBe(error);
    expect(switchedOn()).toEqual([]);
    await writeAll(remedy);
    const { decision, error: after } = await registers.infer(LONGEST_RUN);
    expect(errorName(after)).toBe("None");
    expect(decision).toBe(0b0011); // the signs of the row
  });
});

it("an abort ends a token run at once wherever it is, and the next run works", async () => {
  stage = await openTokenChip(CHIP);
  const { body, registers } = stage;
  for (const port of ["prog_strobe_o", "cell_read_o", "precharge_o", "sense_en_o", "adc_start_o"]) {
    await start(PROMPT, 4);
    await body.until(() => body.get(port) === 1, { within: LONGEST_RUN, what: port });
    await registers.write("CTRL", 2);
    expect({ port, ...(await outcome()) }).toEqual({ port, ...failed("Aborted") });
    expect({ port, ...(await nextRun()) }).toEqual({ port, ...SPOKEN });
    await writeAll([
      ["IRQ_STATE", 15],
      ["TOKEN_COMMAND", COMMAND.clearRing],
    ]);
  }
});

it("a full token FIFO holds the chip back, at rest, until someone reads: no token is lost", async () => {
  const PLACES = 16;
  stage = await openTokenChip(CHIP);
  const { body, registers } = stage;
  const queued = () => registers.field("QUEUES", "TOKENS");
  const untilFull = async () => {
    for (let waits = 0; waits < 200 && (await queued()) < PLACES; waits++) await body.cycles(100);
    await body.cycles(1_000); // more than a token takes
  };
  await start(PROMPT, 2 * PLACES);
  await untilFull();
  expect(await queued()).toBe(PLACES);
  expect(await registers.field("STATUS", "TOKEN_STATE")).toBe(DenseAmTokenState.Emit);
  expect(await registers.read("PHASE_TOTAL", DenseAmPhase.Wait)).toBeGreaterThan(500);
  expect(switchedOn()).toEqual([]);
  const tokens = [(await registers.read("TOKEN")) % 256, (await registers.read("TOKEN")) % 256];
  await untilFull();
  await registers.write("CTRL", 2);
  expect(await outcome()).toEqual(failed("Aborted", IRQ.token));
  tokens.push(...(await stage.tokens.popTokens()));
  expect(tokens).toEqual(successorsOf(NEWEST, PLACES + 2));
  expect(await nextRun()).toEqual(SPOKEN);
});
