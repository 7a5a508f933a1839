import { describe, expect, it } from "vitest";
import type { Apb } from "./apb.ts";
import { denseAm, openDenseAm, openRtl } from "./open-rtl.ts";
import { reset } from "./pins.ts";
import { type Mutation, mutated } from "./rtl-files.ts";
import { bringUp, COMMAND, generate, TOKEN_CORE } from "./token-bench.ts";
import { scriptedCells, scriptedNetwork } from "./scripted-network.ts";

const P = denseAm(2, 2, 0);
/** Programs cells, runs twice, aborts: everything the properties watch happens. Answers the decision. */
async function exercise(bus: Apb): Promise<number> {
  const { pins } = bus;
  await verifyCells(bus);
  pins.surroundings = (now) => ({
    ...scripted(now),
    ...(now.get("sense_en_o") === 1 ? {} : { quiet_i: 15 }), // quiet before the release, as in a network at rest
  });
  const scripted = scriptedNetwork({ neurons: 4, quietAfter: 6, latency: 3, codes: [100, 900] });
  for (const name of ["PRECHARGE_CYCLES", "DEBOUNCE_CYCLES", "RELAX_EXTRA_CYCLES"] as const) await bus.write(name, 2);
  await bus.write("PROG_CYCLES", 3);
  await bus.write("PROG_LEVEL", 5);
  await bus.write("PROG_LEVEL", -5);
  for (let run = 0; run < 2; run++) {
    await bus.write("CTRL", 1);
    await pins.cycle(100);
  }
  const decision = await bus.read("DECISION");
  await abortEverywhere(bus);
  return decision;
}

/** Cells that need one and two pulses, one that fails, and one given up in each of its cycles. */
async function verifyCells(bus: Apb): Promise<void> {
  bus.pins.surroundings = scriptedCells({ latency: 3, format: P, pulses: ({ col }) => col + 1 }).surroundings;
  await bus.write("VERIFY_TRIES", 2);
  for (const level of [5, -5]) await bus.write("PROG_LEVEL", level);
  await bus.pins.cycle(100); // two pulses and two conversions
  bus.pins.surroundings = scriptedCells({ latency: 3, format: P, pulses: () => Infinity }).surroundings;
  await bus.write("PROG_LEVEL", 7);
  for (let wait = 0; wait < 30; wait++) {
    await bus.write("PROG_ADDRESS", 0);
    await bus.write("PROG_LEVEL", wait);
    await bus.pins.cycle(wait);
    await bus.write("CTRL", 2);
  }
  await bus.write("VERIFY_TRIES", 0);
  await bus.write("PROG_ADDRESS", 0);
}

/** Thirty runs, each aborted one cycle later than the one before. */
async function abortEverywhere(bus: Apb): Promise<void> {
  for (let wait = 0; wait < 30; wait++) {
    await bus.write("CTRL", 1);
    await bus.pins.cycle(wait);
    await bus.write("CTRL", 2);
  }
}

interface Mutant extends Mutation {
  readonly property: string;
}

const MUTANTS: readonly Mutant[] = [
  {
    property: "SwitchesExclusive_A",
    file: "sequencer.sv",
    from: "state_d inside {StRelax, StReadout}",
    to: "state_d inside {StPrecharge, StRelax, StReadout}",
  },
  {
    property: "StrobeLength_A",
    file: "write_verify.sv",
    from: "u_strobe (.clk_i, .rst_ni, .run_i(strobe_q), .cycles_i,",
    to: "u_strobe (.clk_i, .rst_ni, .run_i(strobe_q), .cycles_i(cycles_i + 32'd1),",
  },
  {
    property: "ChannelHolds_A",
    file: "readout.sv",
    from: "end else if (converted_i) begin",
    to: "end else begin",
  },
  {
    property: "NotBeforeSynchronised_A",
    file: "settle_detect.sv",
    from: ".clear_i(!enable_i), .async_i(quiet_i)",
    to: ".clear_i(1'b0), .async_i(quiet_i)",
  },
  {
    property: "AdcOnlyWhileReleased_A",
    file: "sequencer.sv",
    from: "state_q == StReadout && !abort_i",
    to: "state_q == StReadout",
  },
  {
    property: "DoneIsRight_A",
    file: "write_verify.sv",
    from: "distance <= tolerance_i",
    to: "distance <= tolerance_i + AdcBits'(100)",
  },
  {
    property: "CellReadAlone_A",
    file: "dense_am.sv",
    from: "assign mux_sel_o = cell_read_o ? '1 : channel;",
    to: "assign mux_sel_o = channel;",
  },
  {
    property: "StrobeExcludesRead_A",
    file: "write_verify.sv",
    from: "assign strobe_d = state_d == WvPulse;",
    to: "assign strobe_d = state_d != WvIdle;",
  },
  {
    property: "EveryNodeOnce_A",
    file: "readout.sv",
    from: "assign last_o         = read_q == Top;",
    to: "assign last_o         = 1'b1;",
  },
  {
    property: "DoneIsLate_A",
    file: "relax_length.sv",
    from: "done_o      = ready && extra;",
    to: "done_o      = ready;",
  },
  { property: "IrqHasCause_A", file: "dense_am_irq.sv", from: "|(state_q & enable_q)", to: "|state_q" },
  {
    property: "ResultsHold_A",
    file: "dense_am.sv",
    from: ".clear_i(infer_begin), .write_i(result_write)",
    to: ".clear_i(infer_ended), .write_i(result_write)",
  },
];

