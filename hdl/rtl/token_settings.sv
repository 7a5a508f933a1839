// The plain settings of the token loop: written over the bus, held until reset.
module token_settings
  import dense_am_reg_pkg::*;
(
  input  logic           clk_i,
  input  logic           rst_ni,
  input  reg_e           target_i,
  input  logic           write_i,
  input  logic [31:0]    wdata_i,
  output token_control_t control_o,
  output logic [31:0]    limit_o,
  output logic [7:0]     end_token_o,
  output logic [31:0]    scale_o,
  output logic [5:0]     shift_o
);
  typedef struct packed {
    token_control_t control;
    logic [31:0]    limit;
    logic [7:0]     end_token;
    logic [31:0]    scale;
    logic [5:0]     shift;
  } settings_t;

  localparam settings_t Reset = '{
    limit:   TokenLimitReset,
    shift:   ScaleShiftReset[5:0],
    default: '0
  };

  settings_t settings_d, settings_q;

  always_comb begin
    settings_d = settings_q;
    if (write_i) begin
      unique case (target_i)
        RegTokenControl: settings_d.control   = token_control_t'(wdata_i);
        RegTokenLimit:   settings_d.limit     = wdata_i;
        RegEndToken:     settings_d.end_token = wdata_i[7:0];
        RegScale:        settings_d.scale     = wdata_i;
        RegScaleShift:   settings_d.shift     = wdata_i[5:0];
        default: ;
      endcase
    end
    settings_d.control.reserved_3 = '0; // no flops
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) settings_q <= Reset;
    else         settings_q <= settings_d;
  end

  assign control_o   = settings_q.control;
  assign limit_o     = settings_q.limit;
  assign end_token_o = settings_q.end_token;
  assign scale_o     = settings_q.scale;
  assign shift_o     = settings_q.shift;
endmodule
