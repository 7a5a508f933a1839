// Properties of sequencer, bound from outside.
module sequencer_sva
  import dense_am_reg_pkg::*;
(
  input logic        clk_i,
  input logic        rst_ni,
  input logic        start_i,
  input logic        abort_i,
  input logic [31:0] precharge_cycles_i,
  input state_e      state_o,
  input logic        busy_o,
  input error_e      error_o,
  input logic        ended_o,
  input logic        precharge_o,
  input logic        release_o,
  input logic        sense_en_o
);
  function automatic logic may_follow(state_e from, state_e to);
    unique case (from)
      StIdle, StDone: return to == from || to == StPrecharge;
      StPrecharge:    return to inside {StPrecharge, StRelax, StDone};
      StRelax:        return to inside {StRelax, StReadout, StDone};
      StReadout:      return to inside {StReadout, StDecide, StDone};
      StDecide:       return to inside {StDecide, StDone};
      default:        return 1'b0;
    endcase
  endfunction

  // Cycles of precharge before this one, for a property over many cycles.
  logic [31:0] precharged;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni)           precharged <= '0;
    else if (!precharge_o) precharged <= '0;
    else                   precharged <= precharged + 32'd1;
  end

  StateLegal_A: assert property (@(posedge clk_i) disable iff (!rst_ni) state_o <= StDone)
    else $error("state %0d does not exist", state_o);

  StateOrder_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      $past(rst_ni) |-> may_follow($past(state_o), state_o))
    else $error("state %0d cannot follow state %0d", state_o, $past(state_o));

  // Both closed at once, the precharge rail drives into the network's own amplifiers.
  SwitchesExclusive_A: assert property (@(posedge clk_i) disable iff (!rst_ni) !(precharge_o && release_o))
    else $error("precharge_o and release_o are both high in state %0d", state_o);

  SenseNeedsRelease_A: assert property (@(posedge clk_i) disable iff (!rst_ni) sense_en_o |-> release_o)
    else $error("sense_en_o is high without release_o in state %0d", state_o);

  OffAtRest_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      !busy_o |-> !precharge_o && !release_o && !sense_en_o)
    else $error("at rest (state %0d): precharge=%b release=%b sense=%b", state_o, precharge_o, release_o, sense_en_o);

  HeldInReadout_A: assert property (@(posedge clk_i) disable iff (!rst_ni) state_o == StReadout |-> release_o)
    else $error("release_o fell during readout: the fixed point no longer holds still");

  PrechargeLength_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      state_o == StRelax && $past(state_o) == StPrecharge |->
      precharged == (precharge_cycles_i == '0 ? 32'd1 : precharge_cycles_i))
    else $error("precharge lasted %0d cycles instead of %0d", precharged, precharge_cycles_i);

  AbortEnds_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      abort_i && busy_o |=> state_o == StDone && error_o == ErrAborted)
    else $error("an abort left state %0d, error %0d", state_o, error_o);

  StartOnlyAtRest_A: assert property (@(posedge clk_i) disable iff (!rst_ni) start_i |-> !busy_o)
    else $error("start in state %0d", state_o);

  EndedOnce_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      ended_o |-> state_o == StDone && !$past(ended_o))
    else $error("ended_o in state %0d", state_o);
endmodule

bind sequencer sequencer_sva u_sva (.*);
