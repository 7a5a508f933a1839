// Properties of relax_length, bound from outside.
module relax_length_sva (
  input logic        clk_i,
  input logic        rst_ni,
  input logic        enable_i,
  input logic        settled_i,
  input logic [31:0] min_cycles_i,
  input logic [31:0] extra_cycles_i,
  input logic        done_o
);
  // Cycles before this one in a row that were enabled, and that were enabled and settled.
  logic [31:0] enabled_cycles, settled_cycles;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      enabled_cycles <= '0;
      settled_cycles <= '0;
    end else begin
      enabled_cycles <= enable_i ? enabled_cycles + 32'd1 : '0;
      settled_cycles <= enable_i && settled_i ? settled_cycles + 32'd1 : '0;
    end
  end

  DoneIsSettled_A: assert property (@(posedge clk_i) disable iff (!rst_ni) done_o |-> enable_i && settled_i)
    else $error("the relaxation ended while the network moved");

  DoneIsLate_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      done_o |-> settled_cycles >= extra_cycles_i &&
      34'(enabled_cycles) + 34'd1 >= 34'(min_cycles_i) + 34'(extra_cycles_i))
    else $error("the relaxation ended in cycle %0d, at least %0d and %0d were asked for", enabled_cycles + 1,
                min_cycles_i, extra_cycles_i);
endmodule

bind relax_length relax_length_sva u_sva (.*);
