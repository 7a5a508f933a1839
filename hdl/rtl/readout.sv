// Converts the visible nodes one after the other through the shared ADC.
//
// The ADC's valid is a level: high while its code holds, low while it converts. It must fall within two clock periods
// after adc_start_o rises; until then the synchroniser is held cleared, so a former conversion's valid is never believed.
module readout
  import dense_am_reg_pkg::*;
#(
  parameter int unsigned VisibleCount = 1,
  parameter int unsigned AdcBits      = 10
) (
  input  logic               clk_i,
  input  logic               rst_ni,
  // Falling during a readout gives it up.
  input  logic               enable_i,
  input  logic [31:0]        acquire_cycles_i,
  input  logic [31:0]        timeout_cycles_i,
  output logic [7:0]         mux_sel_o,
  output logic               adc_start_o,
  // Asynchronous level.
  input  logic               adc_valid_i,
  // Stable while adc_valid_i is high.
  input  logic [AdcBits-1:0] adc_code_i,
  output read_state_e        state_o,
  output logic               result_write_o,
  output logic [AdcBits-1:0] result_code_o,
  // One cycle each, at the end.
  output logic               done_o,
  output logic               timeout_o
);
  read_state_e state_d, state_q;
  logic [7:0]  channel_d, channel_q;
  logic        start_d, start_q;
  logic        acquired, valid, limit;

  cycle_timer u_acquire (
    .clk_i, .rst_ni, .run_i(state_q == RdAcquire), .cycles_i(acquire_cycles_i), .last_o(acquired)
  );
  cycle_timer u_timeout (
    .clk_i, .rst_ni, .run_i(state_q == RdConvert), .cycles_i(timeout_cycles_i), .last_o(limit)
  );
  sync_2ff u_valid (
    .clk_i, .rst_ni, .clear_i(state_q != RdConvert), .async_i(adc_valid_i), .sync_o(valid)
  );

  always_comb begin
    state_d        = state_q;
    channel_d      = channel_q;
    result_write_o = 1'b0;
    done_o         = 1'b0;
    timeout_o      = 1'b0;
    unique case (state_q)
      RdIdle: begin
        channel_d = '0;
        state_d   = RdAcquire;
      end
      // The multiplexer's output follows the selected node.
      RdAcquire: if (acquired) state_d = RdStart;
      // One cycle of adc_start_o.
      RdStart: state_d = RdConvert;
      // Store the code, then the next node or the end.
      RdConvert: begin
        if (valid) begin
          result_write_o = 1'b1;
          done_o         = channel_q == 8'(VisibleCount - 1);
          state_d        = done_o ? RdIdle : RdAcquire;
          channel_d      = done_o ? '0 : channel_q + 8'd1;
        end else if (limit) begin
          timeout_o = 1'b1;
          state_d   = RdIdle;
          channel_d = '0;
        end
      end
      default: state_d = RdIdle;
    endcase
    if (!enable_i) begin
      state_d        = RdIdle;
      channel_d      = '0;
      result_write_o = 1'b0;
    end
  end

  assign start_d = state_d == RdStart;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      state_q   <= RdIdle;
      channel_q <= '0;
      start_q   <= 1'b0;
    end else begin
      state_q   <= state_d;
      channel_q <= channel_d;
      start_q   <= start_d;
    end
  end

  assign state_o       = state_q;
  assign mux_sel_o     = channel_q;
  assign adc_start_o   = start_q; // straight from a flop: a glitch would start a conversion
  assign result_code_o = adc_code_i;
endmodule
