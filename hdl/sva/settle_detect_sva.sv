// Properties of settle_detect, bound from outside.
module settle_detect_sva (
  input logic        clk_i,
  input logic        rst_ni,
  input logic        enable_i,
  input logic [31:0] debounce_cycles_i,
  input logic [31:0] timeout_cycles_i,
  input logic        all_quiet,
  input logic        settled_o,
  input logic        timeout_o
);
  // Cycles before this one in a row that were quiet, and that were enabled.
  logic [31:0] quiet_cycles, enabled_cycles;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      quiet_cycles   <= '0;
      enabled_cycles <= '0;
    end else begin
      quiet_cycles   <= all_quiet ? quiet_cycles + 32'd1 : '0;
      enabled_cycles <= enable_i ? enabled_cycles + 32'd1 : '0;
    end
  end

  SettledIsDebounced_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      settled_o |-> all_quiet && 33'(quiet_cycles) + 33'd1 >= 33'(debounce_cycles_i))
    else $error("settled after %0d quiet cycles instead of %0d", 33'(quiet_cycles) + 33'(all_quiet), debounce_cycles_i);

  // Two flops must pass before any quiet is believed.
  NotBeforeSynchronised_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      settled_o |-> enabled_cycles >= 32'd2)
    else $error("settled %0d cycles after the start: that quiet was there before", enabled_cycles);

  TimeoutInTime_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      timeout_o |-> 33'(enabled_cycles) + 33'd1 >= 33'(timeout_cycles_i))
    else $error("timed out in cycle %0d instead of %0d", enabled_cycles + 1, timeout_cycles_i);

  SettledStaysWhileQuiet_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      settled_o |=> settled_o == all_quiet)
    else $error("settled=%b in the next cycle, quiet=%b", settled_o, all_quiet);

  OneAnswer_A: assert property (@(posedge clk_i) disable iff (!rst_ni) !(settled_o && timeout_o))
    else $error("settled and timed out in the same cycle");

  DisabledIsSilent_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      !enable_i |-> !settled_o && !timeout_o)
    else $error("disabled, but settled=%b timeout=%b", settled_o, timeout_o);
endmodule

bind settle_detect settle_detect_sva u_sva (.*);
