// Properties of cell_program, bound from outside.
module cell_program_sva #(
  parameter int unsigned VisibleCount = 1,
  parameter int unsigned ArrayRows    = 1,
  parameter int unsigned LevelBits    = 8
) (
  input logic                 clk_i,
  input logic                 rst_ni,
  input logic [31:0]          cycles_i,
  input logic                 level_write_i,
  input logic                 inside_o,
  input logic                 abort_i,
  input logic                 strobe_o,
  input logic [15:0]          strobe_row_o,
  input logic [15:0]          strobe_col_o,
  input logic [LevelBits-1:0] strobe_level_o
);
  // Cycles of the strobe before this one and what its length should be: a write to PROG_CYCLES during a strobe counts.
  logic [31:0] strobe_cycles;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni)        strobe_cycles <= '0;
    else if (!strobe_o) strobe_cycles <= '0;
    else                strobe_cycles <= strobe_cycles + 32'd1;
  end

  StrobeLength_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      $fell(strobe_o) && !$past(abort_i) && $stable(cycles_i) |->
      strobe_cycles == (cycles_i == '0 ? 32'd1 : cycles_i))
    else $error("a strobe lasted %0d cycles instead of %0d", strobe_cycles, cycles_i);

  CellHolds_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      strobe_o && $past(strobe_o) |-> $stable(strobe_row_o) && $stable(strobe_col_o) && $stable(strobe_level_o))
    else $error("row, column or level changed during a strobe, now (%0d, %0d)", strobe_row_o, strobe_col_o);

  CellInside_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      strobe_o |-> 32'(strobe_row_o) < ArrayRows && 32'(strobe_col_o) < VisibleCount)
    else $error("strobe at cell (%0d, %0d) of %0d x %0d", strobe_row_o, strobe_col_o, ArrayRows, VisibleCount);

  WriteAtRest_A: assert property (@(posedge clk_i) disable iff (!rst_ni) level_write_i |-> !strobe_o && inside_o)
    else $error("a level was written during a strobe (%b) or outside the array (inside=%b)", strobe_o, inside_o);
endmodule

bind cell_program cell_program_sva #(
  .VisibleCount(VisibleCount), .ArrayRows(ArrayRows), .LevelBits(LevelBits)
) u_sva (.*);
