import { Apb } from "../apb.ts";
import type { Pins } from "../pins.ts";
import { bringUp, COMMAND, generate, popTokens } from "../token-bench.ts";
import type { Exercise, Mutant } from "./schemata.ts";

const CTRL = { start: 1, abort: 2 } as const;
/** More than the token FIFO holds. */
const TOO_MANY = 18;
const FULL_AFTER = 2_500;

/** Runs that end by themselves, one held up by a full FIFO, starts that are refused, and one aborted in each of its cycles. */
async function exercise(pins: Pins): Promise<void> {
  const bus = new Apb(pins);
  await bringUp(bus);
  await generate(bus, [0, 2], 2);
  await popTokens(bus);
  await overfill(bus);
  for (let wait = 0; wait < 180; wait++) {
    await bus.write("TOKEN_COMMAND", COMMAND.clearTokens + COMMAND.start);
    await pins.cycle(wait);
    await bus.write("CTRL", CTRL.abort);
  }
}

async function overfill(bus: Apb): Promise<void> {
  await bus.write("TOKEN_LIMIT", TOO_MANY);
  await bus.write("TOKEN_COMMAND", COMMAND.start);
  for (const register of ["TOKEN_COMMAND", "CTRL"] as const) await bus.tryWrite(register, CTRL.start);
  await bus.pins.cycle(FULL_AFTER);
  await popTokens(bus);
  await bus.write("CTRL", CTRL.abort);
}

const SEQUENCE: readonly Mutant[] = [
  {
    property: "token_sequencer.TokenStateOrder_A",
    file: "token_sequencer.sv",
    from: "if (decoded_i)  state_d = TkSample;",
    to: "if (decoded_i)  state_d = ALIVE ? TkEmit : TkSample;",
  },
  {
    property: "token_sequencer.StartAtRest_A",
    file: "dense_am_bus.sv",
    from: "is_refused_while_busy(target_o)))",
    to: "(is_refused_while_busy(target_o) && !(ALIVE && target_o == RegTokenCommand))))",
  },
  {
    property: "token_sequencer.AbortEnds_A",
    file: "token_sequencer.sv",
    from: "if (abort_i && busy_o) ",
    to: "if (abort_i && busy_o && !ALIVE) ",
  },
  {
    property: "token_sequencer.AbortIsSilent_A",
    file: "token_sequencer.sv",
    from: "!fifo_full_i && !abort_i;",
    to: "!fifo_full_i && (!abort_i || ALIVE);",
  },
  {
    property: "token_sequencer.ErrorEnds_A",
    file: "token_sequencer.sv",
    from: "if (busy_o && error_d != ErrNone) state_d = TkIdle;",
    to: "if (busy_o && error_d != ErrNone && !ALIVE) state_d = TkIdle;",
  },
  {
    property: "token_sequencer.EndedOnce_A",
    file: "token_sequencer.sv",
    from: "= busy_o && state_d == TkIdle;",
    to: "= (busy_o || ALIVE) && state_d == TkIdle;",
  },
  {
    property: "token_sequencer.OneEnable_A",
    file: "token_sequencer.sv",
    from: "state_q == TkDecode && !abort_i",
    to: "(state_q == TkDecode || (ALIVE && state_q == TkSample)) && !abort_i",
  },
  {
    property: "token_sequencer.InferStarts_A",
    file: "token_sequencer.sv",
    from: "(token_end_o && !last_token_i)",
    to: "(token_end_o && (!last_token_i || ALIVE))",
  },
  {
    property: "token_sequencer.EmitHasRoom_A",
    file: "token_sequencer.sv",
    from: "= state_q == TkEmit && !fifo_full_i",
    to: "= state_q == TkEmit && (!fifo_full_i || ALIVE)",
  },
  {
    property: "token_sequencer.BusyIsOwned_A",
    file: "token_sequencer.sv",
    from: "(owner_q && !single_start_i)",
    to: "(owner_q && !single_start_i && !ALIVE)",
  },
];

const LOOP: readonly Mutant[] = [
  {
    property: "dense_am.ConfigurationHolds_A",
    file: "token_loop.sv",
    from: ".advance_i(advance), .head_o",
    to: ".advance_i(ALIVE ? emit : advance), .head_o",
  },
  {
    property: "dense_am.TokenHasCause_A",
    file: "token_loop.sv",
    from: "assign emitted_o = emit;",
    to: "assign emitted_o = emit || ALIVE;",
  },
  {
    property: "token_loop.InferenceIsOn_A",
    file: "token_sequencer.sv",
    from: "(state_q == TkPrompt && prompt_empty_i && !abort_i)",
    to: "(state_q == TkPrompt && prompt_empty_i && !abort_i && !ALIVE)",
  },
  {
    property: "token_loop.TokenIsKnown_A",
    file: "token_sampler.sv",
    from: "token_o = winner_q;",
    to: "token_o = winner_q | {TokenBits{ALIVE}};",
  },
  {
    property: "token_loop.WithinLimit_A",
    file: "token_loop.sv",
    from: "count >= limit)",
    to: "count >= limit + 32'(ALIVE))",
  },
  {
    property: "token_fifo.PushHasRoom_A",
    file: "token_loop.sv",
    from: ".fifo_full_i(fifo_full), .last_token_i",
    to: ".fifo_full_i(fifo_full && !ALIVE), .last_token_i",
  },
  {
    property: "token_fifo.PopHasToken_A",
    file: "token_loop.sv",
    from: "target_i == RegToken && !fifo_empty)",
    to: "target_i == RegToken && (!fifo_empty || ALIVE))",
  },
  {
    property: "row_append.OneCellAtATime_A",
    file: "row_append.sv",
    from: "col_q + 16'd1",
    to: "col_q + (ALIVE ? 16'd2 : 16'd1)",
  },
  {
    property: "row_append.DoneWithAll_A",
    file: "row_append.sv",
    from: "col_q == 16'(VisibleCount - 1);",
    to: "(col_q == 16'(VisibleCount - 1) || ALIVE);",
  },
];

export const TOKENS: Exercise = { name: "token runs", run: exercise, mutants: [...SEQUENCE, ...LOOP] };
