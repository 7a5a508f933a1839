// Properties of token_fifo, bound from outside.
module token_fifo_sva #(
  parameter int unsigned Depth     = 16,
  parameter int unsigned Width     = 1,
  parameter int unsigned CountBits = 1
) (
  input logic                 clk_i,
  input logic                 rst_ni,
  input logic                 clear_i,
  input logic                 push_i,
  input logic [Width-1:0]     token_i,
  input logic                 pop_i,
  input logic [Width-1:0]     token_o,
  input logic                 empty_o,
  input logic                 full_o,
  input logic [CountBits-1:0] count_o
);
  // The same queue as a shift register: the oldest at 0.
  logic [Depth-1:0][Width-1:0] queue, popped;
  int unsigned                 length, left;
  assign popped = pop_i ? queue >> Width : queue;
  assign left   = pop_i ? length - 1 : length;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      queue  <= '0;
      length <= 0;
    end else begin
      queue  <= clear_i ? '0 : push_i ? popped | (Depth * Width)'(token_i) << (left * Width) : popped;
      length <= clear_i ? 0 : push_i ? left + 1 : left;
    end
  end

  PushHasRoom_A: assert property (@(posedge clk_i) disable iff (!rst_ni) push_i |-> !full_o)
    else $error("a token was pushed into %0d of %0d places", count_o, Depth);

  PopHasToken_A: assert property (@(posedge clk_i) disable iff (!rst_ni) pop_i |-> !empty_o)
    else $error("a token was popped from an empty queue");

  CountIsTokens_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      32'(count_o) == length && empty_o == (length == 0) && full_o == (length == Depth))
    else $error("count=%0d empty=%b full=%b, but there are %0d tokens", count_o, empty_o, full_o, length);

  FirstOut_A: assert property (@(posedge clk_i) disable iff (!rst_ni) !empty_o |-> token_o == queue[0])
    else $error("token %0d is at the end of the queue instead of %0d", token_o, queue[0]);
endmodule

bind token_fifo token_fifo_sva #(.Depth(Depth), .Width(Width), .CountBits(CountBits)) u_sva (.*);
