// The smallest clocked top there is, with ports of any width: it exercises the machinery around a model.
// `must_hold_i` is a promise of the environment that `enable_i` and `load_i` stay low; a bound property watches it.
module counter #(
  parameter int unsigned Width = 8
) (
  input  logic             clk_i,
  input  logic             rst_ni,
  input  logic             enable_i,
  input  logic             load_i, // wins over enable_i
  input  logic [Width-1:0] value_i,
  input  logic             must_hold_i,
  output logic [Width-1:0] count_o
);
  logic [Width-1:0] count_d, count_q;

  assign count_d = load_i ? value_i : enable_i ? count_q + Width'(1) : count_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) count_q <= '0;
    else         count_q <= count_d;
  end

  assign count_o = count_q;
endmodule
