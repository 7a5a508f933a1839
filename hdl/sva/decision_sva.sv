// Properties of decision, bound from outside.
module decision_sva #(
  parameter int unsigned VisibleCount = 1,
  parameter int unsigned AdcBits      = 10
) (
  input logic                                 clk_i,
  input logic                                 rst_ni,
  input logic                                 clear_i,
  input logic [AdcBits-1:0]                   threshold_i,
  input logic [VisibleCount-1:0][AdcBits-1:0] results_i,
  input logic [VisibleCount-1:0]              bits_o,
  input logic                                 done_o
);
  logic [VisibleCount-1:0] above;
  always_comb begin
    for (int unsigned i = 0; i < VisibleCount; i++) above[i] = results_i[i] >= threshold_i;
  end

  BitsAreComparisons_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      done_o && !clear_i |=> bits_o == $past(above))
    else $error("decided %b, but the nodes above the threshold are %b", bits_o, $past(above));
endmodule

bind decision decision_sva #(.VisibleCount(VisibleCount), .AdcBits(AdcBits)) u_sva (.*);
