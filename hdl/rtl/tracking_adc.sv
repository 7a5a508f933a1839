// A tracking ADC: an up/down counter follows a comparator that tells whether the input lies above the DAC's output. The
// comparator is sampled as it is, without synchroniser, on every clock: feedback that no window of time can hide.
// Three totals tell runs apart: a single wrong decision shows in one of them.
module tracking_adc #(
  parameter int unsigned Bits = 4
) (
  input  logic            clk_i,
  input  logic            rst_ni,
  input  logic            cmp_i,     // the input lies above the DAC's output
  output logic [Bits-1:0] dac_o,
  output logic [31:0]     cycles_o,  // clock edges since reset
  output logic [31:0]     sum_o,     // of all codes before each edge
  output logic [31:0]     toggles_o  // edges at which the comparator was not what it was at the edge before
);
  localparam logic [Bits-1:0] Top = '1;

  logic [Bits-1:0] code_d, code_q;
  logic [31:0]     cycles_q, sum_q, toggles_q;
  logic            cmp_q;

  always_comb begin
    code_d = code_q;
    if (cmp_i && code_q != Top)  code_d = code_q + Bits'(1);
    if (!cmp_i && code_q != '0)  code_d = code_q - Bits'(1);
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      code_q    <= '0;
      cmp_q     <= 1'b0;
      cycles_q  <= '0;
      sum_q     <= '0;
      toggles_q <= '0;
    end else begin
      code_q    <= code_d;
      cmp_q     <= cmp_i;
      cycles_q  <= cycles_q + 32'd1;
      sum_q     <= sum_q + 32'(code_q);
      toggles_q <= toggles_q + 32'(cmp_i != cmp_q);
    end
  end

  assign dac_o     = code_q;
  assign cycles_o  = cycles_q;
  assign sum_o     = sum_q;
  assign toggles_o = toggles_q;
endmodule
