// Properties of saturation_watch, bound from outside.
module saturation_watch_sva #(
  parameter int unsigned AdcBits = 10
) (
  input logic               clk_i,
  input logic               rst_ni,
  input logic               clear_i,
  input logic               write_i,
  input logic [AdcBits-1:0] code_i,
  input logic               saturated_o
);
  EndsAreSeen_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      write_i && (&code_i || !(|code_i)) |-> saturated_o)
    else $error("code %0d was taken for a voltage", code_i);

  StaysUntilCleared_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      saturated_o && !clear_i |=> saturated_o)
    else $error("a saturated node was forgotten");
endmodule

bind saturation_watch saturation_watch_sva #(.AdcBits(AdcBits)) u_sva (.*);
