// Properties of tracking_adc, bound from outside.
module tracking_adc_sva #(
  parameter int unsigned Bits = 4
) (
  input logic            clk_i,
  input logic            rst_ni,
  input logic            cmp_i,
  input logic [Bits-1:0] dac_o,
  input logic [31:0]     cycles_o,
  input logic [31:0]     toggles_o
);
  // Refused while the RTL is compiled.
  if (!(Bits inside {[1:16]})) begin : gen_bits_range
    $fatal(1, "Bits=%0d is outside 1..16", Bits);
  end

  RisesBelowInput_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      cmp_i && dac_o != '1 |=> dac_o == $past(dac_o) + Bits'(1))
    else $error("the code went to %0d although the input was above it", dac_o);

  FallsAboveInput_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      !cmp_i && dac_o != '0 |=> dac_o == $past(dac_o) - Bits'(1))
    else $error("the code went to %0d although the input was below it", dac_o);

  HoldsAtTheEnds_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      (cmp_i ? dac_o == '1 : dac_o == '0) |=> $stable(dac_o))
    else $error("the code wrapped to %0d", dac_o);

  TogglesAreEdges_A: assert property (@(posedge clk_i) disable iff (!rst_ni) toggles_o <= cycles_o)
    else $error("%0d toggles in %0d cycles", toggles_o, cycles_o);
endmodule

bind tracking_adc tracking_adc_sva #(.Bits(Bits)) u_sva (.*);
