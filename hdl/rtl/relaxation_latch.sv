// The digital half of a relaxation oscillator (as in the 555 timer), without any clock: two comparators look at a
// capacitor that charges while `charge_o` is high and discharges while it is low. Where both are high, which only
// broken thresholds can cause, the latch resets: the safe side is to discharge. At power-up an empty capacitor sets it.
module relaxation_latch (
  input  logic above_i, // the capacitor is above the upper threshold
  input  logic below_i, // the capacitor is below the lower threshold
  output logic charge_o
);
  always_latch begin
    if (above_i)      charge_o = 1'b0;
    else if (below_i) charge_o = 1'b1;
  end
endmodule
