// Programs one cell: a pulse of `cycles_i` cycles, then the cell is read back through the shared ADC, and again, until
// its code is within `tolerance_i` of the target's or `tries_i` pulses have been spent. With `tries_i` 0 one pulse is
// all.
//
// The target's code is 2^(AdcBits-1) + level * 2^(AdcBits-LevelBits), rounded down where the ADC is coarser than a
// level.
module write_verify #(
  parameter int unsigned AdcBits   = 10,
  parameter int unsigned LevelBits = 8
) (
  input  logic                        clk_i,
  input  logic                        rst_ni,
  input  logic [31:0]                 cycles_i,
  input  logic [7:0]                  tries_i,
  input  logic [AdcBits-1:0]          tolerance_i,
  // Only while busy_o is low.
  input  logic                        write_i,
  input  logic [15:0]                 row_i,
  input  logic [15:0]                 col_i,
  input  logic signed [LevelBits-1:0] level_i,
  // Cuts the pulse and gives the cell up.
  input  logic                        abort_i,
  // Of the conversion that convert_en_o asks for.
  input  logic                        converted_i,
  input  logic                        timeout_i,
  input  logic [AdcBits-1:0]          code_i,
  output logic                        convert_en_o,
  output logic                        busy_o,
  // One cycle, the last of busy_o: the cell is right, or was never read.
  output logic                        done_o,
  output logic                        failed_o,
  output logic                        timeout_o,
  // Pulses that the present or last cell has taken; pulse_o is the first cycle of each.
  output logic                        pulse_o,
  output logic [7:0]                  pulses_o,
  output logic                        strobe_o,
  output logic                        read_o,
  output logic [15:0]                 row_o,
  output logic [15:0]                 col_o,
  output logic signed [LevelBits-1:0] level_o
);
  typedef enum logic [1:0] {
    WvIdle,
    WvPulse,
    WvRead
  } verify_state_e;

  localparam logic [AdcBits-1:0] MiddleCode = AdcBits'(1) << (AdcBits - 1);

  verify_state_e               state_d, state_q;
  logic [15:0]                 row_d, row_q, col_d, col_q;
  logic signed [LevelBits-1:0] level_d, level_q;
  logic [7:0]                  pulses_d, pulses_q;
  logic                        pulse_d, pulse_q, strobe_d, strobe_q, read_d, read_q, last, right;
  logic [AdcBits-1:0]          target, distance;

  cycle_timer u_strobe (.clk_i, .rst_ni, .run_i(strobe_q), .cycles_i, .last_o(last));

  if (AdcBits >= LevelBits) begin : gen_fine
    assign target = MiddleCode + (AdcBits'(level_q) << (AdcBits - LevelBits));
  end else begin : gen_coarse
    assign target = MiddleCode + AdcBits'(level_q >>> (LevelBits - AdcBits));
  end
  assign distance = code_i >= target ? code_i - target : target - code_i;
  assign right    = distance <= tolerance_i;

  always_comb begin
    state_d   = state_q;
    pulses_d  = pulses_q;
    done_o    = 1'b0;
    failed_o  = 1'b0;
    timeout_o = 1'b0;
    unique case (state_q)
      WvIdle: begin
        if (write_i) begin
          state_d  = WvPulse;
          pulses_d = 8'd1;
        end
      end
      WvPulse: begin
        if (last) begin
          done_o  = tries_i == '0;
          state_d = done_o ? WvIdle : WvRead;
        end
      end
      WvRead: begin
        if (converted_i) begin
          done_o   = right;
          failed_o = !right && pulses_q >= tries_i;
          state_d  = done_o || failed_o ? WvIdle : WvPulse;
          pulses_d = state_d == WvPulse ? pulses_q + 8'd1 : pulses_q;
        end else if (timeout_i) begin
          timeout_o = 1'b1;
          state_d   = WvIdle;
        end
      end
      default: state_d = WvIdle;
    endcase
    if (abort_i) begin
      state_d   = WvIdle;
      done_o    = 1'b0;
      failed_o  = 1'b0;
      timeout_o = 1'b0;
    end
  end

  assign row_d    = write_i ? row_i   : row_q;
  assign col_d    = write_i ? col_i   : col_q;
  assign level_d  = write_i ? level_i : level_q;
  assign strobe_d = state_d == WvPulse;
  assign read_d   = state_d == WvRead;
  assign pulse_d  = strobe_d && !strobe_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      state_q  <= WvIdle;
      row_q    <= '0;
      col_q    <= '0;
      level_q  <= '0;
      pulses_q <= '0;
      pulse_q  <= 1'b0;
      strobe_q <= 1'b0;
      read_q   <= 1'b0;
    end else begin
      state_q  <= state_d;
      row_q    <= row_d;
      col_q    <= col_d;
      level_q  <= level_d;
      pulses_q <= pulses_d;
      pulse_q  <= pulse_d;
      strobe_q <= strobe_d;
      read_q   <= read_d;
    end
  end

  assign convert_en_o = read_q && !abort_i;
  assign busy_o       = state_q != WvIdle;
  assign pulse_o      = pulse_q;
  assign pulses_o     = pulses_q;
  assign strobe_o     = strobe_q;
  assign read_o       = read_q;
  assign row_o        = row_q;
  assign col_o        = col_q;
  assign level_o      = level_q;
endmodule
