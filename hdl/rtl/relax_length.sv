// How long a relaxation lasts: until the network is settled and `min_cycles_i` have passed, then `extra_cycles_i` more
// in which it must stay settled. A fixed point stays; what only paused is found out.
module relax_length (
  input  logic        clk_i,
  input  logic        rst_ni,
  // High while the network relaxes.
  input  logic        enable_i,
  input  logic        settled_i,
  input  logic [31:0] min_cycles_i,
  input  logic [31:0] extra_cycles_i,
  output logic        done_o
);
  logic        long_enough, ready, extra;
  logic [31:0] relaxed, stayed; // cycles before this one

  cycle_meter u_relaxed (.clk_i, .rst_ni, .clear_i(!enable_i), .run_i(1'b1),  .count_o(relaxed));
  cycle_meter u_stayed  (.clk_i, .rst_ni, .clear_i(!ready),    .run_i(ready), .count_o(stayed));

  assign long_enough = {1'b0, relaxed} + 33'd1 >= {1'b0, min_cycles_i};
  assign ready       = enable_i && settled_i && long_enough;
  assign extra       = stayed >= extra_cycles_i;
  assign done_o      = ready && extra;
endmodule
