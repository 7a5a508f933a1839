// Properties of token_sampler, bound from outside.
module token_sampler_sva #(
  parameter int unsigned TokenCount = 2,
  parameter int unsigned TokenBits  = 1,
  parameter int unsigned IndexBits  = 2
) (
  input logic                        clk_i,
  input logic                        rst_ni,
  input logic                        enable_i,
  input logic                        temperature_en_i,
  input logic [2:0]                  state_q,
  input logic [IndexBits-1:0]        index_q,
  input logic [TokenCount-1:0][31:0] logits_q,
  input logic [TokenCount-1:0][48:0] weights_q,
  input logic                        done_o,
  input logic [TokenBits-1:0]        token_o
);
  localparam logic [2:0] Idle   = 3'd0;
  localparam logic [2:0] Search = 3'd4;

  // Tokens that would have to win instead: those with more, and those before with as much.
  logic [TokenCount-1:0] better;
  always_comb begin
    for (int unsigned k = 0; k < TokenCount; k++)
      better[k] = signed'(logits_q[k]) > signed'(logits_q[token_o]) ||
          (logits_q[k] == logits_q[token_o] && k < 32'(token_o));
  end

  StateLegal_A: assert property (@(posedge clk_i) disable iff (!rst_ni) state_q <= Search)
    else $error("state %0d does not exist", state_q);

  LargestWins_A: assert property (@(posedge clk_i) disable iff (!rst_ni) done_o && !temperature_en_i |-> better == '0)
    else $error("token %0d was taken before the tokens %b", token_o, better);

  DrawnIsPossible_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      done_o && temperature_en_i |-> weights_q[token_o] != '0)
    else $error("token %0d of weight 0 was drawn", token_o);

  SearchEnds_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      state_q == Search |-> 32'(index_q) < TokenCount)
    else $error("the search has passed the last token: %0d", index_q);

  DisabledRests_A: assert property (@(posedge clk_i) disable iff (!rst_ni) !enable_i || done_o |=> state_q == Idle)
    else $error("disabled or done, but in state %0d", state_q);
endmodule

bind token_sampler token_sampler_sva #(
  .TokenCount(TokenCount), .TokenBits(TokenBits), .IndexBits(IndexBits)
) u_sva (.*);
