// Programs one row with the embedding of a token, cell by cell from column 0 on.
module row_append #(
  parameter int unsigned VisibleCount = 1,
  parameter int unsigned TokenBits    = 1,
  parameter int unsigned CellBits     = 1
) (
  input  logic                 clk_i,
  input  logic                 rst_ni,
  // Held until done_o; falling gives the row up.
  input  logic                 enable_i,
  input  logic [TokenBits-1:0] token_i,
  // Its word in EMBED.
  output logic [CellBits-1:0]  cell_o,
  // To write_verify, which then answers with cell_done_i or fails.
  output logic                 cell_write_o,
  output logic [15:0]          col_o,
  input  logic                 cell_done_i,
  // One cycle, with the last cell.
  output logic                 done_o
);
  logic [15:0] col_d, col_q;
  logic        pending_d, pending_q;

  assign cell_write_o = enable_i && !pending_q;
  assign done_o       = enable_i && cell_done_i && col_q == 16'(VisibleCount - 1);

  always_comb begin
    col_d     = '0;
    pending_d = 1'b0;
    if (enable_i && !done_o) begin
      col_d     = cell_done_i ? col_q + 16'd1 : col_q;
      pending_d = !cell_done_i;
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      col_q     <= '0;
      pending_q <= 1'b0;
    end else begin
      col_q     <= col_d;
      pending_q <= pending_d;
    end
  end

  assign col_o  = col_q;
  assign cell_o = CellBits'(token_i) * CellBits'(VisibleCount) + CellBits'(col_q);
endmodule
