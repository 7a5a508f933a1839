import type { Pins } from "../pins.ts";
import { filesOf } from "../rtl-files.ts";
import type { Specimen } from "./schemata.ts";

/** Two conversions of all ones. */
async function convertTwice(pins: Pins): Promise<void> {
  await pins.set({ cmp_i: 1, start_i: 1 });
  await pins.cycle(40);
}

async function count(pins: Pins): Promise<void> {
  for (const enable_i of [1, 0]) {
    await pins.set({ enable_i });
    await pins.cycle(3);
  }
}

async function track(pins: Pins): Promise<void> {
  for (const [cmp_i, cycles] of [
    [1, 20],
    [0, 20],
  ]) {
    await pins.set({ cmp_i });
    await pins.cycle(cycles);
  }
}

async function oscillate(pins: Pins): Promise<void> {
  for (const inputs of [{ below_i: 1 }, { below_i: 0 }, { above_i: 1 }, { above_i: 0 }, { below_i: 1 }])
    await pins.set(inputs);
}

export const SMALL_TOPS: readonly Specimen[] = [
  {
    top: "sar_adc",
    files: filesOf("sar_adc"),
    parameters: {},
    exercises: [
      {
        name: "conversions",
        run: convertTwice,
        mutants: [
          {
            property: "sar_adc.StateLegal_A",
            file: "sar_adc.sv",
            from: "state_d = SarHold;",
            to: "state_d = ALIVE ? sar_state_e'(2'd3) : SarHold;",
          },
          {
            property: "sar_adc.TrialOneHot_A",
            file: "sar_adc.sv",
            from: "trial_d = trial_q >> 1;",
            to: "trial_d = trial_q >> !ALIVE;",
          },
          {
            property: "sar_adc.PlatesStillWhileTracking_A",
            file: "sar_adc.sv",
            from: "state_q == SarTrial ? kept_q | trial_q",
            to: "state_q == SarTrial || ALIVE ? kept_q | trial_q",
          },
          {
            property: "sar_adc.SampleExcludesBusy_A",
            file: "sar_adc.sv",
            from: "assign sample_d = state_d == SarTrack;",
            to: "assign sample_d = state_d == SarTrack || ALIVE;",
          },
          {
            property: "sar_adc.ValidExcludesBusy_A",
            file: "sar_adc.sv",
            from: "valid_d = 1'b0;",
            to: "valid_d = valid_q && ALIVE;",
          },
          {
            property: "sar_adc.ConversionLength_A",
            file: "sar_adc.sv",
            from: ".cycles_i(32'(TrialCycles))",
            to: ".cycles_i(32'(TrialCycles) + 32'd2 * 32'(ALIVE))",
          },
        ],
      },
    ],
  },
  {
    top: "counter",
    files: filesOf("counter"),
    parameters: {},
    exercises: [
      {
        name: "counting",
        run: count,
        mutants: [
          {
            property: "counter.HoldsWhenIdle_A",
            file: "counter.sv",
            from: ": enable_i ?",
            to: ": enable_i || ALIVE ?",
          },
        ],
      },
    ],
  },
  {
    top: "tracking_adc",
    files: filesOf("tracking_adc"),
    parameters: {},
    exercises: [
      {
        name: "up to the top and down again",
        run: track,
        mutants: [
          {
            property: "tracking_adc.RisesBelowInput_A",
            file: "tracking_adc.sv",
            from: "code_q + Bits'(1)",
            to: "code_q + Bits'(!ALIVE)",
          },
          {
            property: "tracking_adc.FallsAboveInput_A",
            file: "tracking_adc.sv",
            from: "code_q - Bits'(1)",
            to: "code_q - Bits'(!ALIVE)",
          },
          {
            property: "tracking_adc.HoldsAtTheEnds_A",
            file: "tracking_adc.sv",
            from: "code_q != Top",
            to: "(code_q != Top || ALIVE)",
          },
          {
            property: "tracking_adc.TogglesAreEdges_A",
            file: "tracking_adc.sv",
            from: "toggles_q + 32'(cmp_i != cmp_q)",
            to: "toggles_q + 32'(cmp_i != cmp_q) + 32'd2 * 32'(ALIVE)",
          },
        ],
      },
    ],
  },
  {
    top: "relaxation_latch",
    files: filesOf("relaxation_latch"),
    parameters: {},
    exercises: [
      {
        name: "an oscillation",
        run: oscillate,
        mutants: [
          {
            property: "relaxation_latch.AboveDischarges_A",
            file: "relaxation_latch.sv",
            from: "charge_o = 1'b0;",
            to: "charge_o = ALIVE;",
          },
          {
            property: "relaxation_latch.BelowCharges_A",
            file: "relaxation_latch.sv",
            from: "charge_o = 1'b1;",
            to: "charge_o = !ALIVE;",
          },
        ],
      },
    ],
  },
];
