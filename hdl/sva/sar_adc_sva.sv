// Properties of sar_adc, bound from outside.
module sar_adc_sva #(
  parameter int unsigned Bits        = 10,
  parameter int unsigned TrialCycles = 1
) (
  input logic            clk_i,
  input logic            rst_ni,
  input logic [1:0]      state_q,
  input logic [Bits-1:0] trial_q,
  input logic [Bits-1:0] kept_q,
  input logic            sample_o,
  input logic [Bits-1:0] dac_o,
  input logic            valid_o,
  input logic            busy_o
);
  localparam int unsigned ConversionCycles = 1 + Bits * TrialCycles;

  // Refused while the RTL is compiled.
  if (!(Bits inside {[1:32]})) begin : gen_bits_range
    $fatal(1, "Bits=%0d is outside 1..32", Bits);
  end
  if (!(TrialCycles inside {[1:65535]})) begin : gen_trial_cycles_range
    $fatal(1, "TrialCycles=%0d is outside 1..65535", TrialCycles);
  end

  // Cycles busy so far, for properties over many cycles.
  int unsigned busy_cycles;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni)      busy_cycles <= 0;
    else if (!busy_o) busy_cycles <= 0;
    else              busy_cycles <= busy_cycles + 1;
  end

  StateLegal_A: assert property (@(posedge clk_i) disable iff (!rst_ni) state_q <= 2'd2)
    else $error("state %0d does not exist", state_q);

  TrialOneHot_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      $onehot0(trial_q) && (trial_q & kept_q) == '0)
    else $error("trial=%b kept=%b", trial_q, kept_q);

  // A bottom plate that moves while the sampling switch is closed changes the held charge.
  PlatesStillWhileTracking_A: assert property (@(posedge clk_i) disable iff (!rst_ni) sample_o |-> dac_o == '0)
    else $error("dac_o=%b while sample_o is high", dac_o);

  SampleExcludesBusy_A: assert property (@(posedge clk_i) disable iff (!rst_ni) sample_o != busy_o)
    else $error("sample_o=%b busy_o=%b", sample_o, busy_o);

  ValidExcludesBusy_A: assert property (@(posedge clk_i) disable iff (!rst_ni) !(valid_o && busy_o))
    else $error("valid_o and busy_o are both high");

  ConversionLength_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      $rose(valid_o) |-> busy_cycles == ConversionCycles)
    else $error("a conversion took %0d cycles instead of %0d", busy_cycles, ConversionCycles);
endmodule

bind sar_adc sar_adc_sva #(.Bits(Bits), .TrialCycles(TrialCycles)) u_sva (.*);
