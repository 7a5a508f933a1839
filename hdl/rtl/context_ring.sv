// The softmax rows as a ring: each token goes to the oldest row. Row (head - 1 - a) mod RowCount has age a, 0 the
// newest; a row never written counts as older than all that were.
module context_ring #(
  parameter int unsigned RowCount = 1,
  parameter int unsigned DacBits  = 10
) (
  input  logic                             clk_i,
  input  logic                             rst_ni,
  input  logic                             clear_i,
  // The row at the head has been written.
  input  logic                             advance_i,
  output logic [15:0]                      head_o,
  // Rows written since they were cleared, at most RowCount.
  output logic [15:0]                      filled_o,
  // Bias by age in, by row out.
  input  logic [RowCount-1:0][DacBits-1:0] age_bias_i,
  output logic [RowCount-1:0][DacBits-1:0] row_bias_o
);
  localparam int unsigned RowBits = RowCount > 1 ? $clog2(RowCount) : 1;

  logic [15:0] head_d, head_q, filled_d, filled_q;

  always_comb begin
    head_d   = head_q;
    filled_d = filled_q;
    if (clear_i) begin
      head_d   = '0;
      filled_d = '0;
    end else if (advance_i) begin
      head_d   = head_q == 16'(RowCount - 1) ? '0 : head_q + 16'd1;
      filled_d = filled_q == 16'(RowCount) ? filled_q : filled_q + 16'd1;
    end
  end

  for (genvar row = 0; row < RowCount; row++) begin : gen_row
    logic [RowBits-1:0] age;
    assign age             = RowBits'(head_q > 16'(row) ? head_q - 16'(row + 1) : head_q + 16'(RowCount - 1 - row));
    assign row_bias_o[row] = age_bias_i[age];
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      head_q   <= '0;
      filled_q <= '0;
    end else begin
      head_q   <= head_d;
      filled_q <= filled_d;
    end
  end

  assign head_o   = head_q;
  assign filled_o = filled_q;
endmodule
