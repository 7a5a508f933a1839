// Properties of dense_am_irq, bound from outside.
module dense_am_irq_sva (
  input logic       clk_i,
  input logic       rst_ni,
  input logic [3:0] clear,
  input logic [3:0] arise_i,
  input logic [3:0] state_o
);
  // A cause that arises in the very cycle in which it is cleared would otherwise be lost.
  CauseArises_A: assert property (@(posedge clk_i) disable iff (!rst_ni) 1'b1 |=> ($past(arise_i) & ~state_o) == '0)
    else $error("causes %b arose, but %b are set", $past(arise_i), state_o);

  CauseStays_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      1'b1 |=> ($past(state_o) & ~$past(clear) & ~state_o) == '0)
    else $error("causes %b were set and not cleared, but %b are left", $past(state_o), state_o);

  NoOtherCause_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      1'b1 |=> (state_o & ~$past(state_o) & ~$past(arise_i)) == '0)
    else $error("causes %b came from nowhere", state_o & ~$past(state_o) & ~$past(arise_i));
endmodule

bind dense_am_irq dense_am_irq_sva u_sva (.*);
