// Programs one cell per accepted level: row, column and level are held, and the strobe is high for `cycles_i` cycles.
// The next cell's address counts up by itself, column first; after the last cell it stands one row past the array.
module cell_program #(
  parameter int unsigned VisibleCount = 1,
  parameter int unsigned ArrayRows    = 1,
  parameter int unsigned LevelBits    = 8
) (
  input  logic                 clk_i,
  input  logic                 rst_ni,
  input  logic [31:0]          cycles_i,
  input  logic                 address_write_i,
  input  logic [15:0]          row_i,
  input  logic [15:0]          col_i,
  // Only while busy_o is low and inside_o is high.
  input  logic                 level_write_i,
  input  logic [LevelBits-1:0] level_i,
  // Cuts the strobe.
  input  logic                 abort_i,
  // The cell that is next.
  output logic [15:0]          row_o,
  output logic [15:0]          col_o,
  output logic                 inside_o,
  output logic                 busy_o,
  output logic                 strobe_o,
  output logic [15:0]          strobe_row_o,
  output logic [15:0]          strobe_col_o,
  output logic [LevelBits-1:0] strobe_level_o
);
  logic [15:0]          row_d, row_q, col_d, col_q;
  logic [15:0]          held_row_d, held_row_q, held_col_d, held_col_q;
  logic [LevelBits-1:0] level_d, level_q;
  logic                 strobe_d, strobe_q, last, last_col;

  cycle_timer u_strobe (.clk_i, .rst_ni, .run_i(strobe_q), .cycles_i, .last_o(last));

  assign last_col = col_q == 16'(VisibleCount - 1);
  assign strobe_d = strobe_q ? !last && !abort_i : level_write_i;

  always_comb begin
    row_d = row_q;
    col_d = col_q;
    if (address_write_i) begin
      row_d = row_i;
      col_d = col_i;
    end else if (level_write_i) begin
      row_d = last_col ? row_q + 16'd1 : row_q;
      col_d = last_col ? '0 : col_q + 16'd1;
    end
  end

  assign held_row_d = level_write_i ? row_q   : held_row_q;
  assign held_col_d = level_write_i ? col_q   : held_col_q;
  assign level_d    = level_write_i ? level_i : level_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      row_q      <= '0;
      col_q      <= '0;
      held_row_q <= '0;
      held_col_q <= '0;
      level_q    <= '0;
      strobe_q   <= 1'b0;
    end else begin
      row_q      <= row_d;
      col_q      <= col_d;
      held_row_q <= held_row_d;
      held_col_q <= held_col_d;
      level_q    <= level_d;
      strobe_q   <= strobe_d;
    end
  end

  assign row_o          = row_q;
  assign col_o          = col_q;
  assign inside_o       = row_q < 16'(ArrayRows) && col_q < 16'(VisibleCount);
  assign busy_o         = strobe_q;
  assign strobe_o       = strobe_q;
  assign strobe_row_o   = held_row_q;
  assign strobe_col_o   = held_col_q;
  assign strobe_level_o = level_q;
endmodule
