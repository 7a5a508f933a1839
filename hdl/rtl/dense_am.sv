// Controller of the Dense Associative Memory core: D visible neurons, L rewritable rows under a softmax bank, M fixed
// rows under a ReLU bank. The network itself is analog; this half programs its crossbar, sets it going, waits until it
// is at rest, reads it and decides, once or token after token. docs/registers.md is the map of its registers.
module dense_am
  import dense_am_reg_pkg::*;
#(
  parameter  int unsigned VisibleCount    = 7,
  parameter  int unsigned RowCount        = 16,
  parameter  int unsigned MemoryCount     = 0,
  parameter  int unsigned DacBits         = 10,
  parameter  int unsigned AdcBits         = 10,
  parameter  int unsigned LevelBits       = 8,
  // V: tokens of the token loop; 0: none is built.
  parameter  int unsigned VocabularyCount = 0,
  localparam int unsigned NeuronCount     = VisibleCount + RowCount + MemoryCount
) (
  input  logic                            clk_i,
  input  logic                            rst_ni,
  // APB subordinate
  input  logic                            psel_i,
  input  logic                            penable_i,
  input  logic                            pwrite_i,
  input  logic [15:0]                     paddr_i,
  input  logic [31:0]                     pwdata_i,
  output logic [31:0]                     prdata_o,
  output logic                            pready_o,
  output logic                            pslverr_o,
  output logic                            irq_o,
  // Crossbar programming: row, column and level hold still while the strobe is high, and while the cell is read back:
  // with cell_read_o high the addressed cell's level is at the shared ADC, and mux_sel_o selects no node.
  output logic                            prog_strobe_o,
  output logic                            cell_read_o,
  output logic [15:0]                     prog_row_o,
  output logic [15:0]                     prog_col_o,
  output logic signed [LevelBits-1:0]     prog_level_o,
  // DAC codes, neuron i at [i*DacBits +: DacBits]
  output logic [VisibleCount*DacBits-1:0] init_o,
  output logic [NeuronCount*DacBits-1:0]  bias_o,
  // Switches and comparators of the network
  output logic                            precharge_o,
  output logic                            release_o,
  output logic                            sense_en_o,
  input  logic [NeuronCount-1:0]          quiet_i, // asynchronous
  // Shared ADC; all ones at the multiplexer: no node.
  output logic [7:0]                      mux_sel_o,
  output logic                            adc_start_o,
  input  logic                            adc_valid_i, // asynchronous level
  input  logic [AdcBits-1:0]              adc_code_i
);
  localparam int unsigned ArrayRows     = RowCount + MemoryCount;
  localparam int unsigned VisibleBits   = VisibleCount > 1 ? $clog2(VisibleCount) : 1;
  localparam int unsigned NeuronBits    = $clog2(NeuronCount);
  localparam int unsigned DecisionWords = (VisibleCount + 31) / 32;
  localparam int unsigned WordBits      = DecisionWords > 1 ? $clog2(DecisionWords) : 1;
  localparam logic [DacBits-1:0] MiddleCode = DacBits'(1) << (DacBits - 1);

  localparam sizes_t Sizes = '{
    visible_count:  16'(VisibleCount),
    row_count:      16'(RowCount),
    memory_count:   16'(MemoryCount),
    dac_bits:       16'(DacBits),
    adc_bits:       16'(AdcBits),
    level_bits:     16'(LevelBits),
    neuron_count:   16'(NeuronCount),
    decision_words: 16'(DecisionWords),
    // The token loop
    vocabulary_count: 16'(VocabularyCount),
    token_cells:      16'(VocabularyCount * VisibleCount),
    phase_count:      16'(PhaseCount)
  };

  localparam geometry_t Geometry = '{
    memories: 11'(MemoryCount),
    rows:     11'(RowCount),
    visible:  10'(VisibleCount)
  };
  localparam format_t Format = '{
    vocabulary: 8'(VocabularyCount),
    level_bits: 8'(LevelBits),
    adc_bits:   8'(AdcBits),
    dac_bits:   8'(DacBits)
  };

  // ---- Bus ----------------------------------------------------------------------------------------------------------
  reg_e          target;
  logic          write, read;
  error_e        refusal;
  logic [15:0]   refused_address;
  logic          start, abort;
  prog_address_t prog_address;

  logic          run_busy, program_busy, cell_inside, token_unknown, prompt_full;

  dense_am_bus #(.Sizes(Sizes), .ArrayRows(ArrayRows)) u_bus (
    .clk_i, .rst_ni, .psel_i, .penable_i, .pwrite_i, .paddr_i, .pwdata_i, .pready_o, .pslverr_o,
    .run_busy_i(run_busy), .program_busy_i(program_busy), .cell_inside_i(cell_inside),
    .token_unknown_i(token_unknown), .prompt_full_i(prompt_full), .target_o(target), .write_o(write), .read_o(read),
    .start_o(start), .abort_o(abort),
    .clear_refusal_i(write && target == RegError), .refusal_o(refusal), .refused_address_o(refused_address)
  );

  assign prog_address = prog_address_t'(pwdata_i);

  // ---- Settings and DAC codes ---------------------------------------------------------------------------------------
  logic [31:0]        precharge_cycles, debounce_cycles, timeout_cycles;
  logic [31:0]        acquire_cycles, adc_timeout_cycles, prog_cycles, relax_min_cycles, relax_extra_cycles;
  logic [AdcBits-1:0] threshold, verify_tolerance;
  logic [7:0]         verify_tries;
  read_order_t        read_order;

  dense_am_settings #(.AdcBits(AdcBits)) u_settings (
    .clk_i, .rst_ni, .target_i(target), .write_i(write), .wdata_i(pwdata_i),
    .precharge_cycles_o(precharge_cycles), .debounce_cycles_o(debounce_cycles), .timeout_cycles_o(timeout_cycles),
    .acquire_cycles_o(acquire_cycles), .adc_timeout_cycles_o(adc_timeout_cycles), .prog_cycles_o(prog_cycles),
    .threshold_o(threshold), .verify_tries_o(verify_tries), .verify_tolerance_o(verify_tolerance),
    .relax_min_cycles_o(relax_min_cycles), .relax_extra_cycles_o(relax_extra_cycles), .read_order_o(read_order)
  );

  logic [VisibleCount-1:0][DacBits-1:0] init;
  logic [NeuronCount-1:0][DacBits-1:0]  bias;

  code_bank #(.Count(VisibleCount), .Width(DacBits), .ResetCode(MiddleCode)) u_init (
    .clk_i, .rst_ni, .clear_i(1'b0), .write_i(write && target == RegInit), .index_i(paddr_i[2+:VisibleBits]),
    .code_i(pwdata_i[DacBits-1:0]), .codes_o(init)
  );
  code_bank #(.Count(NeuronCount), .Width(DacBits), .ResetCode(MiddleCode)) u_bias (
    .clk_i, .rst_ni, .clear_i(1'b0), .write_i(write && target == RegBias), .index_i(paddr_i[2+:NeuronBits]),
    .code_i(pwdata_i[DacBits-1:0]), .codes_o(bias)
  );
  assign init_o = init;

  logic                             age_bias_en;
  logic [RowCount-1:0][DacBits-1:0] row_bias;

  always_comb begin
    bias_o = bias;
    if (age_bias_en) bias_o[VisibleCount*DacBits +: RowCount*DacBits] = row_bias;
  end

  // ---- Crossbar programming -----------------------------------------------------------------------------------------
  logic [15:0] next_row, next_col;
  logic        level_write, converted, convert_timeout, verify_en;
  logic        pulse, cell_done, cell_failed, cell_timeout;
  logic [7:0]  cell_pulses, prog_worst;
  logic [31:0] prog_pulses;
  prog_error_t prog_error;

  logic                        token_write, token_start, token_busy, token_owner, token_ended, emitted, infer_start;
  logic [15:0]                 token_row, token_col;
  logic signed [LevelBits-1:0] token_level;
  logic [31:0]                 token_rdata;
  token_state_e                token_state;
  error_e                      token_error;

  assign level_write = write && target == RegProgLevel;

  cell_address #(.VisibleCount(VisibleCount), .ArrayRows(ArrayRows)) u_address (
    .clk_i, .rst_ni, .write_i(write && target == RegProgAddress), .row_i(prog_address.row),
    .col_i(prog_address.col), .next_i(level_write), .row_o(next_row), .col_o(next_col), .inside_o(cell_inside)
  );
  write_verify #(.AdcBits(AdcBits), .LevelBits(LevelBits)) u_program (
    .clk_i, .rst_ni, .cycles_i(prog_cycles), .tries_i(verify_tries), .tolerance_i(verify_tolerance),
    .write_i(level_write || token_write), .row_i(token_busy ? token_row : next_row),
    .col_i(token_busy ? token_col : next_col), .level_i(token_busy ? token_level : signed'(pwdata_i[LevelBits-1:0])),
    .abort_i(abort),
    .converted_i(converted), .timeout_i(convert_timeout), .code_i(adc_code_i), .convert_en_o(verify_en),
    .busy_o(program_busy), .done_o(cell_done), .failed_o(cell_failed), .timeout_o(cell_timeout),
    .pulse_o(pulse), .pulses_o(cell_pulses), .strobe_o(prog_strobe_o), .read_o(cell_read_o),
    .row_o(prog_row_o), .col_o(prog_col_o), .level_o(prog_level_o)
  );
  program_record u_record (
    .clk_i, .rst_ni, .target_i(target), .write_i(write), .pulse_i(pulse), .pulses_i(cell_pulses),
    .failed_i(cell_failed), .timeout_i(cell_timeout), .row_i(prog_row_o), .col_i(prog_col_o[7:0]),
    .pulses_o(prog_pulses), .worst_o(prog_worst), .error_o(prog_error)
  );

  // ---- One inference ------------------------------------------------------------------------------------------------
  state_e state;
  error_e infer_error, ending_error;
  logic   infer_begin, infer_busy, settle_en, read_en, decide_en;
  logic   infer_ending, infer_ended, settled, relaxed, settle_timeout, read_done, decided;

  assign infer_begin = start || infer_start;

  sequencer u_sequencer (
    .clk_i, .rst_ni, .start_i(infer_begin), .abort_i(abort), .precharge_cycles_i(precharge_cycles),
    .relaxed_i(relaxed), .settle_timeout_i(settle_timeout), .read_done_i(read_done),
    .read_timeout_i(read_en && convert_timeout), .decide_i(!token_busy), .decided_i(decided),
    .state_o(state), .busy_o(infer_busy), .error_o(infer_error), .settle_en_o(settle_en), .read_en_o(read_en),
    .decide_en_o(decide_en), .ending_o(infer_ending), .ending_error_o(ending_error), .ended_o(infer_ended),
    .precharge_o, .release_o, .sense_en_o
  );

  settle_detect #(.NeuronCount(NeuronCount)) u_settle (
    .clk_i, .rst_ni, .enable_i(settle_en), .debounce_cycles_i(debounce_cycles),
    .timeout_cycles_i(timeout_cycles), .quiet_i, .settled_o(settled), .timeout_o(settle_timeout)
  );
  relax_length u_relax_length (
    .clk_i, .rst_ni, .enable_i(settle_en), .settled_i(settled), .min_cycles_i(relax_min_cycles),
    .extra_cycles_i(relax_extra_cycles), .done_o(relaxed)
  );

  // ---- The shared ADC: visible nodes in a run, cells while they are programmed, never both --------------------------
  read_state_e read_state;
  logic [7:0]  channel;
  logic        result_write, last_channel;

  adc_conversion u_conversion (
    .clk_i, .rst_ni, .enable_i(read_en || verify_en), .last_i(verify_en || last_channel),
    .acquire_cycles_i(acquire_cycles), .timeout_cycles_i(adc_timeout_cycles), .adc_start_o, .adc_valid_i,
    .state_o(read_state), .converted_o(converted), .timeout_o(convert_timeout)
  );
  readout #(.VisibleCount(VisibleCount)) u_readout (
    .clk_i, .rst_ni, .enable_i(read_en), .first_i(read_order.first), .descending_i(read_order.descending),
    .converted_i(converted), .channel_o(channel), .last_o(last_channel), .result_write_o(result_write),
    .done_o(read_done)
  );
  assign mux_sel_o = cell_read_o ? '1 : channel;

  logic [VisibleCount-1:0][AdcBits-1:0] results;
  logic [VisibleCount-1:0]              decisions;

  // Cleared at the start: results of an earlier inference can never be taken for those of one that failed.
  code_bank #(.Count(VisibleCount), .Width(AdcBits)) u_results (
    .clk_i, .rst_ni, .clear_i(infer_begin), .write_i(result_write), .index_i(channel[VisibleBits-1:0]),
    .code_i(adc_code_i), .codes_o(results)
  );
  decision #(.VisibleCount(VisibleCount), .AdcBits(AdcBits)) u_decision (
    .clk_i, .rst_ni, .clear_i(infer_begin), .enable_i(decide_en), .threshold_i(threshold), .results_i(results),
    .bits_o(decisions), .done_o(decided)
  );

  // ---- The token loop around it -------------------------------------------------------------------------------------
  if (VocabularyCount > 0) begin : gen_tokens
    // Of the longest of EMBED and DECODER, AGE_BIAS, and the phases.
    localparam int unsigned LongestArray = VocabularyCount * VisibleCount > RowCount ?
        VocabularyCount * VisibleCount : RowCount;
    localparam int unsigned IndexBits = LongestArray > 8 ? $clog2(LongestArray) : 3;

    token_loop #(
      .VisibleCount(VisibleCount), .RowCount(RowCount), .DacBits(DacBits), .AdcBits(AdcBits), .LevelBits(LevelBits),
      .VocabularyCount(VocabularyCount), .IndexBits(IndexBits)
    ) u_loop (
      .clk_i, .rst_ni, .target_i(target), .write_i(write), .read_i(read), .index_i(paddr_i[2+:IndexBits]),
      .wdata_i(pwdata_i), .rdata_o(token_rdata), .token_unknown_o(token_unknown), .prompt_full_o(prompt_full),
      .single_start_i(start), .abort_i(abort),
      .infer_start_o(infer_start), .infer_state_i(state), .infer_ending_i(infer_ending), .infer_error_i(ending_error),
      .result_write_i(result_write), .result_code_i(adc_code_i), .results_i(results),
      .cell_write_o(token_write), .row_o(token_row), .col_o(token_col), .level_o(token_level),
      .cell_done_i(cell_done), .cell_failed_i(cell_failed), .cell_timeout_i(cell_timeout),
      .age_bias_en_o(age_bias_en), .row_bias_o(row_bias), .start_o(token_start), .state_o(token_state),
      .busy_o(token_busy), .owner_o(token_owner), .error_o(token_error), .ended_o(token_ended), .emitted_o(emitted)
    );
  end else begin : gen_no_tokens
    assign token_rdata   = '0;
    assign token_unknown = 1'b0;
    assign prompt_full   = 1'b0;
    assign infer_start   = 1'b0;
    assign token_write   = 1'b0;
    assign token_row     = '0;
    assign token_col     = '0;
    assign token_level   = '0;
    assign age_bias_en   = 1'b0;
    assign row_bias      = '0;
    assign token_start   = 1'b0;
    assign token_state   = TkIdle;
    assign token_busy    = 1'b0;
    assign token_owner   = 1'b0;
    assign token_error   = ErrNone;
    assign token_ended   = 1'b0;
    assign emitted       = 1'b0;
  end

  // What the last start began: an inference or a token run.
  logic   ended;
  error_e run_error;

  assign run_busy  = infer_busy || token_busy;
  assign ended     = token_owner ? token_ended : infer_ended;
  assign run_error = token_owner ? token_error : infer_error;

  // ---- Meters and interrupt -----------------------------------------------------------------------------------------
  logic [31:0] relax_cycles, run_cycles;
  logic [3:0]  irq_state, irq_enable;

  cycle_meter u_relax_cycles (
    .clk_i, .rst_ni, .clear_i(infer_begin), .run_i(state == StRelax), .count_o(relax_cycles)
  );
  cycle_meter u_run_cycles (
    .clk_i, .rst_ni, .clear_i(start || token_start), .run_i(run_busy), .count_o(run_cycles)
  );

  dense_am_irq u_irq (
    .clk_i, .rst_ni, .target_i(target), .write_i(write), .wdata_i(pwdata_i[3:0]),
    .arise_i({cell_failed || cell_timeout, emitted, ended && run_error != ErrNone, ended}), .state_o(irq_state),
    .enable_o(irq_enable), .irq_o
  );

  // ---- Reading ------------------------------------------------------------------------------------------------------
  logic [DecisionWords-1:0][31:0] decision_words;
  status_t                        status;
  logic                           at_end;

  assign at_end         = token_owner ? !token_busy : state == StDone;
  assign decision_words = (DecisionWords * 32)'(decisions);
  assign status = '{
    reserved_28: '0,
    token_state: token_state,
    channel:     channel,
    reserved_10: '0,
    read_state:  read_state,
    state:       state,
    programming: program_busy,
    error:       at_end && run_error != ErrNone,
    done:        at_end,
    busy:        run_busy
  };

  always_comb begin
    prdata_o = '0;
    unique case (target)
      RegId:               prdata_o = IdReset;
      RegGeometry:         prdata_o = Geometry;
      RegFormat:           prdata_o = Format;
      RegStatus:           prdata_o = status;
      RegError:            prdata_o = error_t'{address: refused_address, bus: refusal, run: run_error};
      RegIrqState:         prdata_o = 32'(irq_state);
      RegIrqEnable:        prdata_o = 32'(irq_enable);
      RegPrechargeCycles:  prdata_o = precharge_cycles;
      RegDebounceCycles:   prdata_o = debounce_cycles;
      RegTimeoutCycles:    prdata_o = timeout_cycles;
      RegAcquireCycles:    prdata_o = acquire_cycles;
      RegAdcTimeoutCycles: prdata_o = adc_timeout_cycles;
      RegProgCycles:       prdata_o = prog_cycles;
      RegThreshold:        prdata_o = 32'(threshold);
      RegProgAddress:      prdata_o = prog_address_t'{row: next_row, col: next_col};
      RegProgLevel:        prdata_o = 32'(unsigned'(prog_level_o));
      RegRelaxCycles:      prdata_o = relax_cycles;
      RegRunCycles:        prdata_o = run_cycles;
      RegVerifyTries:      prdata_o = 32'(verify_tries);
      RegVerifyTolerance:  prdata_o = 32'(verify_tolerance);
      RegProgPulses:       prdata_o = prog_pulses;
      RegProgWorst:        prdata_o = 32'(prog_worst);
      RegProgError:        prdata_o = prog_error;
      RegRelaxMinCycles:   prdata_o = relax_min_cycles;
      RegRelaxExtraCycles: prdata_o = relax_extra_cycles;
      RegReadOrder:        prdata_o = read_order;
      RegDecision:         prdata_o = decision_words[paddr_i[2+:WordBits]];
      RegInit:             prdata_o = 32'(init[paddr_i[2+:VisibleBits]]);
      RegResult:           prdata_o = 32'(results[paddr_i[2+:VisibleBits]]);
      RegBias:             prdata_o = 32'(bias[paddr_i[2+:NeuronBits]]);
      default:             prdata_o = token_rdata;
    endcase
  end
endmodule
