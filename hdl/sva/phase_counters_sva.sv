// Properties of phase_counters, bound from outside.
module phase_counters_sva
  import dense_am_reg_pkg::*;
(
  input logic                        clk_i,
  input logic                        rst_ni,
  input logic                        run_start_i,
  input logic                        token_start_i,
  input logic                        token_end_i,
  input logic                        count_i,
  input logic [PhaseCount-1:0][31:0] last_o,
  input logic [PhaseCount-1:0][31:0] total_o
);
  // Cycles counted in the run and in the token, whatever their phase; sums of the counters, wide enough never to wrap.
  logic [34:0] run_cycles, token_cycles, total_sum, last_sum;
  logic        full;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      run_cycles   <= '0;
      token_cycles <= '0;
    end else begin
      run_cycles   <= run_start_i ? '0 : run_cycles + 35'(count_i);
      token_cycles <= token_start_i ? '0 : token_cycles + 35'(count_i);
    end
  end
  always_comb begin
    total_sum = '0;
    last_sum  = '0;
    full      = 1'b0;
    for (int unsigned i = 0; i < PhaseCount; i++) begin
      total_sum += 35'(total_o[i]);
      last_sum  += 35'(last_o[i]);
      full      |= &total_o[i];
    end
  end

  TotalsAddUp_A: assert property (@(posedge clk_i) disable iff (!rst_ni) full || total_sum == run_cycles)
    else $error("the phases add up to %0d of %0d cycles", total_sum, run_cycles);

  TokenAddsUp_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      token_end_i && !full |=> last_sum == $past(token_cycles) + 35'($past(count_i)))
    else $error("the last token's phases add up to %0d cycles", last_sum);
endmodule

bind phase_counters phase_counters_sva u_sva (.*);
