// First in, first out.
module token_fifo #(
  parameter  int unsigned Depth     = 16,
  parameter  int unsigned Width     = 1,
  localparam int unsigned CountBits = $clog2(Depth + 1)
) (
  input  logic                 clk_i,
  input  logic                 rst_ni,
  // Wins over both others.
  input  logic                 clear_i,
  // Only while full_o is low.
  input  logic                 push_i,
  input  logic [Width-1:0]     token_i,
  // Only while empty_o is low.
  input  logic                 pop_i,
  // The oldest; 0 while empty.
  output logic [Width-1:0]     token_o,
  output logic                 empty_o,
  output logic                 full_o,
  output logic [CountBits-1:0] count_o
);
  localparam int unsigned IndexBits = Depth > 1 ? $clog2(Depth) : 1;
  localparam logic [IndexBits-1:0] Top = IndexBits'(Depth - 1);

  logic [IndexBits-1:0] first_d, first_q, free_d, free_q;
  logic [CountBits-1:0] count_d, count_q;
  logic [Width-1:0]     oldest, unused;

  word_memory #(.Count(Depth), .Width(Width)) u_places (
    .clk_i, .rst_ni, .write_i(push_i), .write_index_i(free_q), .word_i(token_i),
    .a_index_i(first_q), .a_o(oldest), .b_index_i(first_q), .b_o(unused)
  );

  always_comb begin
    first_d = first_q;
    free_d  = free_q;
    count_d = count_q + CountBits'(push_i) - CountBits'(pop_i);
    if (push_i) free_d  = free_q == Top ? '0 : free_q + IndexBits'(1);
    if (pop_i)  first_d = first_q == Top ? '0 : first_q + IndexBits'(1);
    if (clear_i) begin
      first_d = '0;
      free_d  = '0;
      count_d = '0;
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      first_q <= '0;
      free_q  <= '0;
      count_q <= '0;
    end else begin
      first_q <= first_d;
      free_q  <= free_d;
      count_q <= count_d;
    end
  end

  assign empty_o = count_q == '0;
  assign full_o  = count_q == CountBits'(Depth);
  assign token_o = empty_o ? '0 : oldest;
  assign count_o = count_q;
endmodule
