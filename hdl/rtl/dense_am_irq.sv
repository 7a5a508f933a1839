// Interrupt causes, cleared by writing ones, and their enables. A cause that arises while it is cleared stays set.
module dense_am_irq
  import dense_am_reg_pkg::*;
(
  input  logic       clk_i,
  input  logic       rst_ni,
  input  reg_e       target_i,
  input  logic       write_i,
  // Bits as in IRQ_STATE, in every port here.
  input  logic [3:0] wdata_i,
  input  logic [3:0] arise_i,
  output logic [3:0] state_o,
  output logic [3:0] enable_o,
  output logic       irq_o
);
  logic [3:0] state_d, state_q, enable_d, enable_q, clear;

  assign clear    = write_i && target_i == RegIrqState ? wdata_i : '0;
  assign state_d  = (state_q & ~clear) | arise_i;
  assign enable_d = write_i && target_i == RegIrqEnable ? wdata_i : enable_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      state_q  <= '0;
      enable_q <= '0;
    end else begin
      state_q  <= state_d;
      enable_q <= enable_d;
    end
  end

  assign state_o  = state_q;
  assign enable_o = enable_q;
  assign irq_o    = |(state_q & enable_q);
endmodule
