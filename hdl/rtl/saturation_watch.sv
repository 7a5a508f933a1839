// Whether a code at either end of the ADC's range has been read since the last clear, the present cycle included: the
// voltage may lie anywhere beyond it.
module saturation_watch #(
  parameter int unsigned AdcBits = 10
) (
  input  logic               clk_i,
  input  logic               rst_ni,
  input  logic               clear_i,
  input  logic               write_i,
  input  logic [AdcBits-1:0] code_i,
  output logic               saturated_o
);
  logic seen_d, seen_q;

  assign saturated_o = seen_q || (write_i && (code_i == '0 || code_i == '1));
  assign seen_d      = saturated_o && !clear_i;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) seen_q <= 1'b0;
    else         seen_q <= seen_d;
  end
endmodule
