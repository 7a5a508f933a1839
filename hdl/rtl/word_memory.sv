// Words of `Width` bits, written one at a time and read at two places at once. Reset clears them.
module word_memory #(
  parameter  int unsigned Count     = 2,
  parameter  int unsigned Width     = 8,
  localparam int unsigned IndexBits = Count > 1 ? $clog2(Count) : 1
) (
  input  logic                 clk_i,
  input  logic                 rst_ni,
  input  logic                 write_i,
  input  logic [IndexBits-1:0] write_index_i,
  input  logic [Width-1:0]     word_i,
  // An index past the last word reads anything.
  input  logic [IndexBits-1:0] a_index_i,
  output logic [Width-1:0]     a_o,
  input  logic [IndexBits-1:0] b_index_i,
  output logic [Width-1:0]     b_o
);
  logic [Width-1:0] words_q [Count];

  // One word moves, the rest stay: a copy of all of them as words_d would cost every simulated cycle its length.
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni)      words_q <= '{default: '0};
    else if (write_i) words_q[write_index_i] <= word_i;
  end

  assign a_o = words_q[a_index_i];
  assign b_o = words_q[b_index_i];
endmodule
