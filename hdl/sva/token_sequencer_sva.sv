// Properties of token_sequencer, bound from outside.
module token_sequencer_sva
  import dense_am_reg_pkg::*;
(
  input logic         clk_i,
  input logic         rst_ni,
  input logic         start_i,
  input logic         single_start_i,
  input logic         abort_i,
  input logic         fifo_full_i,
  input token_state_e state_o,
  input logic         busy_o,
  input logic         owner_o,
  input error_e       error_o,
  input logic         ended_o,
  input logic         append_en_o,
  input logic         decode_en_o,
  input logic         sample_en_o,
  input logic         infer_start_o,
  input logic         emit_o,
  input logic         advance_o
);
  function automatic logic may_follow(token_state_e from, token_state_e to);
    unique case (from)
      TkIdle:          return to inside {TkIdle, TkPrompt};
      TkPrompt:        return to inside {TkProgramPrompt, TkInfer, TkIdle};
      TkProgramPrompt: return to inside {TkProgramPrompt, TkPrompt, TkIdle};
      TkInfer:         return to inside {TkInfer, TkDecode, TkIdle};
      TkDecode:        return to inside {TkDecode, TkSample, TkIdle};
      TkSample:        return to inside {TkSample, TkEmit, TkIdle};
      TkEmit:          return to inside {TkEmit, TkAppend, TkIdle};
      TkAppend:        return to inside {TkAppend, TkInfer, TkIdle};
      default:         return 1'b0;
    endcase
  endfunction

  TokenStateOrder_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      $past(rst_ni) |-> may_follow($past(state_o), state_o))
    else $error("token state %0d cannot follow %0d", state_o, $past(state_o));

  StartAtRest_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      start_i || single_start_i |-> !busy_o && !(start_i && single_start_i))
    else $error("a start in token state %0d", state_o);

  AbortEnds_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      abort_i && busy_o |=> state_o == TkIdle && error_o == ErrAborted)
    else $error("an abort left token state %0d, error %0d", state_o, error_o);

  AbortIsSilent_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      abort_i |-> !(append_en_o || decode_en_o || sample_en_o || infer_start_o || emit_o || advance_o))
    else $error("something goes on in the cycle of an abort, token state %0d", state_o);

  ErrorEnds_A: assert property (@(posedge clk_i) disable iff (!rst_ni) busy_o |-> error_o == ErrNone)
    else $error("token state %0d with error %0d", state_o, error_o);

  EndedOnce_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      ended_o == (!busy_o && $past(busy_o) && $past(rst_ni)))
    else $error("ended_o=%b in token state %0d", ended_o, state_o);

  OneEnable_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      $onehot0({append_en_o, decode_en_o, sample_en_o, infer_start_o && !append_en_o}))
    else $error("append=%b decode=%b sample=%b infer=%b", append_en_o, decode_en_o, sample_en_o, infer_start_o);

  InferStarts_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      infer_start_o |=> state_o == TkInfer)
    else $error("an inference was started, but token state %0d follows", state_o);

  EmitHasRoom_A: assert property (@(posedge clk_i) disable iff (!rst_ni) emit_o |-> !fifo_full_i)
    else $error("a token goes out into a full FIFO");

  BusyIsOwned_A: assert property (@(posedge clk_i) disable iff (!rst_ni) busy_o |-> owner_o)
    else $error("a token run is busy and not the owner, token state %0d", state_o);
endmodule

bind token_sequencer token_sequencer_sva u_sva (.*);