const TOKEN_MUTANTS: readonly Mutant[] = [
  {
    property: "TokenStateOrder_A",
    file: "token_sequencer.sv",
    from: "if (decoded_i)  state_d = TkSample;",
    to: "if (decoded_i)  state_d = TkEmit;",
  },
  {
    property: "AbortIsSilent_A",
    file: "token_sequencer.sv",
    from: "state_q == TkEmit && !fifo_full_i && !abort_i",
    to: "state_q == TkEmit && !fifo_full_i",
  },
  {
    property: "InferenceIsOn_A",
    file: "token_sequencer.sv",
    from: "(state_q == TkPrompt && prompt_empty_i && !abort_i)",
    to: "1'b0",
  },
  { property: "OneCellAtATime_A", file: "row_append.sv", from: "col_q + 16'd1", to: "col_q + 16'd2" },
  {
    property: "ConfigurationHolds_A",
    file: "token_loop.sv",
    from: ".clear_i(clear_ring), .advance_i(advance)",
    to: ".clear_i(clear_ring), .advance_i(emit)",
  },
];

/** A short token run, then one aborted in each of its cycles. */
async function exerciseTokens(bus: Apb): Promise<void> {
  await bringUp(bus);
  await generate(bus, [0, 2], 2);
  await bus.write("TOKEN_COMMAND", COMMAND.clearTokens);
  for (let wait = 0; wait < 180; wait++) {
    await bus.write("TOKEN_COMMAND", COMMAND.clearTokens + COMMAND.start);
    await bus.pins.cycle(wait);
    await bus.write("CTRL", 2);
  }
}

/** Codes of two bits keep the largest cores small. */
const NARROW = { DacBits: 2, AdcBits: 2, LevelBits: 2 };

describe("the bound properties of the token loop are live", () => {
  it("hold on the RTL as it is", async () => {
    await expect(exerciseTokens(await openDenseAm(TOKEN_CORE))).resolves.toBeUndefined();
  });
  it.each(TOKEN_MUTANTS)("$property fires on a mutated $file", async ({ property, ...mutation }) => {
    const bus = await openDenseAm(TOKEN_CORE, mutated("dense_am", property, mutation));
    await expect(exerciseTokens(bus)).rejects.toThrow(property);
  });
  it.each([
    [{ VocabularyCount: 1 }, "VocabularyCount=1 is neither 0 nor inside 2..16"],
    [{ VocabularyCount: 2, AdcBits: 6 }, "AdcBits=6 is below LevelBits=8"],
    [{ VocabularyCount: 16, VisibleCount: 129, ...NARROW }, "VocabularyCount * VisibleCount=2064 is above 2048"],
    [{ VocabularyCount: 2, VisibleCount: 256, ...NARROW }, "VisibleCount=256 is above 255"],
  ])("dense_am with %o stops at time 0", async (parameters, message) => {
    await expect(openRtl("dense_am", { parameters })).rejects.toThrow(message);
  });
});

describe("the bound properties are live", () => {
  it("hold on the RTL as it is", async () => {
    expect(await exercise(await openDenseAm(P))).toBe(0b10);
  });
  it.each(MUTANTS)("$property fires on a mutated $file", async ({ property, ...mutation }) => {
    const bus = await openDenseAm(P, mutated("dense_am", property, mutation));
    await expect(exercise(bus)).rejects.toThrow(property);
  });
  it("an access that a requester gives up fires AccessHolds_A", async () => {
    const { pins } = await openDenseAm(P);
    await pins.set({ psel_i: 1 });
    await pins.cycle();
    await pins.set({ psel_i: 0 });
    await expect(pins.cycle()).rejects.toThrow("AccessHolds_A");
  });
  it("a sampling switch that stays closed fires SampleExcludesBusy_A", async () => {
    const files = mutated("sar_adc", "sampling", { file: "sar_adc.sv", from: "state_d == SarTrack;", to: "1'b1;" });
    const pins = await openRtl("sar_adc", { files });
    await reset(pins);
    await pins.set({ start_i: 1 });
    await expect(pins.cycle(5)).rejects.toThrow("SampleExcludesBusy_A");
  });
  it.each([
    ["dense_am", { VisibleCount: 257 }, "VisibleCount=257 is outside 1..256"],
    ["sar_adc", { TrialCycles: 0 }, "TrialCycles=0 is outside 1..65535"],
  ] as const)("%s with %o stops at time 0", async (top, parameters, message) => {
    await expect(openRtl(top, { parameters })).rejects.toThrow(message);
  });
});
