// Properties of row_append, bound from outside.
module row_append_sva #(
  parameter int unsigned VisibleCount = 1
) (
  input logic        clk_i,
  input logic        rst_ni,
  input logic        enable_i,
  input logic        cell_write_o,
  input logic [15:0] col_o,
  input logic        cell_done_i,
  input logic        done_o
);
  // Cells written and done since the row began, the present cycle's left out.
  int unsigned written, finished;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      written  <= 0;
      finished <= 0;
    end else begin
      written  <= enable_i && !done_o ? written + 32'(cell_write_o) : 0;
      finished <= enable_i && !done_o ? finished + 32'(cell_done_i) : 0;
    end
  end

  OneCellAtATime_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      cell_write_o |-> written == finished && 32'(col_o) == finished && 32'(col_o) < VisibleCount)
    else $error("column %0d written after %0d cells, %0d done", col_o, written, finished);

  DoneWithAll_A: assert property (@(posedge clk_i) disable iff (!rst_ni) done_o |-> finished == VisibleCount - 1)
    else $error("a row is done after %0d cells of %0d", finished + 1, VisibleCount);
endmodule

bind row_append row_append_sva #(.VisibleCount(VisibleCount)) u_sva (.*);
