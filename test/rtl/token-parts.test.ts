import { describe, expect, it } from "vitest";
import { openRtl } from "./open-rtl.ts";
import { type Pins, reset } from "./pins.ts";
import type { Mutation } from "./rtl-files.ts";
import { lfsrDraw } from "./token-model.ts";
import { mutatedParts, partsOf, SAMPLER_PARTS } from "./token-parts.ts";

/** Numbers without an end, the same in every run: `next(n)` is one of 0..n-1. */
function numbers(): (count: number) => number {
  let state = 1;
  return (count) => (state = lfsrDraw(state)) % count;
}

interface Part {
  readonly top: string;
  readonly parts: readonly string[];
  readonly parameters?: Readonly<Record<string, number>>;
  /** Drives whatever its environment may do. */
  readonly exercise: (pins: Pins) => Promise<void>;
  readonly mutants: readonly (Mutation & { readonly property: string })[];
}

const STEPS = 300;

async function exerciseFifo(pins: Pins): Promise<void> {
  const next = numbers();
  for (let i = 0; i < STEPS; i++) {
    const push_i = pins.get("full_o") === 0 && next(3) > (i < STEPS / 2 ? 0 : 1) ? 1 : 0;
    const pop_i = pins.get("empty_o") === 0 && next(3) > 1 ? 1 : 0;
    await pins.set({ push_i, pop_i, token_i: next(8), clear_i: next(60) === 0 ? 1 : 0 });
    await pins.cycle();
  }
}

async function exerciseDecoder(pins: Pins): Promise<void> {
  const next = numbers();
  const [D, V] = [3, 2];
  for (let run = 0; run < 20; run++) {
    const results = Array.from({ length: D }, () => next(1024)).reduce((word, code) => word * 1024n + BigInt(code), 0n);
    await pins.set({ results_i: results, enable_i: 1 });
    for (let product = 0; product < D * V; product++) {
      // Every other run lies at the end of 32 bits.
      const bias_i = run % 2 === 0 ? next(2 ** 32) : 0x7fffffff;
      await pins.set({ weight_i: next(2 ** 16), bias_i });
      await pins.cycle();
    }
    await pins.set({ enable_i: 0 });
    await pins.cycle();
  }
}

async function exerciseRing(pins: Pins): Promise<void> {
  const next = numbers();
  for (let i = 0; i < STEPS; i++) {
    const codes = Array.from({ length: 5 }, () => next(1024)).reduce((word, code) => word * 1024n + BigInt(code), 0n);
    await pins.set({ age_bias_i: codes, advance_i: next(2), clear_i: next(40) === 0 ? 1 : 0 });
    await pins.cycle();
  }
}

async function exerciseCounters(pins: Pins): Promise<void> {
  const next = numbers();
  for (let i = 0; i < STEPS; i++) {
    const token_end_i = next(10) === 0 ? 1 : 0;
    await pins.set({
      run_start_i: next(80) === 0 ? 1 : 0,
      token_end_i,
      token_start_i: token_end_i,
      count_i: next(4) > 0 ? 1 : 0,
      phase_i: next(6),
    });
    await pins.cycle();
  }
}

async function exerciseWatch(pins: Pins): Promise<void> {
  const next = numbers();
  for (let i = 0; i < STEPS; i++) {
    await pins.set({ code_i: next(4), write_i: next(2), clear_i: next(6) === 0 ? 1 : 0 });
    await pins.cycle();
  }
}

async function exerciseLfsr(pins: Pins): Promise<void> {
  const next = numbers();
  for (let i = 0; i < STEPS; i++) {
    await pins.set({ load_i: next(20) === 0 ? 1 : 0, seed_i: next(3), step_i: next(2) });
    await pins.cycle();
  }
}

async function exerciseExp2(pins: Pins): Promise<void> {
  const next = numbers();
  for (let i = 0; i < STEPS; i++) await pins.set({ x_i: next(2 ** 30) });
}

/** Logits with ties; arg-max and draws in turn, some of them given up. */
async function exerciseSampler(pins: Pins): Promise<void> {
  const next = numbers();
  await pins.set({ scale_i: 3, shift_i: 2 });
  for (let run = 0; run < 40; run++) {
    for (let k = 0; k < 4; k++) {
      await pins.set({ logit_write_i: 1, logit_index_i: k, logit_i: (next(5) - 2) >>> 0 });
      await pins.cycle();
    }
    await pins.set({ logit_write_i: 0, temperature_en_i: run % 2, enable_i: 1 });
    const longest = run % 7 === 6 ? 20 : 60;
    for (let i = 0; i < longest && pins.get("done_o") === 0; i++) await pins.cycle();
    await pins.cycle(run % 2 === 0 ? 1 : 0);
    await pins.set({ enable_i: 0 });
    await pins.cycle(2);
  }
}

