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
    tries:       '0,
    tolerance:   '0,
    relax_min:   '0,
    relax_extra: '0,
    read_order:  '0
  };

  settings_t d, q;

  always_comb begin
    d = q;
    if (write_i) begin
      unique case (target_i)
        RegPrechargeCycles:  d.precharge   = wdata_i;
        RegDebounceCycles:   d.debounce    = wdata_i;
        RegTimeoutCycles:    d.timeout     = wdata_i;
        RegAcquireCycles:    d.acquire     = wdata_i;
        RegAdcTimeoutCycles: d.adc_timeout = wdata_i;
        RegProgCycles:       d.prog        = wdata_i;
        RegThreshold:        d.threshold   = wdata_i[AdcBits-1:0];
        RegVerifyTries:      d.tries       = wdata_i[7:0];
        RegVerifyTolerance:  d.tolerance   = wdata_i[AdcBits-1:0];
        RegRelaxMinCycles:   d.relax_min   = wdata_i;
        RegRelaxExtraCycles: d.relax_extra = wdata_i;
        RegReadOrder:        d.read_order  = read_order_t'(wdata_i);
        default: ;
      endcase
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) q <= Reset;
    else         q <= d;
  end

  assign precharge_cycles_o   = q.precharge;
  assign debounce_cycles_o    = q.debounce;
  assign timeout_cycles_o     = q.timeout;
  assign acquire_cycles_o     = q.acquire;
  assign adc_timeout_cycles_o = q.adc_timeout;
  assign prog_cycles_o        = q.prog;
  assign threshold_o          = q.threshold;
  assign verify_tries_o       = q.tries;
  assign verify_tolerance_o   = q.tolerance;
  assign relax_min_cycles_o   = q.relax_min;
  assign relax_extra_cycles_o = q.relax_extra;
  assign read_order_o         = q.read_order;
endmodule
