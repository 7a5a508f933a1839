// Properties of lfsr32, bound from outside.
module lfsr32_sva (
  input logic        clk_i,
  input logic        rst_ni,
  input logic        load_i,
  input logic        step_i,
  input logic [31:0] state_o
);
  NeverZero_A: assert property (@(posedge clk_i) disable iff (!rst_ni) state_o != '0)
    else $error("the random source is stuck at zero");

  MovesWhenStepped_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      !load_i |=> $changed(state_o) == $past(step_i))
    else $error("state 0x%h after step_i=%b", state_o, $past(step_i));
endmodule

bind lfsr32 lfsr32_sva u_sva (.*);
