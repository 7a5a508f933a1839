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
    control:   '0,
    limit:     TokenLimitReset,
    end_token: '0,
    scale:     '0,
    shift:     ScaleShiftReset[5:0]
  };

  settings_t d, q;

  always_comb begin
    d = q;
    if (write_i) begin
      unique case (target_i)
        RegTokenControl: d.control   = token_control_t'(wdata_i);
        RegTokenLimit:   d.limit     = wdata_i;
        RegEndToken:     d.end_token = wdata_i[7:0];
        RegScale:        d.scale     = wdata_i;
        RegScaleShift:   d.shift     = wdata_i[5:0];
        default: ;
      endcase
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) q <= Reset;
    else         q <= d;
  end

  assign control_o   = q.control;
  assign limit_o     = q.limit;
  assign end_token_o = q.end_token;
  assign scale_o     = q.scale;
  assign shift_o     = q.shift;
endmodule