const PARTS: readonly Part[] = [
  {
    top: "token_fifo",
    parts: ["sva.vlt", "word_memory.sv", "token_fifo.sv", "token_fifo_sva.sv"],
    parameters: { Depth: 5, Width: 3 },
    exercise: exerciseFifo,
    mutants: [
      { property: "FirstOut_A", file: "token_fifo.sv", from: "free_q == Top ? '0", to: "free_q == Top ? Top" },
      {
        property: "CountIsTokens_A",
        file: "token_fifo.sv",
        from: "+ CountBits'(push_i) - CountBits'(pop_i)",
        to: "+ CountBits'(push_i)",
      },
    ],
  },
  {
    top: "decoder",
    parts: ["sva.vlt", "decoder.sv", "decoder_sva.sv"],
    parameters: { VisibleCount: 3, TokenCount: 2 },
    exercise: exerciseDecoder,
    mutants: [
      {
        property: "LogitIsExact_A", // an accumulator of 32 bits overflows in silence
        file: "decoder.sv",
        from: "(SumBits > 32 ? SumBits : 32) + 1;",
        to: "32;",
      },
      { property: "CellOfToken_A", file: "decoder.sv", from: "cell_q + CellBits'(1)", to: "cell_q" },
    ],
  },
  {
    top: "context_ring",
    parts: ["sva.vlt", "context_ring.sv", "context_ring_sva.sv"],
    parameters: { RowCount: 5 },
    exercise: exerciseRing,
    mutants: [
      { property: "BiasFollowsAge_A", file: "context_ring.sv", from: "head_q - 16'(row + 1)", to: "head_q - 16'(row)" },
      {
        property: "HeadInside_A",
        file: "context_ring.sv",
        from: "filled_q == 16'(RowCount) ?",
        to: "filled_q == 16'(9) ?",
      },
    ],
  },
  {
    top: "phase_counters",
    parts: ["sva.vlt", "dense_am_reg_pkg.sv", "cycle_meter.sv", "phase_counters.sv", "phase_counters_sva.sv"],
    exercise: exerciseCounters,
    mutants: [
      {
        property: "TotalsAddUp_A",
        file: "phase_counters.sv",
        from: ".run_i(here), .count_o(total_o[phase])",
        to: ".run_i(here && phase != 2), .count_o(total_o[phase])",
      },
      { property: "TokenAddsUp_A", file: "phase_counters.sv", from: "now + 32'(here)", to: "now" },
    ],
  },
  {
    top: "saturation_watch",
    parts: ["sva.vlt", "saturation_watch.sv", "saturation_watch_sva.sv"],
    parameters: { AdcBits: 2 },
    exercise: exerciseWatch,
    mutants: [
      {
        property: "EndsAreSeen_A",
        file: "saturation_watch.sv",
        from: "code_i == '0 || code_i == '1",
        to: "code_i == '0",
      },
    ],
  },
  {
    top: "lfsr32",
    parts: ["sva.vlt", "lfsr32.sv", "lfsr32_sva.sv"],
    exercise: exerciseLfsr,
    mutants: [{ property: "NeverZero_A", file: "lfsr32.sv", from: "seed_i == '0 ? 32'd1 : seed_i", to: "seed_i" }],
  },
  {
    top: "exp2_weight",
    parts: ["exp2_table_pkg.sv", "exp2_weight.sv", "exp2_weight_sva.sv"],
    exercise: exerciseExp2,
    mutants: [
      {
        property: "NotBelow_A",
        file: "exp2_weight.sv",
        from: "assign fall     = high - low;",
        to: "assign fall     = high;",
      },
    ],
  },
  {
    top: "token_sampler",
    parts: SAMPLER_PARTS,
    parameters: { TokenCount: 4 },
    exercise: exerciseSampler,
    mutants: [
      { property: "LargestWins_A", file: "token_sampler.sv", from: "logit_i > largest_q", to: "logit_i >= largest_q" },
      {
        property: "SearchEnds_A",
        file: "token_sampler.sv",
        from: "32'd0} > threshold_q",
        to: "32'd0} > (threshold_q << 6)",
      },
      { property: "DisabledRests_A", file: "token_sampler.sv", from: "if (!enable_i) state_d = SmIdle;", to: "" },
    ],
  },
];

async function exercised({ top, parameters = {}, exercise }: Part, files: readonly string[]): Promise<void> {
  const pins = await openRtl(top, { files, parameters });
  if (pins.values.has("rst_ni")) await reset(pins);
  await exercise(pins);
}

describe.each(PARTS)("$top alone", (part) => {
  it("keeps its properties whatever comes", async () => {
    await expect(exercised(part, partsOf(part.parts))).resolves.toBeUndefined();
  });
  it.each(part.mutants)("breaks $property with a mistake in it", async ({ property, ...mutation }) => {
    await expect(exercised(part, mutatedParts(part.parts, property, mutation))).rejects.toThrow(property);
  });
});
