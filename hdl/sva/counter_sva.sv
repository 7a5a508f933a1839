// Properties of counter, bound from outside.
module counter_sva #(
  parameter int unsigned Width = 8
) (
  input logic             clk_i,
  input logic             rst_ni,
  input logic             enable_i,
  input logic             load_i,
  input logic             must_hold_i,
  input logic [Width-1:0] count_o
);
  // Refused while the RTL is compiled.
  if (!(Width inside {[1:4096]})) begin : gen_width_range
    $fatal(1, "Width=%0d is outside 1..4096", Width);
  end

  MustHold_A: assert property (@(posedge clk_i) disable iff (!rst_ni) must_hold_i |-> !enable_i && !load_i)
    else $error("must_hold_i is high with enable_i=%b load_i=%b at count %0d", enable_i, load_i, count_o);

  HoldsWhenIdle_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      !enable_i && !load_i |=> $stable(count_o))
    else $error("the count moved to %0d without enable_i or load_i", count_o);
endmodule

bind counter counter_sva #(.Width(Width)) u_sva (.*);
