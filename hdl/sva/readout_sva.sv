// Properties of readout, bound from outside.
module readout_sva
  import dense_am_reg_pkg::*;
#(
  parameter int unsigned VisibleCount = 1
) (
  input logic        clk_i,
  input logic        rst_ni,
  input logic        enable_i,
  input logic [7:0]  mux_sel_o,
  input logic        adc_start_o,
  input read_state_e state_o,
  input logic        result_write_o,
  input logic        done_o,
  input logic        timeout_o
);
  AdcStartOnlyInStart_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      adc_start_o == (state_o == RdStart))
    else $error("adc_start_o=%b in state %0d", adc_start_o, state_o);

  AdcStartOneCycle_A: assert property (@(posedge clk_i) disable iff (!rst_ni) adc_start_o |=> !adc_start_o)
    else $error("adc_start_o lasts longer than one cycle");

  ChannelInRange_A: assert property (@(posedge clk_i) disable iff (!rst_ni) 32'(mux_sel_o) < VisibleCount)
    else $error("mux_sel_o=%0d, but there are %0d visible nodes", mux_sel_o, VisibleCount);

  // A multiplexer that moves during a conversion mixes two nodes into one code.
  ChannelHolds_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      state_o inside {RdStart, RdConvert} |-> $stable(mux_sel_o))
    else $error("mux_sel_o changed to %0d in state %0d", mux_sel_o, state_o);

  WriteOnlyInConvert_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      result_write_o |-> state_o == RdConvert && enable_i)
    else $error("a result was written in state %0d, enable_i=%b", state_o, enable_i);

  DisabledRests_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      !enable_i |=> state_o == RdIdle && mux_sel_o == '0)
    else $error("disabled, but in state %0d on channel %0d", state_o, mux_sel_o);

  OneEnd_A: assert property (@(posedge clk_i) disable iff (!rst_ni) !(done_o && timeout_o))
    else $error("done and timed out in the same cycle");
endmodule

bind readout readout_sva #(.VisibleCount(VisibleCount)) u_sva (.*);
