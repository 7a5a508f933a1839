// What programming has cost and where it failed, each until its register is written: all pulses, the most that one cell
// took, and the first cell that could not be programmed.
module program_record
  import dense_am_reg_pkg::*;
(
  input  logic        clk_i,
  input  logic        rst_ni,
  input  reg_e        target_i,
  input  logic        write_i,
  // From write_verify.
  input  logic        pulse_i,
  input  logic [7:0]  pulses_i,
  input  logic        failed_i,
  input  logic        timeout_i,
  input  logic [15:0] row_i,
  input  logic [7:0]  col_i,
  output logic [31:0] pulses_o,
  output logic [7:0]  worst_o,
  output prog_error_t error_o
);
  logic [7:0]  worst_d, worst_q;
  prog_error_t error_d, error_q;

  cycle_meter u_pulses (
    .clk_i, .rst_ni, .clear_i(write_i && target_i == RegProgPulses), .run_i(pulse_i), .count_o(pulses_o)
  );

  always_comb begin
    worst_d = worst_q;
    if (write_i && target_i == RegProgWorst) worst_d = '0;
    else if (pulse_i && pulses_i > worst_q)  worst_d = pulses_i;

    error_d = error_q;
    if (write_i && target_i == RegProgError) begin
      error_d = '0;
    end else if ((failed_i || timeout_i) && error_q.code == ErrNone) begin
      error_d = '{row: row_i, col: col_i, code: failed_i ? ErrProgramFailed : ErrAdcTimeout};
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      worst_q <= '0;
      error_q <= '0;
    end else begin
      worst_q <= worst_d;
      error_q <= error_d;
    end
  end

  assign worst_o = worst_q;
  assign error_o = error_q;
endmodule
