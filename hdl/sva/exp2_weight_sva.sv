// Properties of exp2_weight, bound from outside. There is no clock: they are checked whenever a signal changes.
module exp2_weight_sva (
  input logic [5:0]  integer_part,
  input logic [48:0] weight_o
);
  // 2^-(i+1) < 2^-(i+f) <= 2^-i, up to the bits that fall off the end.
  always_comb begin
    NotAbove_A: assert final (weight_o <= 49'h1000000000000 >> integer_part)
      else $error("2^-%0d.x became 0x%h", integer_part, weight_o);
    NotBelow_A: assert final (weight_o >= 49'h0800000000000 >> integer_part)
      else $error("2^-%0d.x became 0x%h", integer_part, weight_o);
  end
endmodule

bind exp2_weight exp2_weight_sva u_sva (.*);
