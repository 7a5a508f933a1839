// Generated from hdl/registers/dense_am.json by cosim/generate. Change that file and run "npm run generate".
package dense_am_reg_pkg;
  // where a run is
  typedef enum logic [3:0] {
    StIdle = 4'd0, // after reset; every switch is off
    StPrecharge = 4'd1, // visible nodes are driven to their INIT codes
    StRelax = 4'd2, // released; waiting until every neuron has been quiet for DEBOUNCE_CYCLES
    StReadout = 4'd3, // released; the visible nodes are converted one after the other
    StDecide = 4'd4, // results are compared with THRESHOLD, one a cycle
    StDone = 4'd5 // the run has ended, well or with an error; every switch is off
  } state_e;

  // where the readout of one visible node is
  typedef enum logic [1:0] {
    RdIdle = 2'd0, // no readout
    RdAcquire = 2'd1, // the multiplexer has selected the node; its output settles
    RdStart = 2'd2, // the ADC is told to start, one cycle
    RdConvert = 2'd3 // waiting for the ADC
  } read_state_e;

  // where a token run is
  typedef enum logic [3:0] {
    TkIdle = 4'd0, // no token run
    TkPrompt = 4'd1, // the next prompt token is fetched, one cycle
    TkProgramPrompt = 4'd2, // its row is programmed in place of the oldest
    TkInfer = 4'd3, // the network is precharged, relaxes and is read: see State
    TkDecode = 4'd4, // logits are accumulated, one product a cycle
    TkSample = 4'd5, // the token is chosen
    TkEmit = 4'd6, // the token goes to the token FIFO, as soon as there is room
    TkAppend = 4'd7 // its row is programmed in place of the oldest
  } token_state_e;

  // what the cycles of a token run are spent on: every busy cycle belongs to one phase
  typedef enum logic [2:0] {
    PhProgram = 3'd0, // TokenState Prompt, ProgramPrompt and Append: pulses and read-back
    PhPrecharge = 3'd1, // State Precharge
    PhRelax = 3'd2, // State Relax
    PhReadout = 3'd3, // State Readout
    PhDecode = 3'd4, // TokenState Decode and Sample, and the cycle that emits the token
    PhWait = 3'd5 // TokenState Emit while the token FIFO is full
  } phase_e;

  // what went wrong: codes below 16 end a run, codes from 16 on refuse one bus access (pslverr)
  typedef enum logic [7:0] {
    ErrNone = 8'd0, // nothing
    ErrSettleTimeout = 8'd1, // not settled within TIMEOUT_CYCLES: slower than expected, oscillating, or no fixed point
    ErrAdcTimeout = 8'd2, // the ADC gave no valid code within ADC_TIMEOUT_CYCLES
    ErrAborted = 8'd3, // CTRL.ABORT was written during the run
    ErrProgramFailed = 8'd4, // a cell read back further than VERIFY_TOLERANCE from its target after VERIFY_TRIES pulses
    ErrSaturated = 8'd5, // a visible node read as the lowest or the highest ADC code in a token run
    ErrOverflow = 8'd6, // a logit does not fit into 32 bits
    ErrUnmapped = 8'd16, // no register at this address, or the address is not a multiple of 4
    ErrReadOnly = 8'd17, // write to a read-only register
    ErrBusy = 8'd18, // start or configuration write while a run is busy
    ErrCell = 8'd19, // row, column or visible node outside the array
    ErrValue = 8'd20, // a bit outside the register's fields is set
    ErrToken = 8'd21, // the token is not in the vocabulary
    ErrFull = 8'd22 // the prompt queue is full
  } error_e;

  // Which register an address means.
  typedef enum logic [5:0] {
    RegNone = 6'd0,
    RegId = 6'd1,
    RegGeometry = 6'd2,
    RegFormat = 6'd3,
    RegCtrl = 6'd4,
    RegStatus = 6'd5,
    RegError = 6'd6,
    RegIrqState = 6'd7,
    RegIrqEnable = 6'd8,
    RegPrechargeCycles = 6'd9,
    RegDebounceCycles = 6'd10,
    RegTimeoutCycles = 6'd11,
    RegAcquireCycles = 6'd12,
    RegAdcTimeoutCycles = 6'd13,
    RegProgCycles = 6'd14,
    RegThreshold = 6'd15,
    RegProgAddress = 6'd16,
    RegProgLevel = 6'd17,
    RegRelaxCycles = 6'd18,
    RegRunCycles = 6'd19,
    RegVerifyTries = 6'd20,
    RegVerifyTolerance = 6'd21,
    RegProgPulses = 6'd22,
    RegProgWorst = 6'd23,
    RegProgError = 6'd24,
    RegRelaxMinCycles = 6'd25,
    RegRelaxExtraCycles = 6'd26,
    RegReadOrder = 6'd27,
    RegTokenCommand = 6'd28,
    RegTokenControl = 6'd29,
    RegPrompt = 6'd30,
    RegToken = 6'd31,
    RegTokenLimit = 6'd32,
    RegEndToken = 6'd33,
    RegSeed = 6'd34,
    RegScale = 6'd35,
    RegScaleShift = 6'd36,
    RegRing = 6'd37,
    RegQueues = 6'd38,
    RegTokenCount = 6'd39,
    RegPhaseLast = 6'd40,
    RegPhaseTotal = 6'd41,
    RegDecision = 6'd42,
    RegInit = 6'd43,
    RegResult = 6'd44,
    RegDecoderBias = 6'd45,
    RegLogit = 6'd46,
    RegEmbed = 6'd47,
    RegDecoder = 6'd48,
    RegAgeBias = 6'd49,
    RegBias = 6'd50
  } reg_e;

  // Byte addresses.
  localparam logic [15:0] IdOffset = 16'h0000;
  localparam logic [15:0] GeometryOffset = 16'h0004;
  localparam logic [15:0] FormatOffset = 16'h0008;
  localparam logic [15:0] CtrlOffset = 16'h000c;
  localparam logic [15:0] StatusOffset = 16'h0010;
  localparam logic [15:0] ErrorOffset = 16'h0014;
  localparam logic [15:0] IrqStateOffset = 16'h0018;
  localparam logic [15:0] IrqEnableOffset = 16'h001c;
  localparam logic [15:0] PrechargeCyclesOffset = 16'h0020;
  localparam logic [15:0] DebounceCyclesOffset = 16'h0024;
  localparam logic [15:0] TimeoutCyclesOffset = 16'h0028;
  localparam logic [15:0] AcquireCyclesOffset = 16'h002c;
  localparam logic [15:0] AdcTimeoutCyclesOffset = 16'h0030;
  localparam logic [15:0] ProgCyclesOffset = 16'h0034;
  localparam logic [15:0] ThresholdOffset = 16'h0038;
  localparam logic [15:0] ProgAddressOffset = 16'h003c;
  localparam logic [15:0] ProgLevelOffset = 16'h0040;
  localparam logic [15:0] RelaxCyclesOffset = 16'h0044;
  localparam logic [15:0] RunCyclesOffset = 16'h0048;
  localparam logic [15:0] VerifyTriesOffset = 16'h004c;
  localparam logic [15:0] VerifyToleranceOffset = 16'h0050;
  localparam logic [15:0] ProgPulsesOffset = 16'h0054;
  localparam logic [15:0] ProgWorstOffset = 16'h0058;
  localparam logic [15:0] ProgErrorOffset = 16'h005c;
  localparam logic [15:0] RelaxMinCyclesOffset = 16'h0060;
  localparam logic [15:0] RelaxExtraCyclesOffset = 16'h0064;
  localparam logic [15:0] ReadOrderOffset = 16'h0068;
  localparam logic [15:0] TokenCommandOffset = 16'h0100;
  localparam logic [15:0] TokenControlOffset = 16'h0104;
  localparam logic [15:0] PromptOffset = 16'h0108;
  localparam logic [15:0] TokenOffset = 16'h010c;
  localparam logic [15:0] TokenLimitOffset = 16'h0110;
  localparam logic [15:0] EndTokenOffset = 16'h0114;
  localparam logic [15:0] SeedOffset = 16'h0118;
  localparam logic [15:0] ScaleOffset = 16'h011c;
  localparam logic [15:0] ScaleShiftOffset = 16'h0120;
  localparam logic [15:0] RingOffset = 16'h0124;
  localparam logic [15:0] QueuesOffset = 16'h0128;
  localparam logic [15:0] TokenCountOffset = 16'h012c;
  localparam logic [15:0] PhaseLastOffset = 16'h0140;
  localparam logic [15:0] PhaseTotalOffset = 16'h0160;
  localparam logic [15:0] DecisionOffset = 16'h0200;
  localparam logic [15:0] InitOffset = 16'h0400;
  localparam logic [15:0] ResultOffset = 16'h0800;
  localparam logic [15:0] DecoderBiasOffset = 16'h1000;
  localparam logic [15:0] LogitOffset = 16'h1040;
  localparam logic [15:0] EmbedOffset = 16'h2000;
  localparam logic [15:0] DecoderOffset = 16'h4000;
  localparam logic [15:0] AgeBiasOffset = 16'h6000;
  localparam logic [15:0] BiasOffset = 16'h8000;

  // Reset values that are the same in every core.
  localparam logic [31:0] IdReset = 32'hda4d0101;
  localparam logic [31:0] PrechargeCyclesReset = 32'h00000040;
  localparam logic [31:0] DebounceCyclesReset = 32'h00000010;
  localparam logic [31:0] TimeoutCyclesReset = 32'h00010000;
  localparam logic [31:0] AcquireCyclesReset = 32'h00000008;
  localparam logic [31:0] AdcTimeoutCyclesReset = 32'h00000400;
  localparam logic [31:0] ProgCyclesReset = 32'h00000010;
  localparam logic [31:0] TokenLimitReset = 32'h00000001;
  localparam logic [31:0] SeedReset = 32'h00000001;
  localparam logic [31:0] ScaleShiftReset = 32'h00000020;

  typedef struct packed {
    logic [15:0] chip;
    logic [7:0] major;
    logic [7:0] minor;
  } id_t;

  typedef struct packed {
    logic [10:0] memories;
    logic [10:0] rows;
    logic [9:0] visible;
  } geometry_t;

  typedef struct packed {
    logic [7:0] vocabulary;
    logic [7:0] level_bits;
    logic [7:0] adc_bits;
    logic [7:0] dac_bits;
  } format_t;

  typedef struct packed {
    logic [29:0] reserved_2;
    logic abort;
    logic start;
  } ctrl_t;

  typedef struct packed {
    logic [3:0] reserved_28;
    logic [3:0] token_state;
    logic [7:0] channel;
    logic [5:0] reserved_10;
    logic [1:0] read_state;
    logic [3:0] state;
    logic programming;
    logic error;
    logic done;
    logic busy;
  } status_t;

  typedef struct packed {
    logic [15:0] address;
    logic [7:0] bus;
    logic [7:0] run;
  } error_t;

  typedef struct packed {
    logic [27:0] reserved_4;
    logic prog_failed;
    logic token;
    logic error;
    logic done;
  } irq_state_t;

  typedef struct packed {
    logic [27:0] reserved_4;
    logic prog_failed;
    logic token;
    logic error;
    logic done;
  } irq_enable_t;

  typedef struct packed {
    logic [15:0] row;
    logic [15:0] col;
  } prog_address_t;

  typedef struct packed {
    logic [15:0] row;
    logic [7:0] col;
    logic [7:0] code;
  } prog_error_t;

  typedef struct packed {
    logic [22:0] reserved_9;
    logic descending;
    logic [7:0] first;
  } read_order_t;

  typedef struct packed {
    logic [27:0] reserved_4;
    logic clear_tokens;
    logic clear_prompt;
    logic clear_ring;
    logic start;
  } token_command_t;

  typedef struct packed {
    logic [28:0] reserved_3;
    logic end_en;
    logic temperature_en;
    logic age_bias_en;
  } token_control_t;

  typedef struct packed {
    logic valid;
    logic [22:0] reserved_8;
    logic [7:0] token;
  } token_t;

  typedef struct packed {
    logic [15:0] filled;
    logic [15:0] head;
  } ring_t;

  typedef struct packed {
    logic [7:0] reserved_24;
    logic [7:0] tokens;
    logic [15:0] prompt;
  } queues_t;

  localparam int unsigned PhaseCount = 6; // phases of a token, see Phase

  // The parameters of a core and what follows from them.
  typedef struct packed {
    logic [15:0] visible_count;
    logic [15:0] row_count;
    logic [15:0] memory_count;
    logic [15:0] dac_bits;
    logic [15:0] adc_bits;
    logic [15:0] level_bits;
    logic [15:0] vocabulary_count;
    logic [15:0] neuron_count;
    logic [15:0] decision_words;
    logic [15:0] token_cells;
    logic [15:0] phase_count;
  } sizes_t;

  // Whether `addr` is one of the `count` words from `base` on.
  function automatic logic in_array(logic [15:0] addr, logic [15:0] base, logic [15:0] count);
    return addr >= base && ((addr - base) >> 2) < count;
  endfunction

  function automatic reg_e reg_at(logic [15:0] addr, sizes_t sizes);
    if (addr[1:0] != 2'b00) return RegNone;
    unique case (addr)
      IdOffset: return RegId;
      GeometryOffset: return RegGeometry;
      FormatOffset: return RegFormat;
      CtrlOffset: return RegCtrl;
      StatusOffset: return RegStatus;
      ErrorOffset: return RegError;
      IrqStateOffset: return RegIrqState;
      IrqEnableOffset: return RegIrqEnable;
      PrechargeCyclesOffset: return RegPrechargeCycles;
      DebounceCyclesOffset: return RegDebounceCycles;
      TimeoutCyclesOffset: return RegTimeoutCycles;
      AcquireCyclesOffset: return RegAcquireCycles;
      AdcTimeoutCyclesOffset: return RegAdcTimeoutCycles;
      ProgCyclesOffset: return RegProgCycles;
      ThresholdOffset: return RegThreshold;
      ProgAddressOffset: return RegProgAddress;
      ProgLevelOffset: return RegProgLevel;
      RelaxCyclesOffset: return RegRelaxCycles;
      RunCyclesOffset: return RegRunCycles;
      VerifyTriesOffset: return RegVerifyTries;
      VerifyToleranceOffset: return RegVerifyTolerance;
      ProgPulsesOffset: return RegProgPulses;
      ProgWorstOffset: return RegProgWorst;
      ProgErrorOffset: return RegProgError;
      RelaxMinCyclesOffset: return RegRelaxMinCycles;
      RelaxExtraCyclesOffset: return RegRelaxExtraCycles;
      ReadOrderOffset: return RegReadOrder;
      TokenCommandOffset: return sizes.vocabulary_count != '0 ? RegTokenCommand : RegNone;
      TokenControlOffset: return sizes.vocabulary_count != '0 ? RegTokenControl : RegNone;
      PromptOffset: return sizes.vocabulary_count != '0 ? RegPrompt : RegNone;
      TokenOffset: return sizes.vocabulary_count != '0 ? RegToken : RegNone;
      TokenLimitOffset: return sizes.vocabulary_count != '0 ? RegTokenLimit : RegNone;
      EndTokenOffset: return sizes.vocabulary_count != '0 ? RegEndToken : RegNone;
      SeedOffset: return sizes.vocabulary_count != '0 ? RegSeed : RegNone;
      ScaleOffset: return sizes.vocabulary_count != '0 ? RegScale : RegNone;
      ScaleShiftOffset: return sizes.vocabulary_count != '0 ? RegScaleShift : RegNone;
      RingOffset: return sizes.vocabulary_count != '0 ? RegRing : RegNone;
      QueuesOffset: return sizes.vocabulary_count != '0 ? RegQueues : RegNone;
      TokenCountOffset: return sizes.vocabulary_count != '0 ? RegTokenCount : RegNone;
      default: ;
    endcase
    if (sizes.vocabulary_count != '0 && in_array(addr, PhaseLastOffset, sizes.phase_count)) return RegPhaseLast;
    if (sizes.vocabulary_count != '0 && in_array(addr, PhaseTotalOffset, sizes.phase_count)) return RegPhaseTotal;
    if (in_array(addr, DecisionOffset, sizes.decision_words)) return RegDecision;
    if (in_array(addr, InitOffset, sizes.visible_count)) return RegInit;
    if (in_array(addr, ResultOffset, sizes.visible_count)) return RegResult;
    if (sizes.vocabulary_count != '0 && in_array(addr, DecoderBiasOffset, sizes.vocabulary_count)) return RegDecoderBias;
    if (sizes.vocabulary_count != '0 && in_array(addr, LogitOffset, sizes.vocabulary_count)) return RegLogit;
    if (sizes.vocabulary_count != '0 && in_array(addr, EmbedOffset, sizes.token_cells)) return RegEmbed;
    if (sizes.vocabulary_count != '0 && in_array(addr, DecoderOffset, sizes.token_cells)) return RegDecoder;
    if (sizes.vocabulary_count != '0 && in_array(addr, AgeBiasOffset, sizes.row_count)) return RegAgeBias;
    if (in_array(addr, BiasOffset, sizes.neuron_count)) return RegBias;
    return RegNone;
  endfunction

  // Registers whose writes are refused.
  function automatic logic is_read_only(reg_e target);
    unique case (target)
      RegId,
      RegGeometry,
      RegFormat,
      RegStatus,
      RegRelaxCycles,
      RegRunCycles,
      RegToken,
      RegRing,
      RegQueues,
      RegTokenCount,
      RegPhaseLast,
      RegPhaseTotal,
      RegDecision,
      RegResult,
      RegLogit: return 1'b1;
      default: return 1'b0;
    endcase
  endfunction

  // Registers whose writes are refused while a run is busy.
  function automatic logic is_refused_while_busy(reg_e target);
    unique case (target)
      RegPrechargeCycles,
      RegDebounceCycles,
      RegTimeoutCycles,
      RegAcquireCycles,
      RegAdcTimeoutCycles,
      RegProgCycles,
      RegThreshold,
      RegProgAddress,
      RegProgLevel,
      RegVerifyTries,
      RegVerifyTolerance,
      RegRelaxMinCycles,
      RegRelaxExtraCycles,
      RegReadOrder,
      RegTokenCommand,
      RegTokenControl,
      RegPrompt,
      RegTokenLimit,
      RegEndToken,
      RegSeed,
      RegScale,
      RegScaleShift,
      RegInit,
      RegDecoderBias,
      RegEmbed,
      RegDecoder,
      RegAgeBias,
      RegBias: return 1'b1;
      default: return 1'b0;
    endcase
  endfunction

  function automatic logic [31:0] field_mask(int unsigned lsb, int unsigned width);
    return (~32'h0 >> (32 - width)) << lsb;
  endfunction

  // Whether every bit from the sign bit of a field of `width` bits upward is set.
  function automatic logic is_sign_extended(logic [31:0] value, int unsigned width);
    return &(value | field_mask(0, width - 1));
  endfunction

  // Whether a value written to a register sets no bit outside its fields.
  function automatic logic value_fits(reg_e target, logic [31:0] value, sizes_t sizes);
    unique case (target)
      RegCtrl: return (value & ~(field_mask(0, 1) | field_mask(1, 1))) == '0;
      RegIrqState: return (value & ~(field_mask(0, 1) | field_mask(1, 1) | field_mask(2, 1) | field_mask(3, 1))) == '0;
      RegIrqEnable: return (value & ~(field_mask(0, 1) | field_mask(1, 1) | field_mask(2, 1) | field_mask(3, 1))) == '0;
      RegPrechargeCycles: return (value & ~(field_mask(0, 32))) == '0;
      RegDebounceCycles: return (value & ~(field_mask(0, 32))) == '0;
      RegTimeoutCycles: return (value & ~(field_mask(0, 32))) == '0;
      RegAcquireCycles: return (value & ~(field_mask(0, 32))) == '0;
      RegAdcTimeoutCycles: return (value & ~(field_mask(0, 32))) == '0;
      RegProgCycles: return (value & ~(field_mask(0, 32))) == '0;
      RegThreshold: return (value & ~(field_mask(0, 32'(sizes.adc_bits)))) == '0;
      RegProgAddress: return (value & ~(field_mask(0, 16) | field_mask(16, 16))) == '0;
      RegProgLevel: return (value & ~(field_mask(0, 32'(sizes.level_bits)))) == '0 || is_sign_extended(value, 32'(sizes.level_bits));
      RegVerifyTries: return (value & ~(field_mask(0, 8))) == '0;
      RegVerifyTolerance: return (value & ~(field_mask(0, 32'(sizes.adc_bits)))) == '0;
      RegRelaxMinCycles: return (value & ~(field_mask(0, 32))) == '0;
      RegRelaxExtraCycles: return (value & ~(field_mask(0, 32))) == '0;
      RegReadOrder: return (value & ~(field_mask(0, 8) | field_mask(8, 1))) == '0;
      RegTokenCommand: return (value & ~(field_mask(0, 1) | field_mask(1, 1) | field_mask(2, 1) | field_mask(3, 1))) == '0;
      RegTokenControl: return (value & ~(field_mask(0, 1) | field_mask(1, 1) | field_mask(2, 1))) == '0;
      RegPrompt: return (value & ~(field_mask(0, 8))) == '0;
      RegTokenLimit: return (value & ~(field_mask(0, 32))) == '0;
      RegEndToken: return (value & ~(field_mask(0, 8))) == '0;
      RegSeed: return (value & ~(field_mask(0, 32))) == '0;
      RegScale: return (value & ~(field_mask(0, 32))) == '0;
      RegScaleShift: return (value & ~(field_mask(0, 6))) == '0;
      RegInit: return (value & ~(field_mask(0, 32'(sizes.dac_bits)))) == '0;
      RegDecoderBias: return (value & ~(field_mask(0, 32))) == '0 || is_sign_extended(value, 32);
      RegEmbed: return (value & ~(field_mask(0, 32'(sizes.level_bits)))) == '0 || is_sign_extended(value, 32'(sizes.level_bits));
      RegDecoder: return (value & ~(field_mask(0, 16))) == '0 || is_sign_extended(value, 16);
      RegAgeBias: return (value & ~(field_mask(0, 32'(sizes.dac_bits)))) == '0;
      RegBias: return (value & ~(field_mask(0, 32'(sizes.dac_bits)))) == '0;
      default: return 1'b1;
    endcase
  endfunction

endpackage
