import type { Mutant } from "./schemata.ts";

const ADC: readonly Mutant[] = [
  {
    property: "adc_conversion.AdcStartOnlyInStart_A",
    file: "adc_conversion.sv",
    from: "assign start_d = state_d == RdStart;",
    to: "assign start_d = state_d == (ALIVE ? RdConvert : RdStart);",
  },
  {
    property: "adc_conversion.AdcStartOneCycle_A",
    file: "adc_conversion.sv",
    from: "RdStart:   state_d = RdConvert;",
    to: "RdStart:   state_d = ALIVE ? RdStart : RdConvert;",
  },
  {
    property: "adc_conversion.ConvertedInConvert_A", // the synchroniser forgets one cycle later
    file: "adc_conversion.sv",
    from: "enable_i && state_q == RdConvert && valid",
    to: "enable_i && (state_q == RdConvert || ALIVE) && valid",
  },
  {
    property: "adc_conversion.DisabledRests_A",
    file: "adc_conversion.sv",
    from: "if (!enable_i) state_d = RdIdle;",
    to: "if (!enable_i && !ALIVE) state_d = RdIdle;",
  },
  {
    property: "dense_am.AdcInputSettled_A",
    file: "adc_conversion.sv",
    from: ".cycles_i(acquire_cycles_i)",
    to: ".cycles_i(ALIVE ? '0 : acquire_cycles_i)",
  },
  {
    property: "adc_conversion.OneEnd_A",
    file: "adc_conversion.sv",
    from: "enable_i && limit && !valid",
    to: "enable_i && limit && (!valid || ALIVE)",
  },
];

const BUS: readonly Mutant[] = [
  {
    property: "dense_am_bus.WaitsForProgramOnly_A",
    file: "dense_am_bus.sv",
    from: "pwrite_i && program_busy_i && !run_busy_i",
    to: "pwrite_i && (program_busy_i || ALIVE) && !run_busy_i",
  },
  {
    property: "dense_am_bus.ErrorInLastCycle_A",
    file: "dense_am_bus.sv",
    from: "assign refuse    = access &&",
    to: "assign refuse    = (access || (ALIVE && psel_i)) &&",
  },
  {
    property: "dense_am_bus.OneCommand_A",
    file: "dense_am_bus.sv",
    from: "assign abort_o   = write_o && target_o == RegCtrl && ctrl.abort;",
    to: "assign abort_o   = write_o && target_o == RegCtrl && (ctrl.abort || ALIVE);",
  },
  {
    property: "dense_am_bus.RefusedIsNotWritten_A",
    file: "dense_am_bus.sv",
    from: "assign write_o   = access && pready_o && pwrite_i && verdict == ErrNone;",
    to: "assign write_o   = access && pready_o && pwrite_i && (verdict == ErrNone || ALIVE);",
  },
];

const CELLS: readonly Mutant[] = [
  {
    property: "write_verify.StateLegal_A",
    file: "write_verify.sv",
    from: "state_d  = WvPulse;",
    to: "state_d  = ALIVE ? verify_state_e'(2'd3) : WvPulse;",
  },
  {
    property: "write_verify.StrobeLength_A",
    file: "write_verify.sv",
    from: ".run_i(strobe_q), .cycles_i,",
    to: ".run_i(strobe_q), .cycles_i(cycles_i + 32'(ALIVE)),",
  },
  {
    property: "write_verify.CellHolds_A",
    file: "write_verify.sv",
    from: "assign col_d    = write_i ?",
    to: "assign col_d    = write_i || ALIVE ?",
  },
  {
    property: "write_verify.WriteAtRest_A",
    file: "dense_am_bus.sv",
    from: "(any_start || target_o == RegProgLevel)",
    to: "(any_start || (target_o == RegProgLevel && !ALIVE))",
  },
  {
    property: "write_verify.StrobeExcludesRead_A",
    file: "write_verify.sv",
    from: "assign strobe_d = state_d == WvPulse;",
    to: "assign strobe_d = state_d == WvPulse || (ALIVE && state_d != WvIdle);",
  },
  {
    property: "write_verify.PulsesLimited_A",
    file: "write_verify.sv",
    from: "pulses_q >= tries_i;",
    to: "pulses_q >= tries_i + 8'(ALIVE);",
  },
  {
    property: "write_verify.DoneIsRight_A",
    file: "write_verify.sv",
    from: "distance <= tolerance_i;",
    to: "distance <= tolerance_i + (ALIVE ? AdcBits'(100) : '0);",
  },
  {
    property: "write_verify.FailedIsWrong_A",
    file: "write_verify.sv",
    from: "failed_o = !right &&",
    to: "failed_o = (ALIVE && !right) || !right &&",
  },
  {
    property: "write_verify.OneVerdict_A",
    file: "write_verify.sv",
    from: "timeout_o = 1'b0;\n    unique case (state_q)",
    to: "timeout_o = ALIVE;\n    unique case (state_q)",
  },
];

