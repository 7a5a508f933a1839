// The token loop around the inference: prompt and context rows in, tokens out. See token_sequencer for its course.
module token_loop
  import dense_am_reg_pkg::*;
#(
  parameter int unsigned VisibleCount    = 1,
  parameter int unsigned RowCount        = 1,
  parameter int unsigned DacBits         = 10,
  parameter int unsigned AdcBits         = 10,
  parameter int unsigned LevelBits       = 8,
  parameter int unsigned VocabularyCount = 2,
  parameter int unsigned IndexBits       = 11
) (
  input  logic                                 clk_i,
  input  logic                                 rst_ni,
  // Bus
  input  reg_e                                 target_i,
  input  logic                                 write_i,
  input  logic                                 read_i,
  // Word of an array.
  input  logic [IndexBits-1:0]                 index_i,
  input  logic [31:0]                          wdata_i,
  output logic [31:0]                          rdata_o,
  // The token written is not in the vocabulary; the prompt queue has no room.
  output logic                                 token_unknown_o,
  output logic                                 prompt_full_o,
  // Commands, one cycle each
  input  logic                                 single_start_i,
  input  logic                                 abort_i,
  // The inference
  output logic                                 infer_start_o,
  input  state_e                               infer_state_i,
  input  logic                                 infer_ending_i,
  input  error_e                               infer_error_i,
  input  logic                                 result_write_i,
  input  logic [AdcBits-1:0]                   result_code_i,
  input  logic [VisibleCount-1:0][AdcBits-1:0] results_i,
  // Cells
  output logic                                 cell_write_o,
  output logic [15:0]                          row_o,
  output logic [15:0]                          col_o,
  output logic signed [LevelBits-1:0]          level_o,
  input  logic                                 cell_done_i,
  input  logic                                 cell_failed_i,
  input  logic                                 cell_timeout_i,
  // Biases of the softmax rows by age, and whether they are wanted
  output logic                                 age_bias_en_o,
  output logic [RowCount-1:0][DacBits-1:0]     row_bias_o,
  // Where it is
  output logic                                 start_o,
  output token_state_e                         state_o,
  output logic                                 busy_o,
  output logic                                 owner_o,
  output error_e                               error_o,
  output logic                                 ended_o,
  output logic                                 emitted_o
);
  localparam int unsigned TokenBits  = VocabularyCount > 1 ? $clog2(VocabularyCount) : 1;
  localparam int unsigned CellCount  = VocabularyCount * VisibleCount;
  localparam int unsigned CellBits   = CellCount > 1 ? $clog2(CellCount) : 1;
  localparam int unsigned RowBits    = RowCount > 1 ? $clog2(RowCount) : 1;
  localparam int unsigned PromptBits = $clog2(RowCount + 1);
  localparam int unsigned FifoDepth  = 16;
  localparam int unsigned FifoBits   = $clog2(FifoDepth + 1);

  // ---- Commands and settings ----------------------------------------------------------------------------------------
  token_command_t command;
  token_control_t control;
  logic [31:0]    limit, scale;
  logic [7:0]     end_token;
  logic [5:0]     shift;

  assign command         = write_i && target_i == RegTokenCommand ? token_command_t'(wdata_i) : '0;
  assign start_o         = command.start;
  assign token_unknown_o = wdata_i[7:0] >= 8'(VocabularyCount);

  token_settings u_settings (
    .clk_i, .rst_ni, .target_i, .write_i, .wdata_i, .control_o(control), .limit_o(limit), .end_token_o(end_token),
    .scale_o(scale), .shift_o(shift)
  );

  // ---- Course -------------------------------------------------------------------------------------------------------
  logic prompt_empty, row_done, saturated, decoded, overflow, sampled, fifo_full, last_token;
  logic append_en, decode_en, sample_en, prompt_pop, emit, advance, token_end;

  token_sequencer u_sequencer (
    .clk_i, .rst_ni, .start_i(start_o), .single_start_i, .abort_i, .prompt_empty_i(prompt_empty),
    .row_done_i(row_done), .cell_failed_i, .cell_timeout_i, .infer_ending_i, .infer_error_i,
    .saturated_i(saturated), .decoded_i(decoded), .overflow_i(overflow), .sampled_i(sampled),
    .fifo_full_i(fifo_full), .last_token_i(last_token), .state_o, .busy_o, .owner_o, .error_o, .ended_o,
    .append_en_o(append_en), .decode_en_o(decode_en), .sample_en_o(sample_en), .infer_start_o,
    .prompt_pop_o(prompt_pop), .emit_o(emit), .advance_o(advance), .token_end_o(token_end)
  );
  assign emitted_o = emit;

  saturation_watch #(.AdcBits(AdcBits)) u_saturation (
    .clk_i, .rst_ni, .clear_i(infer_start_o), .write_i(result_write_i), .code_i(result_code_i), .saturated_o(saturated)
  );

  // ---- Prompt queue and token FIFO ----------------------------------------------------------------------------------
  logic [TokenBits-1:0]  prompt_token, token_d, token_q, oldest;
  logic [PromptBits-1:0] prompt_count;
  logic [FifoBits-1:0]   fifo_count;
  logic                  fifo_empty;

  token_fifo #(.Depth(RowCount), .Width(TokenBits)) u_prompt (
    .clk_i, .rst_ni, .clear_i(command.clear_prompt), .push_i(write_i && target_i == RegPrompt),
    .token_i(wdata_i[TokenBits-1:0]), .pop_i(prompt_pop), .token_o(prompt_token), .empty_o(prompt_empty),
    .full_o(prompt_full_o), .count_o(prompt_count)
  );
  token_fifo #(.Depth(FifoDepth), .Width(TokenBits)) u_tokens (
    .clk_i, .rst_ni, .clear_i(command.clear_tokens), .push_i(emit), .token_i(token_q),
    .pop_i(read_i && target_i == RegToken && !fifo_empty), .token_o(oldest), .empty_o(fifo_empty),
    .full_o(fifo_full), .count_o(fifo_count)
  );

  // ---- Rows ---------------------------------------------------------------------------------------------------------
  logic [15:0]                      filled;
  logic [CellBits-1:0]              embed_cell;
  logic [LevelBits-1:0]             embed_word, level;
  logic [RowCount-1:0][DacBits-1:0] age_bias;

  word_memory #(.Count(CellCount), .Width(LevelBits)) u_embed (
    .clk_i, .rst_ni, .write_i(write_i && target_i == RegEmbed), .write_index_i(index_i[CellBits-1:0]),
    .word_i(wdata_i[LevelBits-1:0]), .a_index_i(index_i[CellBits-1:0]), .a_o(embed_word),
    .b_index_i(embed_cell), .b_o(level)
  );
  row_append #(.VisibleCount(VisibleCount), .TokenBits(TokenBits), .CellBits(CellBits)) u_append (
    .clk_i, .rst_ni, .enable_i(append_en), .token_i(state_o == TkAppend ? token_q : prompt_token),
    .cell_o(embed_cell), .cell_write_o, .col_o, .cell_done_i, .done_o(row_done)
  );
  assign level_o = signed'(level);

  code_bank #(.Count(RowCount), .Width(DacBits), .ResetCode(DacBits'(1) << (DacBits - 1))) u_age_bias (
    .clk_i, .rst_ni, .clear_i(1'b0), .write_i(write_i && target_i == RegAgeBias), .index_i(index_i[RowBits-1:0]),
    .code_i(wdata_i[DacBits-1:0]), .codes_o(age_bias)
  );
  context_ring #(.RowCount(RowCount), .DacBits(DacBits)) u_ring (
    .clk_i, .rst_ni, .clear_i(command.clear_ring), .advance_i(advance), .head_o(row_o), .filled_o(filled),
    .age_bias_i(age_bias), .row_bias_o
  );
  assign age_bias_en_o = control.age_bias_en;

  // ---- From codes to a token ----------------------------------------------------------------------------------------
  logic [CellBits-1:0]              weight_cell;
  logic [15:0]                      weight, weight_word;
  logic [TokenBits-1:0]             logit_token, sampled_token;
  logic [31:0]                      logit_bias, logit_bias_word, random;
  logic                             logit_write;
  logic signed [31:0]               logit;
  logic [VocabularyCount-1:0][31:0] logits;

  word_memory #(.Count(CellCount), .Width(16)) u_weights (
    .clk_i, .rst_ni, .write_i(write_i && target_i == RegDecoder), .write_index_i(index_i[CellBits-1:0]),
    .word_i(wdata_i[15:0]), .a_index_i(index_i[CellBits-1:0]), .a_o(weight_word), .b_index_i(weight_cell), .b_o(weight)
  );
  word_memory #(.Count(VocabularyCount), .Width(32)) u_logit_bias (
    .clk_i, .rst_ni, .write_i(write_i && target_i == RegDecoderBias), .write_index_i(index_i[TokenBits-1:0]),
    .word_i(wdata_i), .a_index_i(index_i[TokenBits-1:0]), .a_o(logit_bias_word), .b_index_i(logit_token),
    .b_o(logit_bias)
  );
  decoder #(.VisibleCount(VisibleCount), .TokenCount(VocabularyCount), .AdcBits(AdcBits)) u_decoder (
    .clk_i, .rst_ni, .enable_i(decode_en), .results_i, .cell_o(weight_cell), .weight_i(signed'(weight)),
    .token_o(logit_token), .bias_i(signed'(logit_bias)), .logit_write_o(logit_write), .logit_o(logit),
    .overflow_o(overflow), .done_o(decoded)
  );
  token_sampler #(.TokenCount(VocabularyCount)) u_sampler (
    .clk_i, .rst_ni, .logit_write_i(logit_write), .logit_index_i(logit_token), .logit_i(logit),
    .enable_i(sample_en), .temperature_en_i(control.temperature_en), .scale_i(scale), .shift_i(shift),
    .seed_write_i(write_i && target_i == RegSeed), .seed_i(wdata_i), .logits_o(logits), .random_o(random),
    .done_o(sampled), .token_o(sampled_token)
  );

  // ---- The token that is emitted and appended, and how many there were ----------------------------------------------
  logic [31:0] count;

  assign token_d = sampled ? sampled_token : token_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) token_q <= '0;
    else         token_q <= token_d;
  end

  cycle_meter u_count (.clk_i, .rst_ni, .clear_i(start_o), .run_i(emit), .count_o(count));

  assign last_token = (limit != '0 && count >= limit) || (control.end_en && 8'(token_q) == end_token);

  // ---- Meters -------------------------------------------------------------------------------------------------------
  phase_e                      phase;
  logic [PhaseCount-1:0][31:0] last, total;

  token_phase u_phase (.state_i(state_o), .infer_state_i, .fifo_full_i(fifo_full), .phase_o(phase));
  phase_counters u_counters (
    .clk_i, .rst_ni, .run_start_i(start_o), .token_start_i(infer_start_o), .token_end_i(token_end),
    .count_i(busy_o), .phase_i(phase), .last_o(last), .total_o(total)
  );

  // ---- Reading ------------------------------------------------------------------------------------------------------
  always_comb begin
    rdata_o = '0;
    unique case (target_i)
      RegTokenControl: rdata_o = control;
      RegToken:        rdata_o = token_t'{valid: !fifo_empty, reserved_8: '0, token: 8'(oldest)};
      RegTokenLimit:   rdata_o = limit;
      RegEndToken:     rdata_o = 32'(end_token);
      RegSeed:         rdata_o = random;
      RegScale:        rdata_o = scale;
      RegScaleShift:   rdata_o = 32'(shift);
      RegRing:         rdata_o = ring_t'{filled: filled, head: row_o};
      RegQueues:       rdata_o = queues_t'{reserved_24: '0, tokens: 8'(fifo_count), prompt: 16'(prompt_count)};
      RegTokenCount:   rdata_o = count;
      RegPhaseLast:    rdata_o = last[index_i[2:0]];
      RegPhaseTotal:   rdata_o = total[index_i[2:0]];
      RegDecoderBias:  rdata_o = logit_bias_word;
      RegLogit:        rdata_o = logits[index_i[TokenBits-1:0]];
      RegEmbed:        rdata_o = 32'(embed_word);
      RegDecoder:      rdata_o = 32'(weight_word);
      RegAgeBias:      rdata_o = 32'(age_bias[index_i[RowBits-1:0]]);
      default: ;
    endcase
  end
endmodule
