// Compares the results with one threshold, one a cycle from node 0 on.
module decision #(
  parameter  int unsigned VisibleCount = 1,
  parameter  int unsigned AdcBits      = 10,
  localparam int unsigned IndexBits    = VisibleCount > 1 ? $clog2(VisibleCount) : 1
) (
  input  logic                                  clk_i,
  input  logic                                  rst_ni,
  input  logic                                  clear_i,
  input  logic                                  enable_i,
  input  logic [AdcBits-1:0]                    threshold_i,
  input  logic [VisibleCount-1:0][AdcBits-1:0]  results_i,
  output logic [VisibleCount-1:0]               bits_o,
  // High in the cycle of the last comparison.
  output logic                                  done_o
);
  logic [IndexBits-1:0]    index_d, index_q;
  logic [VisibleCount-1:0] bits_d, bits_q;

  assign done_o = enable_i && index_q == IndexBits'(VisibleCount - 1);

  always_comb begin
    index_d = '0;
    bits_d  = bits_q;
    if (clear_i) begin
      bits_d = '0;
    end else if (enable_i) begin
      bits_d[index_q] = results_i[index_q] >= threshold_i;
      if (!done_o) index_d = index_q + IndexBits'(1);
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      index_q <= '0;
      bits_q  <= '0;
    end else begin
      index_q <= index_d;
      bits_q  <= bits_d;
    end
  end

  assign bits_o = bits_q;
endmodule