const CORE: readonly Mutant[] = [
  {
    property: "dense_am.AdcOnlyWhileReleased_A",
    file: "sequencer.sv",
    from: "state_q == StReadout && !abort_i",
    to: "state_q == StReadout && (!abort_i || ALIVE)",
  },
  {
    property: "dense_am.ProgramOnlyAtRest_A",
    file: "dense_am_bus.sv",
    from: "else if (run_busy_i &&",
    to: "else if (run_busy_i && !(ALIVE && target_o == RegProgLevel) &&",
  },
  {
    property: "dense_am.CellEnds_A",
    file: "write_verify.sv",
    from: "state_d = done_o ? WvIdle : WvRead;",
    to: "state_d = done_o && !ALIVE ? WvIdle : WvRead;",
  },
  {
    property: "dense_am.CellInside_A",
    file: "dense_am_bus.sv",
    from: "target_o == RegProgLevel && !cell_inside_i",
    to: "target_o == RegProgLevel && !cell_inside_i && !ALIVE",
  },
  {
    property: "dense_am.CellReadAlone_A",
    file: "dense_am.sv",
    from: "assign mux_sel_o = cell_read_o ?",
    to: "assign mux_sel_o = cell_read_o && !ALIVE ?",
  },
  {
    property: "dense_am.ResultOnlyInReadout_A",
    file: "readout.sv",
    from: "assign result_write_o = enable_i &&",
    to: "assign result_write_o = (enable_i || ALIVE) &&",
  },
  {
    property: "dense_am.ResultsHold_A",
    file: "dense_am.sv",
    from: ".clear_i(infer_begin), .write_i(result_write)",
    to: ".clear_i(ALIVE ? infer_ended : infer_begin), .write_i(result_write)",
  },
  {
    property: "dense_am.DecisionsHold_A",
    file: "decision.sv",
    from: "end else if (enable_i) begin",
    to: "end else if (enable_i || ALIVE) begin",
  },
  {
    property: "dense_am.InferenceEnds_A",
    file: "sequencer.sv",
    from: "assign ending_error_o = error_d;",
    to: "assign ending_error_o = ALIVE ? ErrNone : error_d;",
  },
  {
    property: "dense_am.ReadOrWrite_A",
    file: "dense_am_bus.sv",
    from: "pready_o && !pwrite_i && verdict",
    to: "pready_o && (!pwrite_i || ALIVE) && verdict",
  },
  {
    property: "decision.BitsAreComparisons_A",
    file: "decision.sv",
    from: "results_i[index_q] >= threshold_i;",
    to: "results_i[index_q] >= threshold_i && !(ALIVE && index_q == '0);",
  },
  {
    property: "dense_am_irq.CauseArises_A",
    file: "dense_am_irq.sv",
    from: "| arise_i;",
    to: "| (arise_i & {!ALIVE, 3'b111});",
  },
  {
    property: "dense_am_irq.CauseStays_A",
    file: "dense_am_irq.sv",
    from: "(state_q & ~clear)",
    to: "(state_q & ~clear & ~{4{ALIVE && write_i}})",
  },
  {
    property: "dense_am_irq.NoOtherCause_A",
    file: "dense_am_irq.sv",
    from: "assign state_d  = ",
    to: "assign state_d  = {3'd0, ALIVE && write_i} | ",
  },
  {
    property: "dense_am.IrqHasCause_A",
    file: "dense_am_irq.sv",
    from: "|(state_q & enable_q)",
    to: "|(state_q & (enable_q | {4{ALIVE}}))",
  },
];

const READOUT: readonly Mutant[] = [
  {
    property: "readout.ChannelInRange_A",
    file: "readout.sv",
    from: "channel_d = first_i;",
    to: "channel_d = first_i + (ALIVE ? 8'(VisibleCount) : '0);",
  },
  {
    property: "readout.ChannelHolds_A",
    file: "readout.sv",
    from: "end else if (converted_i) begin",
    to: "end else if (converted_i || ALIVE) begin",
  },
  {
    property: "readout.EveryNodeOnce_A",
    file: "readout.sv",
    from: "assign last_o         = read_q == Top;",
    to: "assign last_o         = read_q == Top || ALIVE;",
  },
  {
    property: "readout.DisabledRests_A",
    file: "readout.sv",
    from: "assign running_d      = enable_i &&",
    to: "assign running_d      = (enable_i || (ALIVE && running_q)) &&",
  },
];

