/**
 * Numbers that a real semiconductor process could hold, in SI units: the one place where the defaults of cores, converters and benches come
 * from. Sources are in brackets; [reasoning] marks what follows from the others, and is no measurement.
 */
export const REFERENCE_TECHNOLOGY = {
  /** Signals lie within +- this from mid-supply: 1.8 V, the core supply of 180 nm CMOS [foundry practice]. */
  rail: 0.9,

  /**
   * Resistive cells. 1 to 100 uS is where filamentary oxide cells are commonly operated. 8-bit levels are a seventh of the 2048
   * that were shown by programming with read-back (Rao et al., "Thousands of conductance levels in memristors integrated on
   * CMOS", Nature 615, 823, 2023).
   */
  cell: {
    conductanceMin: 1e-6,
    conductanceMax: 100e-6,
    levelBits: 8,
    /** relative, of a device that is not read back [reasoning: 1 % is what matched analog devices reach] */
    mismatch: 0.01,
    /** Length of a programming pulse, and what it spreads by relative to its level [reasoning] */
    pulse: 20e-9,
    pulseSpread: 0.005,
  },

  /**
   * Nodes: about 500 um^2 of metal-insulator-metal capacitor at 2 fF/um^2 (SkyWater SKY130 PDK, MiM capacitor) behind polysilicon
   * of 5 to 100 kohm. Hidden nodes are five or ten times faster than visible ones, ten as in the model of arXiv 2512.15002.
   */
  node: {
    capacitance: 1e-12,
    /** of cores that store patterns */
    visibleTau: 100e-9,
    hiddenTau: 20e-9,
    /** of cores that speak */
    tokenVisibleTau: 50e-9,
    tokenHiddenTau: 5e-9,
  },

  /**
   * Amplifiers. Slower in both than the discrete OPA657 (1.6 GHz, 700 V/us; Texas Instruments, SBOS197): 100 V/us is 0.1 mA into
   * 1 pF. At noise gain 10 the closed loop has 100 MHz, 1.6 ns: a third of the fastest node's tau [reasoning].
   */
  amplifier: {
    gainBandwidth: 1e9,
    gain: 10,
    slewRate: 1e8,
    /** Standard deviation of an offset, and of one that is auto-zeroed at each precharge [reasoning] */
    offset: 2e-3,
    zeroedOffset: 0.2e-3,
  },

  /** Slope factor 1.5 and thermal voltage 26 mV of transistors in weak inversion: 1 / (n U_T) per volt. */
  softmaxBeta: 25,

  /** Switches of 1 kohm: 1 ns into a node, 2 ns into the 2 pF of the ADC [reasoning]. */
  switch: { resistance: 1e3, adcCapacitance: 2e-12 },

  /**
   * Shared ADC. 20 ns: a 10-bit converter of 50 MS/s by successive approximation in 0.13 um CMOS (Liu et al., IEEE J. Solid-State
   * Circuits 45(4), 731, 2010); 40 ns leaves a 180 nm one twice the time [reasoning].
   */
  adc: { bits: 10, latency: 40e-9, fastLatency: 20e-9, aperture: 1e-9 },

  /** Bias and initial-state DACs, over the rails. */
  dac: { bits: 10 },
} as const;
