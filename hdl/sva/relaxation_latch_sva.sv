// Properties of relaxation_latch, bound from outside. There is no clock: they are checked whenever a signal changes.
module relaxation_latch_sva (
  input logic above_i,
  input logic below_i,
  input logic charge_o
);
  always_comb begin
    ThresholdsApart_A: assert final (!(above_i && below_i))
      else $error("above_i and below_i are both high: the lower threshold lies above the upper one");
    AboveDischarges_A: assert final (!(above_i && charge_o))
      else $error("the capacitor is above the upper threshold and still charges");
    BelowCharges_A: assert final (!(below_i && !above_i && !charge_o))
      else $error("the capacitor is below the lower threshold and still discharges");
  end
endmodule

bind relaxation_latch relaxation_latch_sva u_sva (.*);
