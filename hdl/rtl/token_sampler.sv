// Chooses a token by its logit: the largest, or one drawn with probability ~ 2^(logit * scale / 2^shift).
//
// A draw takes TokenCount + 1 cycles for the weights 2^-((largest - logit) * scale / 2^shift), 32 for a fresh 32-bit
// number u, one for the threshold u * total / 2^32, and one for each token up to the first whose running sum exceeds
// it.
module token_sampler
  import dense_am_reg_pkg::*;
#(
  parameter  int unsigned TokenCount = 2,
  localparam int unsigned TokenBits  = TokenCount > 1 ? $clog2(TokenCount) : 1
) (
  input  logic                         clk_i,
  input  logic                         rst_ni,
  // Logits come in the order of their tokens, each new set from token 0 on.
  input  logic                         logit_write_i,
  input  logic [TokenBits-1:0]         logit_index_i,
  input  logic signed [31:0]           logit_i,
  // Held until done_o; falling gives the draw up.
  input  logic                         enable_i,
  input  logic                         temperature_en_i,
  input  logic [31:0]                  scale_i,
  input  logic [5:0]                   shift_i,
  input  logic                         seed_write_i,
  input  logic [31:0]                  seed_i,
  output logic [TokenCount-1:0][31:0]  logits_o,
  output logic [31:0]                  random_o,
  // One cycle, with the token.
  output logic                         done_o,
  output logic [TokenBits-1:0]         token_o
);
  typedef enum logic [2:0] {
    SmIdle,
    SmWeigh,
    SmDraw,
    SmScale,
    SmSearch
  } sample_state_e;

  localparam int unsigned WeightBits = 49;
  localparam int unsigned TotalBits  = WeightBits + $clog2(TokenCount);
  localparam int unsigned IndexBits  = TokenBits + 1;

  sample_state_e               state_d, state_q;
  logic [IndexBits-1:0]        index_d, index_q;
  logic [TokenCount-1:0][31:0] logits_d, logits_q;
  logic signed [31:0]          largest_d, largest_q;
  logic [TokenBits-1:0]        winner_d, winner_q, here, previous;
  logic                        better, drawn;

  // ---- The largest logit, as they come ------------------------------------------------------------------------------
  assign better    = logit_write_i && (logit_index_i == '0 || logit_i > largest_q);
  assign largest_d = better ? logit_i : largest_q;
  assign winner_d  = better ? logit_index_i : winner_q;
  always_comb begin
    logits_d = logits_q;
    if (logit_write_i) logits_d[logit_index_i] = logit_i;
  end

  // ---- Weights, two steps: exponent, then power ---------------------------------------------------------------------
  logic [31:0]                           below; // the largest logit
  logic [87:0]                           exponent_wide;
  logic [29:0]                           exponent_d, exponent_q;
  logic [WeightBits-1:0]                 weight;
  logic [TokenCount-1:0][WeightBits-1:0] weights_d, weights_q;
  logic [TotalBits-1:0]                  total_d, total_q;

  assign here          = index_q[TokenBits-1:0];
  assign previous      = TokenBits'(index_q - IndexBits'(1));
  assign below         = largest_q - logits_q[here];
  assign exponent_wide = {64'(below) * 64'(scale_i), 24'd0} >> shift_i;
  assign exponent_d    = (|exponent_wide[87:30]) ? '1 : exponent_wide[29:0];

  exp2_weight u_exp2 (.x_i(exponent_q), .weight_o(weight));

  always_comb begin
    weights_d = weights_q;
    total_d   = total_q;
    if (state_q == SmIdle) begin
      total_d = '0;
    end else if (state_q == SmWeigh && index_q != '0) begin
      weights_d[previous] = weight;
      total_d             = total_q + TotalBits'(weight);
    end
  end

  // ---- A number and its place among the running sums ----------------------------------------------------------------
  logic [TotalBits+31:0] threshold_d, threshold_q;
  logic [TotalBits-1:0]  sum_d, sum_q;

  lfsr32 #(.ResetState(SeedReset)) u_lfsr (
    .clk_i, .rst_ni, .load_i(seed_write_i), .seed_i, .step_i(state_q == SmDraw), .state_o(random_o)
  );
  cycle_timer u_draw (
    .clk_i, .rst_ni, .run_i(state_q == SmDraw), .cycles_i(32'd32), .last_o(drawn)
  );

  assign threshold_d = state_q == SmScale ? (TotalBits + 32)'(random_o) * (TotalBits + 32)'(total_q) : threshold_q;
  assign sum_d       = state_q == SmSearch ? sum_q + TotalBits'(weights_q[here]) : '0;

  always_comb begin
    state_d = state_q;
    index_d = index_q + IndexBits'(1);
    done_o  = 1'b0;
    token_o = winner_q;
    unique case (state_q)
      SmIdle: begin
        index_d = '0;
        done_o  = enable_i && !temperature_en_i;
        if (temperature_en_i) state_d = SmWeigh;
      end
      SmWeigh: if (index_q == IndexBits'(TokenCount)) state_d = SmDraw;
      SmDraw:  if (drawn) state_d = SmScale;
      SmScale: begin
        index_d = '0;
        state_d = SmSearch;
      end
      // u < 2^32, so the sum of all weights exceeds the threshold: the search ends at the last token at the latest.
      SmSearch: begin
        token_o = here;
        done_o  = enable_i && {sum_d, 32'd0} > threshold_q;
        if (done_o) state_d = SmIdle;
      end
      default: state_d = SmIdle;
    endcase
    if (!enable_i) state_d = SmIdle;
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      state_q     <= SmIdle;
      index_q     <= '0;
      logits_q    <= '0;
      largest_q   <= '0;
      winner_q    <= '0;
      exponent_q  <= '0;
      weights_q   <= '0;
      total_q     <= '0;
      threshold_q <= '0;
      sum_q       <= '0;
    end else begin
      state_q     <= state_d;
      index_q     <= index_d;
      logits_q    <= logits_d;
      largest_q   <= largest_d;
      winner_q    <= winner_d;
      exponent_q  <= exponent_d;
      weights_q   <= weights_d;
      total_q     <= total_d;
      threshold_q <= threshold_d;
      sum_q       <= sum_d;
    end
  end

  assign logits_o = logits_q;
endmodule
