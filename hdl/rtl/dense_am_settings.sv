// The plain settings: written over the bus, held until reset.
module dense_am_settings
  import dense_am_reg_pkg::*;
#(
  parameter int unsigned AdcBits = 10
) (
  input  logic               clk_i,
  input  logic               rst_ni,
  input  reg_e               target_i,
  input  logic               write_i,
  input  logic [31:0]        wdata_i,
  output logic [31:0]        precharge_cycles_o,
  output logic [31:0]        debounce_cycles_o,
  output logic [31:0]        timeout_cycles_o,
  output logic [31:0]        acquire_cycles_o,
  output logic [31:0]        adc_timeout_cycles_o,
  output logic [31:0]        prog_cycles_o,
  output logic [AdcBits-1:0] threshold_o,
  output logic [7:0]         verify_tries_o,
  output logic [AdcBits-1:0] verify_tolerance_o,
  output logic [31:0]        relax_min_cycles_o,
  output logic [31:0]        relax_extra_cycles_o,
  output read_order_t        read_order_o
);
  typedef struct packed {
    logic [31:0]        precharge;
    logic [31:0]        debounce;
    logic [31:0]        timeout;
    logic [31:0]        acquire;
    logic [31:0]        adc_timeout;
    logic [31:0]        prog;
    logic [AdcBits-1:0] threshold;
    logic [7:0]         tries;
    logic [AdcBits-1:0] tolerance;
    logic [31:0]        relax_min;
    logic [31:0]        relax_extra;
    read_order_t        read_order;
  } settings_t;

  localparam settings_t Reset = '{
    precharge:   PrechargeCyclesReset,
    debounce:    DebounceCyclesReset,
    timeout:     TimeoutCyclesReset,
    acquire:     AcquireCyclesReset,
    adc_timeout: AdcTimeoutCyclesReset,
    prog:        ProgCyclesReset,
    threshold:   AdcBits'(1) << (AdcBits - 1),
    default:     '0
  };

  settings_t settings_d, settings_q;

  always_comb begin
    settings_d = settings_q;
    if (write_i) begin
      unique case (target_i)
        RegPrechargeCycles:  settings_d.precharge   = wdata_i;
        RegDebounceCycles:   settings_d.debounce    = wdata_i;
        RegTimeoutCycles:    settings_d.timeout     = wdata_i;
        RegAcquireCycles:    settings_d.acquire     = wdata_i;
        RegAdcTimeoutCycles: settings_d.adc_timeout = wdata_i;
        RegProgCycles:       settings_d.prog        = wdata_i;
        RegThreshold:        settings_d.threshold   = wdata_i[AdcBits-1:0];
        RegVerifyTries:      settings_d.tries       = wdata_i[7:0];
        RegVerifyTolerance:  settings_d.tolerance   = wdata_i[AdcBits-1:0];
        RegRelaxMinCycles:   settings_d.relax_min   = wdata_i;
        RegRelaxExtraCycles: settings_d.relax_extra = wdata_i;
        RegReadOrder:        settings_d.read_order  = read_order_t'(wdata_i);
        default: ;
      endcase
    end
    settings_d.read_order.reserved_9 = '0; // no flops
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) settings_q <= Reset;
    else         settings_q <= settings_d;
  end

  assign precharge_cycles_o   = settings_q.precharge;
  assign debounce_cycles_o    = settings_q.debounce;
  assign timeout_cycles_o     = settings_q.timeout;
  assign acquire_cycles_o     = settings_q.acquire;
  assign adc_timeout_cycles_o = settings_q.adc_timeout;
  assign prog_cycles_o        = settings_q.prog;
  assign threshold_o          = settings_q.threshold;
  assign verify_tries_o       = settings_q.tries;
  assign verify_tolerance_o   = settings_q.tolerance;
  assign relax_min_cycles_o   = settings_q.relax_min;
  assign relax_extra_cycles_o = settings_q.relax_extra;
  assign read_order_o         = settings_q.read_order;
endmodule
