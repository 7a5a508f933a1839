// The cell that the bus programs next. Counts up by itself, column first; after the last cell it stands one row past
// the array.
module cell_address #(
  parameter int unsigned VisibleCount = 1,
  parameter int unsigned ArrayRows    = 1
) (
  input  logic        clk_i,
  input  logic        rst_ni,
  input  logic        write_i,
  input  logic [15:0] row_i,
  input  logic [15:0] col_i,
  input  logic        next_i,
  output logic [15:0] row_o,
  output logic [15:0] col_o,
  output logic        inside_o
);
  logic [15:0] row_d, row_q, col_d, col_q;
  logic        last_col;

  assign last_col = col_q == 16'(VisibleCount - 1);

  always_comb begin
    row_d = row_q;
    col_d = col_q;
    if (write_i) begin
      row_d = row_i;
      col_d = col_i;
    end else if (next_i) begin
      row_d = last_col ? row_q + 16'd1 : row_q;
      col_d = last_col ? '0 : col_q + 16'd1;
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      row_q <= '0;
      col_q <= '0;
    end else begin
      row_q <= row_d;
      col_q <= col_d;
    end
  end

  assign row_o    = row_q;
  assign col_o    = col_q;
  assign inside_o = row_q < 16'(ArrayRows) && col_q < 16'(VisibleCount);
endmodule
