import { describe, expect, it } from "vitest";
import type { Apb } from "./apb.ts";
import { denseAm, openDenseAm, openRtl } from "./open-rtl.ts";
import { reset } from "./pins.ts";
import { type Mutation, mutated } from "./rtl-files.ts";
import { scriptedNetwork } from "./scripted-network.ts";

const P = denseAm(2, 2, 0);
/** Programs two cells, runs twice, aborts: everything the properties watch happens. Answers the decision. */
async function exercise(bus: Apb): Promise<number> {
  const { pins } = bus;
  pins.surroundings = (now) => ({
    ...scripted(now),
    ...(now.get("sense_en_o") === 1 ? {} : { quiet_i: 15 }), // quiet before the release, as in a network at rest
  });
  const scripted = scriptedNetwork({ neurons: 4, quietAfter: 6, latency: 3, codes: [100, 900] });
  for (const name of ["PRECHARGE_CYCLES", "DEBOUNCE_CYCLES"] as const) await bus.write(name, 2);
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
    file: "cell_program.sv",
    from: "u_strobe (.clk_i, .rst_ni, .run_i(strobe_q), .cycles_i,",
    to: "u_strobe (.clk_i, .rst_ni, .run_i(strobe_q), .cycles_i(cycles_i + 32'd1),",
  },
  {
    property: "ChannelHolds_A",
    file: "readout.sv",
    from: "state_d = RdConvert;",
    to: "begin state_d = RdConvert; channel_d = channel_q ^ 8'd1; end",
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
  { property: "IrqHasCause_A", file: "dense_am_irq.sv", from: "|(state_q & enable_q)", to: "|state_q" },
  {
    property: "ResultsHold_A",
    file: "dense_am.sv",
    from: ".clear_i(start), .write_i(result_write)",
    to: ".clear_i(ended), .write_i(result_write)",
  },
];

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
