// Two-flop synchroniser, one lane per bit. While `clear_i` is high the flops load 0, so that nothing which was on the
// wires before can be believed after: two whole cycles pass between the fall of `clear_i` and the first 1 at the
// output.
module sync_2ff #(
  parameter int unsigned Width = 1
) (
  input  logic             clk_i,
  input  logic             rst_ni,
  input  logic             clear_i,
  input  logic [Width-1:0] async_i,
  output logic [Width-1:0] sync_o
);
  logic [Width-1:0] first_d, first_q, second_d, second_q;

  assign first_d  = clear_i ? '0 : async_i;
  assign second_d = clear_i ? '0 : first_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      first_q  <= '0;
      second_q <= '0;
    end else begin
      first_q  <= first_d;
      second_q <= second_d;
    end
  end

  assign sync_o = second_q;
endmodule
