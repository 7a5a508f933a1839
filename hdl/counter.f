hdl/lint/sva.vlt
hdl/lint/counter.vlt
hdl/rtl/counter.sv
hdl/sva/counter_sva.sv
