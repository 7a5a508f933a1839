// Selects the visible nodes one after the other for the shared ADC: each once, from `first_i` up or down, around the
// end.
module readout #(
  parameter int unsigned VisibleCount = 1
) (
  input  logic       clk_i,
  input  logic       rst_ni,
  // Falling during a readout gives it up.
  input  logic       enable_i,
  input  logic [7:0] first_i,
  input  logic       descending_i,
  // The selected node has been converted.
  input  logic       converted_i,
  // 0 at rest.
  output logic [7:0] channel_o,
  // The selected node is the last one.
  output logic       last_o,
  output logic       result_write_o,
  // One cycle, at the end.
  output logic       done_o
);
  localparam logic [7:0] Top = 8'(VisibleCount - 1);

  logic       running_d, running_q;
  logic [7:0] channel_d, channel_q, read_d, read_q; // read: nodes read so far
  logic [7:0] above, below;

  assign above          = channel_q == Top ? '0 : channel_q + 8'd1;
  assign below          = channel_q == '0 ? Top : channel_q - 8'd1;
  assign last_o         = read_q == Top;
  assign result_write_o = enable_i && converted_i;
  assign done_o         = result_write_o && last_o;
  assign running_d      = enable_i && !done_o;

  always_comb begin
    channel_d = '0;
    read_d    = '0;
    if (running_d) begin
      channel_d = channel_q;
      read_d    = read_q;
      if (!running_q) begin
        channel_d = first_i;
      end else if (converted_i) begin
        channel_d = descending_i ? below : above;
        read_d    = read_q + 8'd1;
      end
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      running_q <= 1'b0;
      channel_q <= '0;
      read_q    <= '0;
    end else begin
      running_q <= running_d;
      channel_q <= channel_d;
      read_q    <= read_d;
    end
  end

  assign channel_o = channel_q;
endmodule
