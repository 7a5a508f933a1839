// Properties of the whole controller, bound from outside.
module dense_am_sva
  import dense_am_reg_pkg::*;
#(
  parameter int unsigned VisibleCount = 1,
  parameter int unsigned RowCount     = 1,
  parameter int unsigned MemoryCount  = 0,
  parameter int unsigned DacBits      = 10,
  parameter int unsigned AdcBits      = 10,
  parameter int unsigned LevelBits    = 8,
  parameter int unsigned VocabularyCount = 0,
  parameter int unsigned NeuronCount  = 2
) (
  input logic                                 clk_i,
  input logic                                 rst_ni,
  input logic                                 irq_o,
  input logic                                 prog_strobe_o,
  input logic                                 cell_read_o,
  input logic [15:0]                          prog_row_o,
  input logic [15:0]                          prog_col_o,
  input logic [VisibleCount*DacBits-1:0]      init_o,
  input logic [NeuronCount*DacBits-1:0]       bias_o,
  input logic                                 precharge_o,
  input logic                                 release_o,
  input logic [7:0]                           mux_sel_o,
  input logic                                 adc_start_o,
  input logic [31:0]                          acquire_cycles,
  input logic                                 read,
  input logic                                 write,
  input logic                                 emitted,
  input state_e                               state,
  input token_state_e                         token_state,
  input logic                                 infer_ending,
  input error_e                               ending_error,
  input error_e                               infer_error,
  input read_state_e                          read_state,
  input logic                                 run_busy,
  input logic                                 program_busy,
  input logic                                 cell_done,
  input logic                                 cell_failed,
  input logic                                 cell_timeout,
  input logic                                 infer_begin,
  input logic                                 result_write,
  input logic [VisibleCount-1:0][AdcBits-1:0] results,
  input logic [VisibleCount-1:0]              decisions,
  input logic [AdcBits-1:0]                   threshold,
  input logic [3:0]                           irq_state,
  input logic [3:0]                           irq_enable
);
  // Refused while the RTL is compiled.
  if (!(VisibleCount inside {[1:256]})) begin : gen_visible_count_range
    $fatal(1, "VisibleCount=%0d is outside 1..256", VisibleCount);
  end
  if (!(RowCount inside {[1:2047]})) begin : gen_row_count_range
    $fatal(1, "RowCount=%0d is outside 1..2047", RowCount);
  end
  if (!(MemoryCount <= 2047)) begin : gen_memory_count_range
    $fatal(1, "MemoryCount=%0d is outside 0..2047", MemoryCount);
  end
  if (!(DacBits inside {[2:16]})) begin : gen_dac_bits_range
    $fatal(1, "DacBits=%0d is outside 2..16", DacBits);
  end
  if (!(AdcBits inside {[2:16]})) begin : gen_adc_bits_range
    $fatal(1, "AdcBits=%0d is outside 2..16", AdcBits);
  end
  if (!(LevelBits inside {[2:16]})) begin : gen_level_bits_range
    $fatal(1, "LevelBits=%0d is outside 2..16", LevelBits);
  end
  if (!(VocabularyCount == 0 || VocabularyCount inside {[2:16]})) begin : gen_vocabulary_count_range
    $fatal(1, "VocabularyCount=%0d is neither 0 nor inside 2..16", VocabularyCount);
  end
  // A row's cells are checked through the ADC: it must tell two levels apart.
  if (!(VocabularyCount == 0 || AdcBits >= LevelBits)) begin : gen_adc_reads_levels
    $fatal(1, "AdcBits=%0d is below LevelBits=%0d", AdcBits, LevelBits);
  end
  if (!(VocabularyCount * VisibleCount <= 2048)) begin : gen_token_cells_range
    $fatal(1, "VocabularyCount * VisibleCount=%0d is above 2048", VocabularyCount * VisibleCount);
  end
  // All ones at the multiplexer must select no node while a run reads a cell.
  if (!(VocabularyCount == 0 || VisibleCount <= 255)) begin : gen_no_node_is_free
    $fatal(1, "VisibleCount=%0d is above 255, with a token loop", VisibleCount);
  end

  // Cycles before this one in which the same node or cell stood at the shared ADC.
  logic [40:0] selection, former;
  logic [31:0] selected_cycles, held;
  assign selection       = {mux_sel_o, cell_read_o, prog_row_o, prog_col_o};
  assign selected_cycles = selection == former ? held : '0;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      former <= '0;
      held   <= '0;
    end else begin
      former <= selection;
      held   <= selected_cycles + 32'd1;
    end
  end

  AdcInputSettled_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      adc_start_o |-> selected_cycles >= $past(acquire_cycles))
    else $error("a conversion %0d cycles after its node or cell was selected", selected_cycles);

  AdcOnlyWhileReleased_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      adc_start_o |-> cell_read_o || (release_o && !precharge_o && state == StReadout))
    else $error("adc_start_o with release=%b precharge=%b in state %0d", release_o, precharge_o, state);

  ProgramOnlyAtRest_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      prog_strobe_o || cell_read_o |->
      !precharge_o && !release_o && (!run_busy || token_state inside {TkProgramPrompt, TkAppend}))
    else $error("a cell is being programmed in state %0d, token state %0d", state, token_state);

  CellEnds_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      cell_done || cell_failed || cell_timeout |=> !program_busy)
    else $error("a cell has been dealt with and is still being programmed");

  CellInside_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      prog_strobe_o || cell_read_o |-> 32'(prog_row_o) < RowCount + MemoryCount && 32'(prog_col_o) < VisibleCount)
    else $error("cell (%0d, %0d) of %0d x %0d", prog_row_o, prog_col_o, RowCount + MemoryCount, VisibleCount);

  // A node and a cell at the shared ADC would mix into one code.
  CellReadAlone_A: assert property (@(posedge clk_i) disable iff (!rst_ni) cell_read_o |-> mux_sel_o == '1)
    else $error("a cell is read back while the multiplexer selects node %0d", mux_sel_o);

  ResultOnlyInReadout_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      result_write |-> state == StReadout && read_state == RdConvert)
    else $error("a result was written in state %0d", state);

  ResultsHold_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      !result_write && !infer_begin |=> $stable(results))
    else $error("results changed without being written, in state %0d", state);

  DecisionsHold_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      state != StDecide && !infer_begin |=> $stable(decisions))
    else $error("decisions changed in state %0d", state);

  ConfigurationHolds_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      run_busy && !(token_state inside {TkProgramPrompt, TkAppend}) |=>
      $stable(init_o) && $stable(bias_o) && $stable(threshold))
    else $error("a DAC code or the threshold changed in state %0d", state);

  InferenceEnds_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      infer_ending |=> state == StDone && infer_error == $past(ending_error))
    else $error("an inference ended in state %0d with error %0d", state, infer_error);

  ReadOrWrite_A: assert property (@(posedge clk_i) disable iff (!rst_ni) !(read && write))
    else $error("an access reads and writes");

  TokenHasCause_A: assert property (@(posedge clk_i) disable iff (!rst_ni) emitted |-> token_state == TkEmit)
    else $error("a token went out in token state %0d", token_state);

  IrqHasCause_A: assert property (@(posedge clk_i) disable iff (!rst_ni) irq_o == |(irq_state & irq_enable))
    else $error("irq_o=%b with causes %b and enables %b", irq_o, irq_state, irq_enable);
endmodule

bind dense_am dense_am_sva #(
  .VisibleCount(VisibleCount), .RowCount(RowCount), .MemoryCount(MemoryCount),
  .DacBits(DacBits), .AdcBits(AdcBits), .LevelBits(LevelBits), .VocabularyCount(VocabularyCount),
  .NeuronCount(NeuronCount)
) u_sva (.*);
