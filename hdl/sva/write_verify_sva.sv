// Properties of write_verify, bound from outside.
module write_verify_sva #(
  parameter int unsigned AdcBits   = 10,
  parameter int unsigned LevelBits = 8
) (
  input logic                        clk_i,
  input logic                        rst_ni,
  input logic [31:0]                 cycles_i,
  input logic [7:0]                  tries_i,
  input logic [AdcBits-1:0]          tolerance_i,
  input logic                        write_i,
  input logic                        abort_i,
  input logic                        converted_i,
  input logic [AdcBits-1:0]          code_i,
  input logic [1:0]                  state_q,
  input logic                        busy_o,
  input logic                        done_o,
  input logic                        failed_o,
  input logic                        timeout_o,
  input logic [7:0]                  pulses_o,
  input logic                        strobe_o,
  input logic                        read_o,
  input logic [15:0]                 row_o,
  input logic [15:0]                 col_o,
  input logic signed [LevelBits-1:0] level_o
);
  // Cycles of the strobe before this one, and whether PROG_CYCLES was written meanwhile, which counts at once.
  logic [31:0] strobe_cycles, former_cycles;
  logic        rewritten;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      strobe_cycles <= '0;
      former_cycles <= '0;
      rewritten     <= 1'b0;
    end else begin
      strobe_cycles <= strobe_o ? strobe_cycles + 32'd1 : '0;
      former_cycles <= cycles_i;
      rewritten     <= strobe_o && (rewritten || (strobe_cycles != '0 && cycles_i != former_cycles));
    end
  end

  // In whole numbers, wider than any code.
  int target, away;
  assign target = (1 << (AdcBits - 1)) +
      (AdcBits >= LevelBits ? 32'(level_o) <<< (AdcBits - LevelBits) : 32'(level_o) >>> (LevelBits - AdcBits));
  assign away   = int'(code_i) > target ? int'(code_i) - target : target - int'(code_i);

  StateLegal_A: assert property (@(posedge clk_i) disable iff (!rst_ni) state_q <= 2'd2)
    else $error("state %0d does not exist", state_q);

  StrobeLength_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      $fell(strobe_o) && !$past(abort_i) && !rewritten && $stable(cycles_i) |->
      strobe_cycles == (cycles_i == '0 ? 32'd1 : cycles_i))
    else $error("a strobe lasted %0d cycles instead of %0d", strobe_cycles, cycles_i);

  CellHolds_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      busy_o && $past(busy_o) |-> $stable(row_o) && $stable(col_o) && $stable(level_o))
    else $error("row, column or level changed while a cell is programmed, now (%0d, %0d)", row_o, col_o);

  WriteAtRest_A: assert property (@(posedge clk_i) disable iff (!rst_ni) write_i |-> !busy_o)
    else $error("a level was written while a cell is programmed");

  // The programming voltage at the shared ADC would destroy it.
  StrobeExcludesRead_A: assert property (@(posedge clk_i) disable iff (!rst_ni) !(strobe_o && read_o))
    else $error("a cell is pulsed and read in the same cycle");

  PulsesLimited_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      $rose(strobe_o) && $stable(tries_i) |-> pulses_o == 8'd1 || pulses_o <= tries_i)
    else $error("pulse %0d of at most %0d", pulses_o, tries_i);

  DoneIsRight_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      done_o |-> tries_i == '0 || (read_o && converted_i && away <= int'(tolerance_i)))
    else $error("a cell counts as right %0d codes away from its target %0d", away, target);

  FailedIsWrong_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      failed_o |-> converted_i && away > int'(tolerance_i) && pulses_o >= tries_i)
    else $error("a cell was given up after %0d pulses, %0d codes away", pulses_o, away);

  OneVerdict_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      $onehot0({done_o, failed_o, timeout_o}) && (busy_o || !(done_o || failed_o || timeout_o)))
    else $error("done=%b failed=%b timeout=%b busy=%b", done_o, failed_o, timeout_o, busy_o);
endmodule

bind write_verify write_verify_sva #(.AdcBits(AdcBits), .LevelBits(LevelBits)) u_sva (.*);
