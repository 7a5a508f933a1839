// Properties of decoder, bound from outside.
module decoder_sva #(
  parameter int unsigned VisibleCount = 1,
  parameter int unsigned TokenCount   = 2,
  parameter int unsigned AdcBits      = 10,
  parameter int unsigned NodeBits     = 1,
  parameter int unsigned CellBits     = 1,
  parameter int unsigned TokenBits    = 1
) (
  input logic                                 clk_i,
  input logic                                 rst_ni,
  input logic                                 enable_i,
  input logic [VisibleCount-1:0][AdcBits-1:0] results_i,
  input logic [NodeBits-1:0]                  node_q,
  input logic [CellBits-1:0]                  cell_o,
  input logic signed [15:0]                   weight_i,
  input logic [TokenBits-1:0]                 token_o,
  input logic signed [31:0]                   bias_i,
  input logic                                 logit_write_o,
  input logic signed [31:0]                   logit_o,
  input logic                                 overflow_o,
  input logic                                 done_o
);
  // The sum in 64 bits, more than any decoder needs.
  longint sum, product, so_far;
  assign product = longint'(weight_i) * (longint'(results_i[node_q]) - (64'sd1 <<< (AdcBits - 1)));
  assign so_far  = (node_q == '0 ? longint'(bias_i) : sum) + product;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) sum <= '0;
    else         sum <= so_far;
  end

  LogitIsExact_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      logit_write_o |-> longint'(logit_o) == so_far)
    else $error("logit %0d is %0d instead of %0d", token_o, logit_o, so_far);

  OverflowIsNoLogit_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      overflow_o |-> so_far > 64'sd2147483647 || so_far < -64'sd2147483648)
    else $error("%0d fits into a logit, but is called an overflow", so_far);

  CellOfToken_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      enable_i |-> 32'(cell_o) == 32'(token_o) * VisibleCount + 32'(node_q))
    else $error("cell %0d for token %0d, node %0d", cell_o, token_o, node_q);

  DoneWithTheLast_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      done_o |-> logit_write_o && 32'(token_o) == TokenCount - 1)
    else $error("done at token %0d of %0d", token_o, TokenCount);
endmodule

bind decoder decoder_sva #(
  .VisibleCount(VisibleCount), .TokenCount(TokenCount), .AdcBits(AdcBits), .NodeBits(NodeBits), .CellBits(CellBits),
  .TokenBits(TokenBits)
) u_sva (.*);
