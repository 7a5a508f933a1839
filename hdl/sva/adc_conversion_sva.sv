// Properties of adc_conversion, bound from outside.
module adc_conversion_sva
  import dense_am_reg_pkg::*;
(
  input logic        clk_i,
  input logic        rst_ni,
  input logic        enable_i,
  input logic        adc_start_o,
  input read_state_e state_o,
  input logic        converted_o,
  input logic        timeout_o
);
  AdcStartOnlyInStart_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      adc_start_o == (state_o == RdStart))
    else $error("adc_start_o=%b in state %0d", adc_start_o, state_o);

  AdcStartOneCycle_A: assert property (@(posedge clk_i) disable iff (!rst_ni) adc_start_o |=> !adc_start_o)
    else $error("adc_start_o lasts longer than one cycle");

  ConvertedInConvert_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      converted_o || timeout_o |-> state_o == RdConvert && enable_i)
    else $error("a conversion ended in state %0d, enable_i=%b", state_o, enable_i);

  DisabledRests_A: assert property (@(posedge clk_i) disable iff (!rst_ni) !enable_i |=> state_o == RdIdle)
    else $error("disabled, but in state %0d", state_o);

  OneEnd_A: assert property (@(posedge clk_i) disable iff (!rst_ni) !(converted_o && timeout_o))
    else $error("converted and timed out in the same cycle");
endmodule

bind adc_conversion adc_conversion_sva u_sva (.*);
