// The linear decoder: logit k = bias k + sum over the visible nodes d of weight k,d * (code d - middle), one product a
// cycle, node by node and token by token. The accumulator holds any such sum exactly; what does not fit into 32 bits is
// an overflow, never a wrong logit.
module decoder #(
  parameter  int unsigned VisibleCount = 1,
  parameter  int unsigned TokenCount   = 2,
  parameter  int unsigned AdcBits      = 10,
  localparam int unsigned CellBits     = TokenCount * VisibleCount > 1 ? $clog2(TokenCount * VisibleCount) : 1,
  localparam int unsigned TokenBits    = TokenCount > 1 ? $clog2(TokenCount) : 1
) (
  input  logic                                  clk_i,
  input  logic                                  rst_ni,
  // Starts anew when it rises.
  input  logic                                  enable_i,
  input  logic [VisibleCount-1:0][AdcBits-1:0]  results_i,
  // Reads: weight of cell k * VisibleCount + d, bias of token k.
  output logic [CellBits-1:0]                   cell_o,
  input  logic signed [15:0]                    weight_i,
  output logic [TokenBits-1:0]                  token_o,
  input  logic signed [31:0]                    bias_i,
  // One cycle each, with token_o: its logit, or that it does not fit.
  output logic                                  logit_write_o,
  output logic signed [31:0]                    logit_o,
  output logic                                  overflow_o,
  // With the last logit.
  output logic                                  done_o
);
  localparam int unsigned NodeBits = VisibleCount > 1 ? $clog2(VisibleCount) : 1;
  // A product has 16 + AdcBits bits, VisibleCount of them add clog2, a bias has 32 bits; one more for their sum.
  localparam int unsigned SumBits = 16 + AdcBits + $clog2(VisibleCount);
  localparam int unsigned AccBits = (SumBits > 32 ? SumBits : 32) + 1;

  logic [NodeBits-1:0]       node_d, node_q;
  logic [CellBits-1:0]       cell_d, cell_q;
  logic [TokenBits-1:0]      token_d, token_q;
  logic signed [AccBits-1:0] sum_d, sum_q, base;
  logic signed [AdcBits-1:0] deviation;
  logic                      last_node, fits;

  // code - 2^(AdcBits-1) is the code with its top bit inverted, read as two's complement.
  assign deviation = signed'(results_i[node_q] ^ (AdcBits'(1) << (AdcBits - 1)));
  assign base      = node_q == '0 ? AccBits'(bias_i) : sum_q;
  assign sum_d     = base + AccBits'(weight_i) * AccBits'(deviation);

  assign last_node     = node_q == NodeBits'(VisibleCount - 1);
  assign fits          = (&sum_d[AccBits-1:31]) || !(|sum_d[AccBits-1:31]);
  assign logit_write_o = enable_i && last_node && fits;
  assign overflow_o    = enable_i && last_node && !fits;
  assign logit_o       = sum_d[31:0];
  assign done_o        = logit_write_o && token_q == TokenBits'(TokenCount - 1);

  always_comb begin
    node_d  = '0;
    cell_d  = '0;
    token_d = '0;
    if (enable_i && !done_o) begin
      node_d  = last_node ? '0 : node_q + NodeBits'(1);
      cell_d  = cell_q + CellBits'(1);
      token_d = last_node ? token_q + TokenBits'(1) : token_q;
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      node_q  <= '0;
      cell_q  <= '0;
      token_q <= '0;
      sum_q   <= '0;
    end else begin
      node_q  <= node_d;
      cell_q  <= cell_d;
      token_q <= token_d;
      sum_q   <= sum_d;
    end
  end

  assign cell_o  = cell_q;
  assign token_o = token_q;
endmodule
