// Properties of the bus interface, bound from outside: what the requester must keep, and what the core promises.
module dense_am_bus_sva (
  input logic        clk_i,
  input logic        rst_ni,
  input logic        psel_i,
  input logic        penable_i,
  input logic        pwrite_i,
  input logic [15:0] paddr_i,
  input logic [31:0] pwdata_i,
  input logic        pready_o,
  input logic        pslverr_o,
  input logic        program_busy_i,
  input logic        write_o,
  input logic        start_o,
  input logic        abort_o
);
  EnableAfterSetup_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      $rose(penable_i) |-> psel_i && $past(psel_i))
    else $error("requester: penable_i rose without a setup cycle of psel_i");

  AccessHolds_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      psel_i && !(penable_i && pready_o) |=> psel_i && penable_i && $stable(paddr_i) && $stable(pwrite_i) &&
      (!pwrite_i || $stable(pwdata_i)))
    else $error("requester: an access to 0x%h changed before it was answered", paddr_i);

  WaitsForProgramOnly_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      !pready_o |-> program_busy_i && pwrite_i)
    else $error("wait state at 0x%h while no cell is programmed", paddr_i);

  ErrorInLastCycle_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      pslverr_o |-> psel_i && penable_i && pready_o)
    else $error("pslverr_o outside the last cycle of an access");

  RefusedIsNotWritten_A: assert property (@(posedge clk_i) disable iff (!rst_ni) !(pslverr_o && write_o))
    else $error("the refused access to 0x%h was written", paddr_i);

  OneCommand_A: assert property (@(posedge clk_i) disable iff (!rst_ni) !(start_o && abort_o))
    else $error("start and abort in the same cycle");
endmodule

bind dense_am_bus dense_am_bus_sva u_sva (.*);
