// Tells when the whole network has come to rest: every neuron's comparator says "quiet" for `debounce_cycles_i`
// successive cycles, as seen behind a two-flop synchroniser. One lane per neuron: a gate in front of the synchroniser
// could glitch to "all quiet" while one neuron takes over from another.
module settle_detect #(
  parameter int unsigned NeuronCount = 1
) (
  input  logic                   clk_i,
  input  logic                   rst_ni,
  // Both answers are 0 and all memory is lost while low.
  input  logic                   enable_i,
  input  logic [31:0]            debounce_cycles_i,
  input  logic [31:0]            timeout_cycles_i,
  // Asynchronous.
  input  logic [NeuronCount-1:0] quiet_i,
  // For as long as the network stays quiet.
  output logic                   settled_o,
  // From cycle `timeout_cycles_i` on, while not settled.
  output logic                   timeout_o
);
  logic [NeuronCount-1:0] quiet;
  logic                   all_quiet, debounced, limit;
  logic                   settled_d, settled_q, late_d, late_q;

  sync_2ff #(.Width(NeuronCount)) u_sync (
    .clk_i, .rst_ni, .clear_i(!enable_i), .async_i(quiet_i), .sync_o(quiet)
  );

  assign all_quiet = enable_i && (&quiet);

  cycle_timer u_debounce (.clk_i, .rst_ni, .run_i(all_quiet), .cycles_i(debounce_cycles_i), .last_o(debounced));
  cycle_timer u_timeout  (.clk_i, .rst_ni, .run_i(enable_i),  .cycles_i(timeout_cycles_i),  .last_o(limit));

  assign settled_d = all_quiet && (debounced || settled_q);
  assign late_d    = enable_i && (limit || late_q);

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      settled_q <= 1'b0;
      late_q    <= 1'b0;
    end else begin
      settled_q <= settled_d;
      late_q    <= late_d;
    end
  end

  assign settled_o = settled_d;
  assign timeout_o = late_d && !settled_o;
endmodule
