// Where the clock cycles of a token run go: per phase, in the last complete token and in all of the run.
module phase_counters
  import dense_am_reg_pkg::*;
(
  input  logic                        clk_i,
  input  logic                        rst_ni,
  // A run starts with the next cycle.
  input  logic                        run_start_i,
  // A token starts with the next cycle, or ends with this one.
  input  logic                        token_start_i,
  input  logic                        token_end_i,
  // This cycle belongs to phase_i.
  input  logic                        count_i,
  input  phase_e                      phase_i,
  output logic [PhaseCount-1:0][31:0] last_o,
  output logic [PhaseCount-1:0][31:0] total_o
);
  for (genvar phase = 0; phase < PhaseCount; phase++) begin : gen_phase
    logic        here;
    logic [31:0] now, last_d, last_q;

    assign here = count_i && phase_i == phase_e'(phase);

    cycle_meter u_total (.clk_i, .rst_ni, .clear_i(run_start_i), .run_i(here), .count_o(total_o[phase]));
    cycle_meter u_now   (.clk_i, .rst_ni, .clear_i(token_start_i), .run_i(here), .count_o(now));

    assign last_d = token_end_i ? now + 32'(here) : last_q;

    always_ff @(posedge clk_i or negedge rst_ni) begin
      if (!rst_ni) last_q <= '0;
      else         last_q <= last_d;
    end
    assign last_o[phase] = last_q;
  end
endmodule
