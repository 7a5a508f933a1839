// Conversions of the shared ADC, one after the other while enabled: acquire, start, convert.
//
// The ADC's valid is a level: high while its code holds, low while it converts. It must fall within two clock periods
// after adc_start_o rises; until then the synchroniser is held cleared, so a former conversion's valid is never
// believed.
module adc_conversion
  import dense_am_reg_pkg::*;
(
  input  logic        clk_i,
  input  logic        rst_ni,
  // Falling during a conversion gives it up.
  input  logic        enable_i,
  // No conversion follows this one.
  input  logic        last_i,
  input  logic [31:0] acquire_cycles_i,
  input  logic [31:0] timeout_cycles_i,
  output logic        adc_start_o,
  // Asynchronous level.
  input  logic        adc_valid_i,
  output read_state_e state_o,
  // One cycle each: the ADC's code holds now, or no code came in time.
  output logic        converted_o,
  output logic        timeout_o
);
  read_state_e state_d, state_q;
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

  assign converted_o = enable_i && state_q == RdConvert && valid;
  assign timeout_o   = enable_i && limit && !valid;

  always_comb begin
    state_d = state_q;
    unique case (state_q)
      RdIdle:    state_d = RdAcquire;
      // What the multiplexer has selected appears at the ADC.
      RdAcquire: if (acquired) state_d = RdStart;
      // One cycle of adc_start_o.
      RdStart:   state_d = RdConvert;
      RdConvert: begin
        if (valid)      state_d = last_i ? RdIdle : RdAcquire;
        else if (limit) state_d = RdIdle;
      end
      default:   state_d = RdIdle;
    endcase
    if (!enable_i) state_d = RdIdle;
  end

  assign start_d = state_d == RdStart;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      state_q <= RdIdle;
      start_q <= 1'b0;
    end else begin
      state_q <= state_d;
      start_q <= start_d;
    end
  end

  assign state_o     = state_q;
  assign adc_start_o = start_q; // straight from a flop: a glitch would start a conversion
endmodule
