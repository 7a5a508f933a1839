// The course of one inference: precharge, relax, readout, decide, done. It enables the other parts; each of them is at
// rest in the cycle after its enable fell. An abort withdraws every enable in its own cycle: one later, and a readout
// about to start the ADC would still do so.
//
// The switches are driven straight from flops: a glitch in a decoder would short the precharge rail into the network.
module sequencer
  import dense_am_reg_pkg::*;
(
  input  logic        clk_i,
  input  logic        rst_ni,
  // One cycle; only while busy_o is low.
  input  logic        start_i,
  input  logic        abort_i,
  input  logic [31:0] precharge_cycles_i,
  // The relaxation may end.
  input  logic        relaxed_i,
  input  logic        settle_timeout_i,
  input  logic        read_done_i,
  input  logic        read_timeout_i,
  // Whether a decision follows the readout.
  input  logic        decide_i,
  input  logic        decided_i,
  output state_e      state_o,
  output logic        busy_o,
  output error_e      error_o,
  output logic        settle_en_o,
  output logic        read_en_o,
  output logic        decide_en_o,
  // One cycle: the last busy one, and how the inference ends.
  output logic        ending_o,
  output error_e      ending_error_o,
  // One cycle, the first of Done.
  output logic        ended_o,
  output logic        precharge_o,
  output logic        release_o,
  output logic        sense_en_o
);
  state_e state_d, state_q;
  error_e error_d, error_q;
  logic   ended_d, ended_q, precharge_d, precharge_q, release_d, release_q, sense_d, sense_q;
  logic   precharged;

  cycle_timer u_precharge (
    .clk_i, .rst_ni, .run_i(state_q == StPrecharge), .cycles_i(precharge_cycles_i), .last_o(precharged)
  );

  assign busy_o = state_q inside {StPrecharge, StRelax, StReadout, StDecide};

  always_comb begin
    state_d = state_q;
    error_d = error_q;
    unique case (state_q)
      // At rest, before the first run or after one.
      StIdle, StDone: begin
        if (start_i) begin
          state_d = StPrecharge;
          error_d = ErrNone;
        end
      end
      // The visible nodes are driven to their start.
      StPrecharge: if (precharged) state_d = StRelax;
      // The network moves by itself until it is at rest.
      StRelax: begin
        if (relaxed_i) begin
          state_d = StReadout;
        end else if (settle_timeout_i) begin
          state_d = StDone;
          error_d = ErrSettleTimeout;
        end
      end
      // Still released: a fixed point holds still while it is read.
      StReadout: begin
        if (read_done_i) begin
          state_d = decide_i ? StDecide : StDone;
        end else if (read_timeout_i) begin
          state_d = StDone;
          error_d = ErrAdcTimeout;
        end
      end
      StDecide: if (decided_i) state_d = StDone;
      default: state_d = StIdle;
    endcase
    if (abort_i && busy_o) begin
      state_d = StDone;
      error_d = ErrAborted;
    end
  end

  assign ended_d     = busy_o && state_d == StDone;
  assign precharge_d = state_d == StPrecharge;
  assign release_d   = state_d inside {StRelax, StReadout};
  assign sense_d     = state_d == StRelax;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      state_q     <= StIdle;
      error_q     <= ErrNone;
      ended_q     <= 1'b0;
      precharge_q <= 1'b0;
      release_q   <= 1'b0;
      sense_q     <= 1'b0;
    end else begin
      state_q     <= state_d;
      error_q     <= error_d;
      ended_q     <= ended_d;
      precharge_q <= precharge_d;
      release_q   <= release_d;
      sense_q     <= sense_d;
    end
  end

  assign ending_o       = ended_d;
  assign ending_error_o = error_d;
  assign settle_en_o = state_q == StRelax && !abort_i;
  assign read_en_o   = state_q == StReadout && !abort_i;
  assign decide_en_o = state_q == StDecide && !abort_i;
  assign state_o     = state_q;
  assign error_o     = error_q;
  assign ended_o     = ended_q;
  assign precharge_o = precharge_q;
  assign release_o   = release_q;
  assign sense_en_o  = sense_q;
endmodule
