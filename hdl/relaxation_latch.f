hdl/rtl/relaxation_latch.sv
hdl/sva/relaxation_latch_sva.sv
