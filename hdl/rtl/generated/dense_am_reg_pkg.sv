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

  // what went wrong: codes below 16 end a run, codes from 16 on refuse one bus access (pslverr)
  typedef enum logic [7:0] {
    ErrNone = 8'd0, // nothing
    ErrSettleTimeout = 8'd1, // not settled within TIMEOUT_CYCLES: slower than expected, oscillating, or no fixed point
    ErrAdcTimeout = 8'd2, // the ADC gave no valid code within ADC_TIMEOUT_CYCLES
    ErrAborted = 8'd3, // CTRL.ABORT was written during the run
    ErrProgramFailed = 8'd4, // a cell read back further than VERIFY_TOLERANCE from its target after VERIFY_TRIES pulses
    ErrUnmapped = 8'd16, // no register at this address, or the address is not a multiple of 4
    ErrReadOnly = 8'd17, // write to a read-only register
    ErrBusy = 8'd18, // start or configuration write while a run is busy
    ErrCell = 8'd19, // row, column or visible node outside the array
    ErrValue = 8'd20 // a bit outside the register's fields is set
  } error_e;

  // Which register an address means.
  typedef enum logic [4:0] {
    RegNone = 5'd0,
    RegId = 5'd1,
    RegGeometry = 5'd2,
    RegFormat = 5'd3,
    RegCtrl = 5'd4,
    RegStatus = 5'd5,
    RegError = 5'd6,
    RegIrqState = 5'd7,
    RegIrqEnable = 5'd8,
    RegPrechargeCycles = 5'd9,
    RegDebounceCycles = 5'd10,
    RegTimeoutCycles = 5'd11,
    RegAcquireCycles = 5'd12,
    RegAdcTimeoutCycles = 5'd13,
    RegProgCycles = 5'd14,
    RegThreshold = 5'd15,
    RegProgAddress = 5'd16,
    RegProgLevel = 5'd17,
    RegRelaxCycles = 5'd18,
    RegRunCycles = 5'd19,
    RegVerifyTries = 5'd20,
    RegVerifyTolerance = 5'd21,
    RegProgPulses = 5'd22,
    RegProgWorst = 5'd23,
    RegProgError = 5'd24,
    RegRelaxMinCycles = 5'd25,
    RegRelaxExtraCycles = 5'd26,
    RegReadOrder = 5'd27,
    RegDecision = 5'd28,
    RegInit = 5'd29,
    RegResult = 5'd30,
    RegBias = 5'd31
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
  localparam logic [15:0] DecisionOffset = 16'h0200;
  localparam logic [15:0] InitOffset = 16'h0400;
  localparam logic [15:0] ResultOffset = 16'h0800;
  localparam logic [15:0] BiasOffset = 16'h8000;

  // Reset values that are the same in every core.
  localparam logic [31:0] IdReset = 32'hda4d0101;
  localparam logic [31:0] PrechargeCyclesReset = 32'h00000040;
  localparam logic [31:0] DebounceCyclesReset = 32'h00000010;
  localparam logic [31:0] TimeoutCyclesReset = 32'h00010000;
  localparam logic [31:0] AcquireCyclesReset = 32'h00000008;
  localparam logic [31:0] AdcTimeoutCyclesReset = 32'h00000400;
  localparam logic [31:0] ProgCyclesReset = 32'h00000010;

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
    logic [7:0] reserved_24;
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
    logic [7:0] reserved_24;
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
    logic [0:0] reserved_2;
    logic error;
    logic done;
  } irq_state_t;

  typedef struct packed {
    logic [27:0] reserved_4;
    logic prog_failed;
    logic [0:0] reserved_2;
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

  // The parameters of a core and what follows from them.
  typedef struct packed {
    logic [15:0] visible_count;
    logic [15:0] row_count;
    logic [15:0] memory_count;
    logic [15:0] dac_bits;
    logic [15:0] adc_bits;
    logic [15:0] level_bits;
    logic [15:0] neuron_count;
    logic [15:0] decision_words;
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
      default: ;
    endcase
    if (in_array(addr, DecisionOffset, sizes.decision_words)) return RegDecision;
    if (in_array(addr, InitOffset, sizes.visible_count)) return RegInit;
    if (in_array(addr, ResultOffset, sizes.visible_count)) return RegResult;
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
      RegDecision,
      RegResult: return 1'b1;
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
      RegInit,
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
      RegIrqState: return (value & ~(field_mask(0, 1) | field_mask(1, 1) | field_mask(3, 1))) == '0;
      RegIrqEnable: return (value & ~(field_mask(0, 1) | field_mask(1, 1) | field_mask(3, 1))) == '0;
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
      RegInit: return (value & ~(field_mask(0, 32'(sizes.dac_bits)))) == '0;
      RegBias: return (value & ~(field_mask(0, 32'(sizes.dac_bits)))) == '0;
      default: return 1'b1;
    endcase
  endfunction

endpackage
