// Counts the clock cycles in which `run_i` is high, since the last `clear_i`; stays at the largest count. Clearing
// wins.
module cycle_meter (
  input  logic        clk_i,
  input  logic        rst_ni,
  input  logic        clear_i,
  input  logic        run_i,
  output logic [31:0] count_o
);
  logic [31:0] count_d, count_q;

  assign count_d = clear_i ? '0 : run_i && !(&count_q) ? count_q + 32'd1 : count_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) count_q <= '0;
    else         count_q <= count_d;
  end

  assign count_o = count_q;
endmodule
