// 2^-x for x >= 0, by a table of 2^-f for the fraction f, straight lines between its entries, and a shift by the
// integer. The relative error is below 1e-4 up to x = 34; beyond, the weight runs out of bits and ends at 0.
module exp2_weight
  import exp2_table_pkg::*;
(
  // 6 bits of integer, 24 of fraction.
  input  logic [29:0] x_i,
  // 48 bits of fraction: 2^48 is 1.
  output logic [48:0] weight_o
);
  logic [5:0]  integer_part, piece;
  logic [17:0] along; // within the piece
  logic [30:0] high, low, mantissa;
  logic [48:0] drop;
  logic [30:0] fall;

  assign {integer_part, piece, along} = x_i;

  assign high     = Exp2Table[7'(piece)];
  assign low      = Exp2Table[7'(piece) + 7'd1];
  assign fall     = high - low;
  assign drop     = 49'(fall) * 49'(along);
  assign mantissa = high - 31'(drop >> 18);
  assign weight_o = {mantissa, 18'd0} >> integer_part;
endmodule
