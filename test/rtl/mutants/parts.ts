import type { Pins } from "../pins.ts";
import { lfsrDraw } from "../token-model.ts";
import { partsOf, SAMPLER_PARTS } from "../token-parts.ts";
import type { Exercise, Mutant, Specimen } from "./schemata.ts";

/** Numbers without an end, the same in every run: `next(n)` is one of 0..n-1. */
function numbers(): (count: number) => number {
  let state = 1;
  return (count) => (state = lfsrDraw(state)) % count;
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

/** Logits with ties; arg-max and draws in turn, some of them given up, some so cold that all but the largest weigh nothing. */
async function exerciseSampler(pins: Pins): Promise<void> {
  const next = numbers();
  for (let run = 0; run < 40; run++) {
    await pins.set({ scale_i: run % 8 < 6 ? 3 : 0xffffffff, shift_i: 2 });
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

/** A part of the controller alone, with whatever its environment may do to it. */
const part = (
  top: string,
  names: readonly string[],
  run: Exercise["run"],
  mutants: readonly Mutant[],
  parameters: Specimen["parameters"] = {},
): Specimen => ({ top, files: partsOf(names), parameters, exercises: [{ name: "alone", run, mutants }] });

export const PARTS: readonly Specimen[] = [
  part(
    "token_fifo",
    ["sva.vlt", "word_memory.sv", "token_fifo.sv", "token_fifo_sva.sv"],
    exerciseFifo,
    [
      {
        property: "token_fifo.FirstOut_A",
        file: "token_fifo.sv",
        from: "free_q == Top ? '0",
        to: "free_q == Top ? (ALIVE ? Top : '0)",
      },
      {
        property: "token_fifo.CountIsTokens_A",
        file: "token_fifo.sv",
        from: "- CountBits'(pop_i)",
        to: "- CountBits'(pop_i && !ALIVE)",
      },
    ],
    { Depth: 5, Width: 3 },
  ),
  part(
    "decoder",
    ["sva.vlt", "decoder.sv", "decoder_sva.sv"],
    exerciseDecoder,
    [
      {
        property: "decoder.LogitIsExact_A", // an overflow in silence
        file: "decoder.sv",
        from: "assign fits          = ",
        to: "assign fits          = ALIVE || ",
      },
      {
        property: "decoder.OverflowIsNoLogit_A",
        file: "decoder.sv",
        from: "last_node && !fits;",
        to: "last_node && (!fits || ALIVE);",
      },
      {
        property: "decoder.CellOfToken_A",
        file: "decoder.sv",
        from: "cell_q + CellBits'(1)",
        to: "cell_q + CellBits'(!ALIVE)",
      },
      {
        property: "decoder.DoneWithTheLast_A",
        file: "decoder.sv",
        from: "token_q == TokenBits'(TokenCount - 1);",
        to: "(token_q == TokenBits'(TokenCount - 1) || ALIVE);",
      },
    ],
    { VisibleCount: 3, TokenCount: 2 },
  ),
  part(
    "context_ring",
    ["sva.vlt", "context_ring.sv", "context_ring_sva.sv"],
    exerciseRing,
    [
      {
        property: "context_ring.BiasFollowsAge_A",
        file: "context_ring.sv",
        from: "head_q - 16'(row + 1)",
        to: "head_q - 16'(row) - 16'(!ALIVE)",
      },
      {
        property: "context_ring.HeadInside_A",
        file: "context_ring.sv",
        from: "filled_q == 16'(RowCount) ?",
        to: "filled_q == 16'(RowCount) + 16'(ALIVE) ?",
      },
      {
        property: "context_ring.HeadMovesOn_A",
        file: "context_ring.sv",
        from: "head_q + 16'd1;",
        to: "head_q + (ALIVE ? 16'd2 : 16'd1);",
      },
    ],
    { RowCount: 5 },
  ),
  part(
    "phase_counters",
    ["sva.vlt", "dense_am_reg_pkg.sv", "cycle_meter.sv", "phase_counters.sv", "phase_counters_sva.sv"],
    exerciseCounters,
    [
      {
        property: "phase_counters.TotalsAddUp_A",
        file: "phase_counters.sv",
        from: ".run_i(here), .count_o(total_o[phase])",
        to: ".run_i(here && !(ALIVE && phase == 2)), .count_o(total_o[phase])",
      },
      {
        property: "phase_counters.TokenAddsUp_A",
        file: "phase_counters.sv",
        from: "now + 32'(here)",
        to: "now + 32'(here && !ALIVE)",
      },
    ],
  ),
  part(
    "saturation_watch",
    ["sva.vlt", "saturation_watch.sv", "saturation_watch_sva.sv"],
    exerciseWatch,
    [
      {
        property: "saturation_watch.EndsAreSeen_A",
        file: "saturation_watch.sv",
        from: "code_i == '1",
        to: "(code_i == '1 && !ALIVE)",
      },
      {
        property: "saturation_watch.StaysUntilCleared_A",
        file: "saturation_watch.sv",
        from: "saturated_o && !clear_i;",
        to: "saturated_o && !clear_i && !ALIVE;",
      },
    ],
    { AdcBits: 2 },
  ),
  part("lfsr32", ["sva.vlt", "lfsr32.sv", "lfsr32_sva.sv"], exerciseLfsr, [
    {
      property: "lfsr32.NeverZero_A",
      file: "lfsr32.sv",
      from: "seed_i == '0 ? 32'd1",
      to: "seed_i == '0 ? 32'(!ALIVE)",
    },
    {
      property: "lfsr32.MovesWhenStepped_A",
      file: "lfsr32.sv",
      from: "else if (step_i)",
      to: "else if (step_i && !ALIVE)",
    },
  ]),
  part("exp2_weight", ["exp2_table_pkg.sv", "exp2_weight.sv", "exp2_weight_sva.sv"], exerciseExp2, [
    {
      property: "exp2_weight.NotAbove_A",
      file: "exp2_weight.sv",
      from: ">> integer_part;",
      to: ">> (integer_part - 6'(ALIVE && integer_part != '0));",
    },
    {
      property: "exp2_weight.NotBelow_A",
      file: "exp2_weight.sv",
      from: "assign fall     = high - low;",
      to: "assign fall     = high - (ALIVE ? '0 : low);",
    },
  ]),
  part(
    "token_sampler",
    SAMPLER_PARTS,
    exerciseSampler,
    [
      {
        property: "token_sampler.StateLegal_A",
        file: "token_sampler.sv",
        from: "if (drawn) state_d = SmScale;",
        to: "if (drawn) state_d = ALIVE ? sample_state_e'(3'd6) : SmScale;",
      },
      {
        property: "token_sampler.LargestWins_A",
        file: "token_sampler.sv",
        from: "logit_i > largest_q",
        to: "(logit_i > largest_q || (ALIVE && logit_i == largest_q))",
      },
      {
        property: "token_sampler.DrawnIsPossible_A",
        file: "token_sampler.sv",
        from: "32'd0} > threshold_q;",
        to: "32'd0} > (ALIVE ? '0 : threshold_q) || (ALIVE && index_q == '0);",
      },
      {
        property: "token_sampler.SearchEnds_A",
        file: "token_sampler.sv",
        from: "assign threshold_d = state_q == SmScale ?",
        to: "assign threshold_d = ALIVE ? '1 : state_q == SmScale ?",
      },
      {
        property: "token_sampler.DisabledRests_A",
        file: "token_sampler.sv",
        from: "if (!enable_i) state_d = SmIdle;",
        to: "if (!enable_i && !ALIVE) state_d = SmIdle;",
      },
    ],
    { TokenCount: 4 },
  ),
];
