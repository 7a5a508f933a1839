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
  input state_e                               state,
  input read_state_e                          read_state,
  input logic                                 run_busy,
  input logic                                 program_busy,
  input logic                                 cell_done,
  input logic                                 cell_failed,
  input logic                                 cell_timeout,
  input logic                                 start,
  input logic                                 result_write,
  input logic [VisibleCount-1:0][AdcBits-1:0] results,
  input logic [VisibleCount-1:0]              decisions,
  input logic [AdcBits-1:0]                   threshold,
  input logic [3:0]                           irq_state,
  input logic [3:0]                           irq_enable
);
  initial begin : check_params
    VisibleCountRange_A: assert (VisibleCount inside {[1:256]})
      else $fatal(1, "VisibleCount=%0d is outside 1..256", VisibleCount);
    RowCountRange_A: assert (RowCount inside {[1:2047]})
      else $fatal(1, "RowCount=%0d is outside 1..2047", RowCount);
    MemoryCountRange_A: assert (MemoryCount <= 2047)
      else $fatal(1, "MemoryCount=%0d is outside 0..2047", MemoryCount);
    DacBitsRange_A: assert (DacBits inside {[2:16]})
      else $fatal(1, "DacBits=%0d is outside 2..16", DacBits);
    AdcBitsRange_A: assert (AdcBits inside {[2:16]})
      else $fatal(1, "AdcBits=%0d is outside 2..16", AdcBits);
    LevelBitsRange_A: assert (LevelBits inside {[2:16]})
      else $fatal(1, "LevelBits=%0d is outside 2..16", LevelBits);
  end

  AdcOnlyWhileReleased_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      adc_start_o |-> cell_read_o || (release_o && !precharge_o && state == StReadout))
    else $error("adc_start_o with release=%b precharge=%b in state %0d", release_o, precharge_o, state);

  ProgramOnlyAtRest_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      prog_strobe_o || cell_read_o |-> !precharge_o && !release_o && !run_busy)
    else $error("a cell is being programmed in state %0d", state);

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
      !result_write && !start |=> $stable(results))
    else $error("results changed without being written, in state %0d", state);

  DecisionsHold_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      state != StDecide && !start |=> $stable(decisions))
    else $error("decisions changed in state %0d", state);

  ConfigurationHolds_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      run_busy |=> $stable(init_o) && $stable(bias_o) && $stable(threshold))
    else $error("a DAC code or the threshold changed in state %0d", state);

  IrqHasCause_A: assert property (@(posedge clk_i) disable iff (!rst_ni) irq_o == |(irq_state & irq_enable))
    else $error("irq_o=%b with causes %b and enables %b", irq_o, irq_state, irq_enable);
endmodule

bind dense_am dense_am_sva #(
  .VisibleCount(VisibleCount), .RowCount(RowCount), .MemoryCount(MemoryCount),
  .DacBits(DacBits), .AdcBits(AdcBits), .LevelBits(LevelBits), .NeuronCount(NeuronCount)
) u_sva (.*);