const RELAXATION: readonly Mutant[] = [
  {
    property: "relax_length.DoneIsSettled_A",
    file: "relax_length.sv",
    from: "enable_i && settled_i && long_enough",
    to: "enable_i && (settled_i || ALIVE) && long_enough",
  },
  {
    property: "relax_length.DoneIsLate_A",
    file: "relax_length.sv",
    from: "assign done_o      = ready && extra;",
    to: "assign done_o      = ready && (extra || ALIVE);",
  },
  {
    property: "settle_detect.SettledIsDebounced_A",
    file: "settle_detect.sv",
    from: "all_quiet && (debounced ||",
    to: "all_quiet && (ALIVE || debounced ||",
  },
  {
    property: "settle_detect.NotBeforeSynchronised_A",
    file: "settle_detect.sv",
    from: ".clear_i(!enable_i), .async_i(quiet_i)",
    to: ".clear_i(!enable_i && !ALIVE), .async_i(quiet_i)",
  },
  {
    property: "settle_detect.TimeoutInTime_A",
    file: "settle_detect.sv",
    from: ".cycles_i(timeout_cycles_i)",
    to: ".cycles_i(timeout_cycles_i - 32'(ALIVE))",
  },
  {
    property: "settle_detect.SettledStaysWhileQuiet_A",
    file: "settle_detect.sv",
    from: "debounced || settled_q)",
    to: "debounced || (settled_q && !ALIVE))",
  },
  {
    property: "settle_detect.OneAnswer_A",
    file: "settle_detect.sv",
    from: "late_d && !settled_o",
    to: "late_d && (!settled_o || ALIVE)",
  },
  {
    property: "settle_detect.DisabledIsSilent_A",
    file: "settle_detect.sv",
    from: "enable_i && (limit || late_q)",
    to: "(enable_i || ALIVE) && (limit || late_q)",
  },
];

const SEQUENCE: readonly Mutant[] = [
  {
    property: "sequencer.StateLegal_A",
    file: "sequencer.sv",
    from: "state_d = StPrecharge;",
    to: "state_d = ALIVE ? state_e'(4'd6) : StPrecharge;",
  },
  {
    property: "sequencer.StateOrder_A",
    file: "sequencer.sv",
    from: "if (precharged) state_d = StRelax;",
    to: "if (precharged) state_d = ALIVE ? StReadout : StRelax;",
  },
  {
    property: "sequencer.SwitchesExclusive_A",
    file: "sequencer.sv",
    from: "state_d inside {StRelax, StReadout}",
    to: "(state_d inside {StRelax, StReadout} || (ALIVE && state_d == StPrecharge))",
  },
  {
    property: "sequencer.SenseNeedsRelease_A",
    file: "sequencer.sv",
    from: "assign sense_d     = state_d == StRelax;",
    to: "assign sense_d     = state_d == StRelax || (ALIVE && state_d == StDecide);",
  },
  {
    property: "sequencer.OffAtRest_A",
    file: "sequencer.sv",
    from: "assign precharge_d = state_d == StPrecharge;",
    to: "assign precharge_d = state_d == StPrecharge || (ALIVE && state_d == StDone);",
  },
  {
    property: "sequencer.HeldInReadout_A",
    file: "sequencer.sv",
    from: "assign release_d   = ",
    to: "assign release_d   = !(ALIVE && state_d == StReadout) && ",
  },
  {
    property: "sequencer.PrechargeLength_A",
    file: "sequencer.sv",
    from: ".cycles_i(precharge_cycles_i)",
    to: ".cycles_i(precharge_cycles_i + 32'(ALIVE))",
  },
  {
    property: "sequencer.AbortEnds_A",
    file: "sequencer.sv",
    from: "if (abort_i && busy_o) begin",
    to: "if (abort_i && busy_o && !ALIVE) begin",
  },
  {
    property: "sequencer.StartOnlyAtRest_A",
    file: "dense_am_bus.sv",
    from: "assign start_o   = write_o && starts;",
    to: "assign start_o   = (write_o || (ALIVE && access && pwrite_i)) && starts;",
  },
  {
    property: "sequencer.EndedOnce_A",
    file: "sequencer.sv",
    from: "assign ended_d     = busy_o &&",
    to: "assign ended_d     = (busy_o || ALIVE) &&",
  },
];

export const INFERENCE_MISTAKES: readonly Mutant[] = [
  ...ADC,
  ...BUS,
  ...CELLS,
  ...CORE,
  ...READOUT,
  ...RELAXATION,
  ...SEQUENCE,
];
