// The phase that a busy cycle of a token run belongs to.
module token_phase
  import dense_am_reg_pkg::*;
(
  input  token_state_e state_i,
  input  state_e       infer_state_i,
  input  logic         fifo_full_i,
  output phase_e       phase_o
);
  phase_e infer_phase;

  assign infer_phase = infer_state_i == StPrecharge ? PhPrecharge : infer_state_i == StRelax ? PhRelax : PhReadout;

  always_comb begin
    unique case (state_i)
      TkInfer:            phase_o = infer_phase;
      TkDecode, TkSample: phase_o = PhDecode;
      TkEmit:             phase_o = fifo_full_i ? PhWait : PhDecode;
      default:            phase_o = PhProgram;
    endcase
  end
endmodule
