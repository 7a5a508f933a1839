// Properties of readout, bound from outside.
module readout_sva #(
  parameter int unsigned VisibleCount = 1
) (
  input logic       clk_i,
  input logic       rst_ni,
  input logic       enable_i,
  input logic       converted_i,
  input logic [7:0] channel_o,
  input logic       result_write_o,
  input logic       done_o
);
  // The nodes that this readout has converted, including the present cycle's.
  logic [VisibleCount-1:0] seen, earlier;
  assign seen = result_write_o ? earlier | (VisibleCount'(1) << channel_o) : earlier;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) earlier <= '0;
    else         earlier <= enable_i && !done_o ? seen : '0;
  end

  ChannelInRange_A: assert property (@(posedge clk_i) disable iff (!rst_ni) 32'(channel_o) < VisibleCount)
    else $error("channel %0d, but there are %0d visible nodes", channel_o, VisibleCount);

  // A multiplexer that moves during a conversion mixes two nodes into one code. It leaves rest with the enable.
  ChannelHolds_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      enable_i && !converted_i && $past(enable_i) |=> !enable_i || $stable(channel_o))
    else $error("the channel changed to %0d during a conversion", channel_o);

  EveryNodeOnce_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      (!done_o || (&seen)) && (!result_write_o || (earlier & (VisibleCount'(1) << channel_o)) == '0))
    else $error("channel %0d after the nodes %b", channel_o, earlier);

  DisabledRests_A: assert property (@(posedge clk_i) disable iff (!rst_ni) !enable_i |=> channel_o == '0)
    else $error("disabled, but on channel %0d", channel_o);
endmodule

bind readout readout_sva #(.VisibleCount(VisibleCount)) u_sva (.*);
