hdl/lint/sva.vlt
hdl/rtl/cycle_timer.sv
hdl/rtl/sar_adc.sv
hdl/sva/sar_adc_sva.sv
