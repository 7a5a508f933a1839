// Counts the clock cycles in which `run_i` is high without a break; `last_o` is high in cycle number `cycles_i`, and
// then the count starts anew, as it does after a cycle with `run_i` low. 0 acts as 1.
module cycle_timer (
  input  logic        clk_i,
  input  logic        rst_ni,
  input  logic        run_i,
  input  logic [31:0] cycles_i,
  output logic        last_o
);
  logic [31:0] count_d, count_q; // complete cycles before this one

  assign last_o = run_i && ({1'b0, count_q} + 33'd1 >= {1'b0, cycles_i});
  assign count_d = !run_i || last_o ? '0 : count_q + 32'd1;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) count_q <= '0;
    else         count_q <= count_d;
  end
endmodule
