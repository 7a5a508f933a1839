// Galois linear feedback shift register over x^32 + x^22 + x^2 + x + 1, which is primitive: 2^32 - 1 states in one
// cycle. 0, the state that it could never leave, is loaded as 1.
module lfsr32 #(
  parameter logic [31:0] ResetState = 32'd1
) (
  input  logic        clk_i,
  input  logic        rst_ni,
  input  logic        load_i,
  input  logic [31:0] seed_i,
  input  logic        step_i,
  output logic [31:0] state_o
);
  localparam logic [31:0] Taps = 32'h80200003;

  logic [31:0] state_d, state_q;

  always_comb begin
    state_d = state_q;
    if (load_i)      state_d = seed_i == '0 ? 32'd1 : seed_i;
    else if (step_i) state_d = (state_q >> 1) ^ (state_q[0] ? Taps : '0);
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) state_q <= ResetState;
    else         state_q <= state_d;
  end

  assign state_o = state_q;
endmodule
