// APB subordinate: turns each access into one accepted write or read of a register, or refuses it with a code.
// Writes that would disturb the programming of a cell wait for its end. Keeps the first refusal until it is cleared.
module dense_am_bus
  import dense_am_reg_pkg::*;
#(
  parameter sizes_t      Sizes     = '0,
  parameter int unsigned ArrayRows = 1
) (
  input  logic        clk_i,
  input  logic        rst_ni,
  input  logic        psel_i,
  input  logic        penable_i,
  input  logic        pwrite_i,
  input  logic [15:0] paddr_i,
  input  logic [31:0] pwdata_i,
  output logic        pready_o,
  output logic        pslverr_o,
  // State of the core that decides what is allowed now.
  input  logic        run_busy_i,
  input  logic        program_busy_i,
  input  logic        cell_inside_i,
  // The token written is not in the vocabulary; there is no room for it.
  input  logic        token_unknown_i,
  input  logic        prompt_full_i,
  // The register meant, and whether it is written or read at the next edge.
  output reg_e        target_o,
  output logic        write_o,
  output logic        read_o,
  // Commands of CTRL, one cycle each and never both.
  output logic        start_o,
  output logic        abort_o,
  // First refusal since it was cleared.
  input  logic        clear_refusal_i,
  output error_e      refusal_o,
  output logic [15:0] refused_address_o
);
  logic           access, waiting, starts, any_start, refuse;
  ctrl_t          ctrl;
  token_command_t command;
  prog_address_t  prog_address;
  error_e         verdict, refusal_d, refusal_q;
  logic [15:0]    address_d, address_q;

  assign access       = psel_i && penable_i;
  assign target_o     = reg_at(paddr_i, Sizes);
  assign ctrl         = ctrl_t'(pwdata_i);
  assign prog_address = prog_address_t'(pwdata_i);
  assign starts       = target_o == RegCtrl && ctrl.start && !ctrl.abort;
  assign command      = token_command_t'(pwdata_i);
  assign any_start    = starts || (target_o == RegTokenCommand && command.start);
  // A run programs cells, too, but refuses what would have to wait for them.
  assign waiting      = pwrite_i && program_busy_i && !run_busy_i && (any_start || target_o == RegProgLevel);

  always_comb begin
    verdict = ErrNone;
    if (target_o == RegNone) begin
      verdict = ErrUnmapped;
    end else if (pwrite_i) begin
      if (is_read_only(target_o)) verdict = ErrReadOnly;
      else if (!value_fits(target_o, pwdata_i, Sizes)) verdict = ErrValue;
      else if (run_busy_i && (starts || is_refused_while_busy(target_o))) verdict = ErrBusy;
      else if (target_o == RegProgAddress && !(prog_address.row < 16'(ArrayRows) &&
                                               prog_address.col < Sizes.visible_count)) verdict = ErrCell;
      else if (target_o == RegProgLevel && !cell_inside_i) verdict = ErrCell;
      else if (target_o == RegReadOrder && 16'(pwdata_i[7:0]) >= Sizes.visible_count) verdict = ErrCell;
      else if (target_o inside {RegPrompt, RegEndToken} && token_unknown_i) verdict = ErrToken;
      else if (target_o == RegPrompt && prompt_full_i) verdict = ErrFull;
    end
  end

  assign pready_o  = !(access && waiting);
  assign refuse    = access && pready_o && verdict != ErrNone;
  assign pslverr_o = refuse;
  assign write_o   = access && pready_o && pwrite_i && verdict == ErrNone;
  assign read_o    = access && pready_o && !pwrite_i && verdict == ErrNone;
  assign start_o   = write_o && starts;
  assign abort_o   = write_o && target_o == RegCtrl && ctrl.abort;

  always_comb begin
    refusal_d = refusal_q;
    address_d = address_q;
    if (clear_refusal_i) begin
      refusal_d = ErrNone;
      address_d = '0;
    end else if (refuse && refusal_q == ErrNone) begin
      refusal_d = verdict;
      address_d = paddr_i;
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      refusal_q <= ErrNone;
      address_q <= '0;
    end else begin
      refusal_q <= refusal_d;
      address_q <= address_d;
    end
  end

  assign refusal_o         = refusal_q;
  assign refused_address_o = address_q;
endmodule
