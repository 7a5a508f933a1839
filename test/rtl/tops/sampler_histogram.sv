// Draws token after token from one set of logits and counts them, so that a test need not look at every cycle.
module sampler_histogram #(
  parameter int unsigned TokenCount = 4
) (
  input  logic                         clk_i,
  input  logic                         rst_ni,
  input  logic                         logit_write_i,
  input  logic [$clog2(TokenCount)-1:0] logit_index_i,
  input  logic signed [31:0]           logit_i,
  input  logic                         draw_i,
  input  logic [31:0]                  scale_i,
  input  logic [5:0]                   shift_i,
  input  logic                         seed_write_i,
  input  logic [31:0]                  seed_i,
  output logic [TokenCount-1:0][31:0]  counts_o,
  // How often token j came right after token i, at [i * TokenCount + j].
  output logic [TokenCount*TokenCount-1:0][31:0] pairs_o,
  output logic [31:0]                  random_o
);
  localparam int unsigned TokenBits = $clog2(TokenCount);

  logic                        done;
  logic [TokenBits-1:0]        token, former_q;
  logic [TokenCount-1:0][31:0] counts_q;
  logic [TokenCount*TokenCount-1:0][31:0] pairs_q;

  token_sampler #(.TokenCount(TokenCount)) u_sampler (
    .clk_i, .rst_ni, .logit_write_i, .logit_index_i, .logit_i, .enable_i(draw_i), .temperature_en_i(1'b1), .scale_i,
    .shift_i, .seed_write_i, .seed_i, .logits_o(), .random_o, .done_o(done), .token_o(token)
  );

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      counts_q <= '0;
      pairs_q  <= '0;
      former_q <= '0;
    end else if (done) begin
      counts_q[token] <= counts_q[token] + 32'd1;
      pairs_q[32'(former_q) * TokenCount + 32'(token)] <= pairs_q[32'(former_q) * TokenCount + 32'(token)] + 32'd1;
      former_q <= token;
    end
  end

  assign counts_o = counts_q;
  assign pairs_o  = pairs_q;
endmodule
