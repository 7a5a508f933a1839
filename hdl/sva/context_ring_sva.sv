// Properties of context_ring, bound from outside.
module context_ring_sva #(
  parameter int unsigned RowCount = 1,
  parameter int unsigned DacBits  = 10
) (
  input logic                             clk_i,
  input logic                             rst_ni,
  input logic                             clear_i,
  input logic                             advance_i,
  input logic [15:0]                      head_o,
  input logic [15:0]                      filled_o,
  input logic [RowCount-1:0][DacBits-1:0] age_bias_i,
  input logic [RowCount-1:0][DacBits-1:0] row_bias_o
);
  // Walks the rows from the newest to the oldest.
  logic [RowCount-1:0] right;
  always_comb begin
    for (int unsigned age = 0; age < RowCount; age++)
      right[age] = row_bias_o[(32'(head_o) + 2 * RowCount - 1 - age) % RowCount] == age_bias_i[age];
  end

  HeadInside_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      32'(head_o) < RowCount && 32'(filled_o) <= RowCount)
    else $error("head %0d, %0d filled, of %0d rows", head_o, filled_o, RowCount);

  HeadMovesOn_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      !clear_i |=> 32'(head_o) == (32'($past(head_o)) + 32'($past(advance_i))) % RowCount)
    else $error("head %0d after %0d, advance=%b", head_o, $past(head_o), $past(advance_i));

  BiasFollowsAge_A: assert property (@(posedge clk_i) disable iff (!rst_ni) &right)
    else $error("rows with the bias of their age, from the newest on: %b, head %0d", right, head_o);
endmodule

bind context_ring context_ring_sva #(.RowCount(RowCount), .DacBits(DacBits)) u_sva (.*);
