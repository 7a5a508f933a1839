hdl/lint/sva.vlt
hdl/rtl/counter.sv
hdl/sva/counter_sva.sv
