// A row of codes that all drive the outside at once: one word of `Width` bits per DAC.
module code_bank #(
  parameter  int unsigned       Count     = 1,
  parameter  int unsigned       Width     = 10,
  parameter  logic [Width-1:0]  ResetCode = '0,
  localparam int unsigned       IndexBits = Count > 1 ? $clog2(Count) : 1
) (
  input  logic                         clk_i,
  input  logic                         rst_ni,
  // Every code back to ResetCode. Wins over a write.
  input  logic                         clear_i,
  input  logic                         write_i,
  input  logic [IndexBits-1:0]         index_i,
  input  logic [Width-1:0]             code_i,
  // Code i at [i].
  output logic [Count-1:0][Width-1:0]  codes_o
);
  logic [Count-1:0][Width-1:0] codes_d, codes_q;

  always_comb begin
    codes_d = codes_q;
    if (clear_i)      codes_d = {Count{ResetCode}};
    else if (write_i) codes_d[index_i] = code_i;
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) codes_q <= {Count{ResetCode}};
    else         codes_q <= codes_d;
  end

  assign codes_o = codes_q;
endmodule
