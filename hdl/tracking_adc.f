hdl/lint/sva.vlt
hdl/rtl/tracking_adc.sv
hdl/sva/tracking_adc_sva.sv
