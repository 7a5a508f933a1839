// The course of a token run: the prompt's rows, then token after token: infer, decode, sample, emit, append. It enables
// the other parts and starts each inference; an abort withdraws every enable in its own cycle.
//
// After its start a token run owns busy, error and end until a single inference is started.
module token_sequencer
  import dense_am_reg_pkg::*;
(
  input  logic         clk_i,
  input  logic         rst_ni,
  // One cycle each; only while nothing is busy.
  input  logic         start_i,
  input  logic         single_start_i,
  input  logic         abort_i,
  input  logic         prompt_empty_i,
  // Of the row being programmed.
  input  logic         row_done_i,
  input  logic         cell_failed_i,
  input  logic         cell_timeout_i,
  // The inference's last cycle, how it ends, and whether a node read as an end of the ADC's range.
  input  logic         infer_ending_i,
  input  error_e       infer_error_i,
  input  logic         saturated_i,
  input  logic         decoded_i,
  input  logic         overflow_i,
  input  logic         sampled_i,
  input  logic         fifo_full_i,
  // The token being appended is the last.
  input  logic         last_token_i,
  output token_state_e state_o,
  output logic         busy_o,
  output logic         owner_o,
  output error_e       error_o,
  // One cycle, the first at rest.
  output logic         ended_o,
  output logic         append_en_o,
  output logic         decode_en_o,
  output logic         sample_en_o,
  // One cycle each: the next one is the first of an inference; the prompt's first token is a row; a token goes out; the
  // row at the head is written; it was a generated token's.
  output logic         infer_start_o,
  output logic         prompt_pop_o,
  output logic         emit_o,
  output logic         advance_o,
  output logic         token_end_o
);
  token_state_e state_d, state_q;
  error_e       error_d, error_q;
  logic         owner_d, owner_q, ended_d, ended_q;
  error_e       cell_error;

  assign cell_error = cell_failed_i ? ErrProgramFailed : cell_timeout_i ? ErrAdcTimeout : ErrNone;

  always_comb begin
    state_d = state_q;
    error_d = error_q;
    unique case (state_q)
      TkIdle: begin
        if (start_i) begin
          state_d = TkPrompt;
          error_d = ErrNone;
        end
      end
      TkPrompt: state_d = prompt_empty_i ? TkInfer : TkProgramPrompt;
      TkProgramPrompt: begin
        if (row_done_i) state_d = TkPrompt;
        else            error_d = cell_error;
      end
      // Precharge, relax, readout: the sequencer's.
      TkInfer: begin
        if (infer_ending_i) begin
          error_d = infer_error_i == ErrNone && saturated_i ? ErrSaturated : infer_error_i;
          state_d = TkDecode;
        end
      end
      TkDecode: begin
        if (overflow_i) error_d = ErrOverflow;
        if (decoded_i)  state_d = TkSample;
      end
      TkSample: if (sampled_i) state_d = TkEmit;
      TkEmit:   if (!fifo_full_i) state_d = TkAppend;
      TkAppend: begin
        if (row_done_i) state_d = last_token_i ? TkIdle : TkInfer;
        else            error_d = cell_error;
      end
      default: state_d = TkIdle;
    endcase
    if (abort_i && busy_o)          error_d = ErrAborted;
    if (busy_o && error_d != ErrNone) state_d = TkIdle;
  end

  assign busy_o        = state_q != TkIdle;
  assign ended_d       = busy_o && state_d == TkIdle;
  assign owner_d       = start_i || (owner_q && !single_start_i);
  assign append_en_o   = state_q inside {TkProgramPrompt, TkAppend} && !abort_i;
  assign decode_en_o   = state_q == TkDecode && !abort_i;
  assign sample_en_o   = state_q == TkSample && !abort_i;
  // Not by state_d: it hangs on the end of the inference, which hangs on its start.
  assign infer_start_o = (state_q == TkPrompt && prompt_empty_i && !abort_i) || (token_end_o && !last_token_i);
  assign prompt_pop_o  = state_q == TkProgramPrompt && row_done_i;
  assign emit_o        = state_q == TkEmit && !fifo_full_i && !abort_i;
  assign advance_o     = row_done_i;
  assign token_end_o   = state_q == TkAppend && row_done_i;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      state_q <= TkIdle;
      error_q <= ErrNone;
      owner_q <= 1'b0;
      ended_q <= 1'b0;
    end else begin
      state_q <= state_d;
      error_q <= error_d;
      owner_q <= owner_d;
      ended_q <= ended_d;
    end
  end

  assign state_o = state_q;
  assign owner_o = owner_q;
  assign error_o = error_q;
  assign ended_o = ended_q;
endmodule
