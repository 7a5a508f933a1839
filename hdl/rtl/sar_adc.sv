// Successive-approximation ADC logic: tracks, holds, and tries one bit after the other from the top.
//
//   track   sample_o is high, the bottom plates (dac_o) are at 0. An edge that sees start_i high ends it.
//   hold    one cycle: the sampling switch is open before the first bottom plate moves.
//   trial   TrialCycles per bit: dac_o holds the bits kept so far and the one on trial. The edge that ends the trial
//           takes cmp_i as it is: 1 (input at or above dac_o) keeps the bit. There is no synchroniser: the comparator
//           has the whole trial to settle, and one that is late decides wrongly, as in silicon.
//
// The code is valid 1 + Bits * TrialCycles cycles after the edge that saw start_i, and holds until the next such edge.
module sar_adc #(
  parameter int unsigned Bits        = 10,
  parameter int unsigned TrialCycles = 1
) (
  input  logic            clk_i,
  input  logic            rst_ni,
  // Ignored while busy_o.
  input  logic            start_i,
  input  logic            cmp_i,
  output logic            sample_o,
  output logic [Bits-1:0] dac_o,
  output logic [Bits-1:0] code_o,
  output logic            valid_o,
  output logic            busy_o
);
  typedef enum logic [1:0] {
    SarTrack,
    SarHold,
    SarTrial
  } sar_state_e;

  sar_state_e      state_d, state_q;
  logic [Bits-1:0] trial_d, trial_q; // one-hot: the bit on trial
  logic [Bits-1:0] kept_d, kept_q;   // the bits decided for 1
  logic            valid_d, valid_q, sample_d, sample_q, settled;

  cycle_timer u_trial (
    .clk_i, .rst_ni, .run_i(state_q == SarTrial), .cycles_i(32'(TrialCycles)), .last_o(settled)
  );

  always_comb begin
    state_d = state_q;
    trial_d = trial_q;
    kept_d  = kept_q;
    valid_d = valid_q;
    unique case (state_q)
      SarTrack: begin
        if (start_i) begin
          state_d = SarHold;
          kept_d  = '0;
          valid_d = 1'b0;
        end
      end
      // Break before make.
      SarHold: begin
        state_d = SarTrial;
        trial_d = Bits'(1) << (Bits - 1);
      end
      SarTrial: begin
        if (settled) begin
          kept_d  = cmp_i ? kept_q | trial_q : kept_q;
          trial_d = trial_q >> 1;
          if (trial_q[0]) begin
            state_d = SarTrack;
            valid_d = 1'b1;
          end
        end
      end
      default: state_d = SarTrack;
    endcase
  end
  assign sample_d = state_d == SarTrack;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      state_q  <= SarTrack;
      trial_q  <= '0;
      kept_q   <= '0;
      valid_q  <= 1'b0;
      sample_q <= 1'b1;
    end else begin
      state_q  <= state_d;
      trial_q  <= trial_d;
      kept_q   <= kept_d;
      valid_q  <= valid_d;
      sample_q <= sample_d;
    end
  end

  assign sample_o = sample_q;
  assign dac_o    = state_q == SarTrial ? kept_q | trial_q : '0;
  assign code_o   = kept_q;
  assign valid_o  = valid_q;
  assign busy_o   = state_q != SarTrack;
endmodule
