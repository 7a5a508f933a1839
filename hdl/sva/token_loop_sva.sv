// Properties of token_loop, bound from outside.
module token_loop_sva
  import dense_am_reg_pkg::*;
#(
  parameter int unsigned VocabularyCount = 2,
  parameter int unsigned TokenBits       = 1
) (
  input logic                 clk_i,
  input logic                 rst_ni,
  input token_state_e         state_o,
  input state_e               infer_state_i,
  input logic                 emit,
  input logic                 sampled,
  input logic [TokenBits-1:0] sampled_token,
  input logic [31:0]          limit,
  input logic [31:0]          count
);
  // Or a cycle of it would count for no phase.
  InferenceIsOn_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      state_o == TkInfer |-> infer_state_i inside {StPrecharge, StRelax, StReadout})
    else $error("token state Infer with the inference in state %0d", infer_state_i);

  TokenIsKnown_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      sampled |-> 32'(sampled_token) < VocabularyCount)
    else $error("token %0d of %0d was sampled", sampled_token, VocabularyCount);

  WithinLimit_A: assert property (@(posedge clk_i) disable iff (!rst_ni) emit && limit != '0 |-> count < limit)
    else $error("token %0d of at most %0d goes out", count + 1, limit);
endmodule

bind token_loop token_loop_sva #(.VocabularyCount(VocabularyCount), .TokenBits(TokenBits)) u_sva (.*);
