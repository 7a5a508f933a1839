// Generated from hdl/registers/dense_am.json by cosim/generate. Change that file and run "npm run generate".

export interface DenseAmParameters {
  /** D: visible neurons, columns of the crossbar; 1..256 */
  readonly VisibleCount: number;
  /** L: rewritable rows under the softmax bank; 1..2047 */
  readonly RowCount: number;
  /** M: fixed rows under the ReLU bank; 0..2047 */
  readonly MemoryCount: number;
  /** bits of an initial-state or bias DAC code; 2..16 */
  readonly DacBits: number;
  /** bits of an ADC code; 2..16 */
  readonly AdcBits: number;
  /** bits of a signed conductance level; 2..16 */
  readonly LevelBits: number;
  /** V: tokens of the token loop, 2 or more; 0: a core without it; 0..16, default 0 */
  readonly VocabularyCount?: number;
}

/** where a run is */
export const DenseAmState = {
  /** after reset; every switch is off */
  Idle: 0,
  /** visible nodes are driven to their INIT codes */
  Precharge: 1,
  /** released; waiting until every neuron has been quiet for DEBOUNCE_CYCLES */
  Relax: 2,
  /** released; the visible nodes are converted one after the other */
  Readout: 3,
  /** results are compared with THRESHOLD, one a cycle */
  Decide: 4,
  /** the run has ended, well or with an error; every switch is off */
  Done: 5,
} as const;

/** where the readout of one visible node is */
export const DenseAmReadState = {
  /** no readout */
  Idle: 0,
  /** the multiplexer has selected the node; its output settles */
  Acquire: 1,
  /** the ADC is told to start, one cycle */
  Start: 2,
  /** waiting for the ADC */
  Convert: 3,
} as const;

/** where a token run is */
export const DenseAmTokenState = {
  /** no token run */
  Idle: 0,
  /** the next prompt token is fetched, one cycle */
  Prompt: 1,
  /** its row is programmed in place of the oldest */
  ProgramPrompt: 2,
  /** the network is precharged, relaxes and is read: see State */
  Infer: 3,
  /** logits are accumulated, one product a cycle */
  Decode: 4,
  /** the token is chosen */
  Sample: 5,
  /** the token goes to the token FIFO, as soon as there is room */
  Emit: 6,
  /** its row is programmed in place of the oldest */
  Append: 7,
} as const;

/** what the cycles of a token run are spent on: every busy cycle belongs to one phase */
export const DenseAmPhase = {
  /** TokenState Prompt, ProgramPrompt and Append: pulses and read-back */
  Program: 0,
  /** State Precharge */
  Precharge: 1,
  /** State Relax */
  Relax: 2,
  /** State Readout */
  Readout: 3,
  /** TokenState Decode and Sample, and the cycle that emits the token */
  Decode: 4,
  /** TokenState Emit while the token FIFO is full */
  Wait: 5,
} as const;

/** what went wrong: codes below 16 end a run, codes from 16 on refuse one bus access (pslverr) */
export const DenseAmError = {
  /** nothing */
  None: 0,
  /** not settled within TIMEOUT_CYCLES: slower than expected, oscillating, or no fixed point */
  SettleTimeout: 1,
  /** the ADC gave no valid code within ADC_TIMEOUT_CYCLES */
  AdcTimeout: 2,
  /** CTRL.ABORT was written during the run */
  Aborted: 3,
  /** a cell read back further than VERIFY_TOLERANCE from its target after VERIFY_TRIES pulses */
  ProgramFailed: 4,
  /** a visible node read as the lowest or the highest ADC code in a token run */
  Saturated: 5,
  /** a logit does not fit into 32 bits */
  Overflow: 6,
  /** no register at this address, or the address is not a multiple of 4 */
  Unmapped: 16,
  /** write to a read-only register */
  ReadOnly: 17,
  /** start or configuration write while a run is busy */
  Busy: 18,
  /** row, column or visible node outside the array */
  Cell: 19,
  /** a bit outside the register's fields is set */
  Value: 20,
  /** the token is not in the vocabulary */
  Token: 21,
  /** the prompt queue is full */
  Full: 22,
} as const;

export interface DenseAmField {
  readonly lsb: number;
  /** in bits */
  readonly width: (p: DenseAmParameters) => number;
  readonly reset: (p: DenseAmParameters) => number;
  readonly signed: boolean;
}

export interface DenseAmRegister {
  /** byte address of the first word */
  readonly offset: number;
  /** ro, rw, wo (reads 0), w1c (ones clear), wc (any write clears) */
  readonly access: "ro" | "rw" | "wo" | "w1c" | "wc";
  /** whether a write is refused while a run is busy */
  readonly busy: "allowed" | "refused";
  /** successive words; 0 in a core that has no such register */
  readonly count: (p: DenseAmParameters) => number;
  readonly fields: Readonly<Record<string, DenseAmField>>;
}

/** Registers of the Dense Associative Memory controller. 32 bits wide, byte addresses, whole words only. */
export const DENSE_AM_REGISTERS = {
  /** What this is. */
  ID: {
    offset: 0x0000,
    access: "ro",
    busy: "allowed",
    count: () => 1,
    fields: {
      /** map version: grows with additions */
      MINOR: { lsb: 0, width: () => 8, reset: () => 1, signed: false },
      /** map version: grows with incompatible changes */
      MAJOR: { lsb: 8, width: () => 8, reset: () => 1, signed: false },
      /** 0xDA4D */
      CHIP: { lsb: 16, width: () => 16, reset: () => 55885, signed: false },
    },
  },
  /** Sizes this core was built with. */
  GEOMETRY: {
    offset: 0x0004,
    access: "ro",
    busy: "allowed",
    count: () => 1,
    fields: {
      /** visible neurons D */
      VISIBLE: { lsb: 0, width: () => 10, reset: (p) => p.VisibleCount, signed: false },
      /** softmax rows L */
      ROWS: { lsb: 10, width: () => 11, reset: (p) => p.RowCount, signed: false },
      /** ReLU rows M */
      MEMORIES: { lsb: 21, width: () => 11, reset: (p) => p.MemoryCount, signed: false },
    },
  },
  /** Widths of codes, in bits, and the vocabulary. */
  FORMAT: {
    offset: 0x0008,
    access: "ro",
    busy: "allowed",
    count: () => 1,
    fields: {
      /** INIT and BIAS, unsigned */
      DAC_BITS: { lsb: 0, width: () => 8, reset: (p) => p.DacBits, signed: false },
      /** RESULT and THRESHOLD, unsigned */
      ADC_BITS: { lsb: 8, width: () => 8, reset: (p) => p.AdcBits, signed: false },
      /** PROG_LEVEL, signed */
      LEVEL_BITS: { lsb: 16, width: () => 8, reset: (p) => p.LevelBits, signed: false },
      /** tokens V, not bits; 0: no token loop */
      VOCABULARY: { lsb: 24, width: () => 8, reset: (p) => (p.VocabularyCount ?? 0), signed: false },
    },
  },
  /** Commands; reads as 0. START while a cell is being programmed waits (pready low) until it is done. */
  CTRL: {
    offset: 0x000c,
    access: "wo",
    busy: "allowed",
    count: () => 1,
    fields: {
      /** 1: start a run of one inference; refused while busy */
      START: { lsb: 0, width: () => 1, reset: () => 0, signed: false },
      /** 1: end the run (error Aborted) and cut the programming of a cell; no effect otherwise. Wins over START */
      ABORT: { lsb: 1, width: () => 1, reset: () => 0, signed: false },
    },
  },
  /** Where the core is. */
  STATUS: {
    offset: 0x0010,
    access: "ro",
    busy: "allowed",
    count: () => 1,
    fields: {
      /** a run is under way */
      BUSY: { lsb: 0, width: () => 1, reset: () => 0, signed: false },
      /** a run has ended, well or with an error; cleared by the next start */
      DONE: { lsb: 1, width: () => 1, reset: () => 0, signed: false },
      /** it ended with an error: see ERROR.RUN; cleared by the next start */
      ERROR: { lsb: 2, width: () => 1, reset: () => 0, signed: false },
      /** a cell is being programmed: its strobe is on, or it is read back */
      PROGRAMMING: { lsb: 3, width: () => 1, reset: () => 0, signed: false },
      /** see State; in a token run where its present or last inference is */
      STATE: { lsb: 4, width: () => 4, reset: () => 0, signed: false },
      /** see ReadState */
      READ_STATE: { lsb: 8, width: () => 2, reset: () => 0, signed: false },
      /** visible node being read, 0 outside readout */
      CHANNEL: { lsb: 16, width: () => 8, reset: () => 0, signed: false },
      /** see TokenState */
      TOKEN_STATE: { lsb: 24, width: () => 4, reset: () => 0, signed: false },
    },
  },
  /** Error codes, see Error. Any write clears BUS and ADDRESS. */
  ERROR: {
    offset: 0x0014,
    access: "wc",
    busy: "allowed",
    count: () => 1,
    fields: {
      /** why the last run failed; cleared by the next start */
      RUN: { lsb: 0, width: () => 8, reset: () => 0, signed: false },
      /** why the first bus access since the last clear was refused */
      BUS: { lsb: 8, width: () => 8, reset: () => 0, signed: false },
      /** its byte address */
      ADDRESS: { lsb: 16, width: () => 16, reset: () => 0, signed: false },
    },
  },
  /** Interrupt causes; a cause that arises while it is cleared stays set. */
  IRQ_STATE: {
    offset: 0x0018,
    access: "w1c",
    busy: "allowed",
    count: () => 1,
    fields: {
      /** a run has ended, well or with an error */
      DONE: { lsb: 0, width: () => 1, reset: () => 0, signed: false },
      /** a run has ended with an error */
      ERROR: { lsb: 1, width: () => 1, reset: () => 0, signed: false },
      /** a token has gone to the token FIFO */
      TOKEN: { lsb: 2, width: () => 1, reset: () => 0, signed: false },
      /** a cell could not be programmed, by the bus or by a run: see PROG_ERROR */
      PROG_FAILED: { lsb: 3, width: () => 1, reset: () => 0, signed: false },
    },
  },
  /** irq_o is high while an enabled cause is set. */
  IRQ_ENABLE: {
    offset: 0x001c,
    access: "rw",
    busy: "allowed",
    count: () => 1,
    fields: {
      /** enables IRQ_STATE.DONE */
      DONE: { lsb: 0, width: () => 1, reset: () => 0, signed: false },
      /** enables IRQ_STATE.ERROR */
      ERROR: { lsb: 1, width: () => 1, reset: () => 0, signed: false },
      /** enables IRQ_STATE.TOKEN */
      TOKEN: { lsb: 2, width: () => 1, reset: () => 0, signed: false },
      /** enables IRQ_STATE.PROG_FAILED */
      PROG_FAILED: { lsb: 3, width: () => 1, reset: () => 0, signed: false },
    },
  },
  /** Clock cycles precharge_o is high. 0 acts as 1. */
  PRECHARGE_CYCLES: {
    offset: 0x0020,
    access: "rw",
    busy: "refused",
    count: () => 1,
    fields: {
      /** clock cycles */
      CYCLES: { lsb: 0, width: () => 32, reset: () => 64, signed: false },
    },
  },
  /** Successive clock cycles in which every neuron must be seen quiet (after a two-flop synchroniser) to count as settled. 0 acts as 1. */
  DEBOUNCE_CYCLES: {
    offset: 0x0024,
    access: "rw",
    busy: "refused",
    count: () => 1,
    fields: {
      /** clock cycles */
      CYCLES: { lsb: 0, width: () => 32, reset: () => 16, signed: false },
    },
  },
  /** Clock cycles in state Relax from which on a network that is not settled ends the run with SettleTimeout. 0 acts as 1. */
  TIMEOUT_CYCLES: {
    offset: 0x0028,
    access: "rw",
    busy: "refused",
    count: () => 1,
    fields: {
      /** clock cycles */
      CYCLES: { lsb: 0, width: () => 32, reset: () => 65536, signed: false },
    },
  },
  /** Clock cycles between selecting a node, or a cell to read back, and adc_start_o. 0 acts as 1. */
  ACQUIRE_CYCLES: {
    offset: 0x002c,
    access: "rw",
    busy: "refused",
    count: () => 1,
    fields: {
      /** clock cycles */
      CYCLES: { lsb: 0, width: () => 32, reset: () => 8, signed: false },
    },
  },
  /** Clock cycles after the cycle of adc_start_o, per node or cell, after which the run (or the programming of the cell) ends with AdcTimeout; the synchroniser takes two of them. 0 acts as 1. */
  ADC_TIMEOUT_CYCLES: {
    offset: 0x0030,
    access: "rw",
    busy: "refused",
    count: () => 1,
    fields: {
      /** clock cycles */
      CYCLES: { lsb: 0, width: () => 32, reset: () => 1024, signed: false },
    },
  },
  /** Clock cycles prog_strobe_o is high in one pulse. 0 acts as 1. */
  PROG_CYCLES: {
    offset: 0x0034,
    access: "rw",
    busy: "refused",
    count: () => 1,
    fields: {
      /** clock cycles */
      CYCLES: { lsb: 0, width: () => 32, reset: () => 16, signed: false },
    },
  },
  /** ADC code from which on a result decides for 1. */
  THRESHOLD: {
    offset: 0x0038,
    access: "rw",
    busy: "refused",
    count: () => 1,
    fields: {
      /** unsigned ADC code */
      CODE: { lsb: 0, width: (p) => p.AdcBits, reset: (p) => 2 ** (p.AdcBits - 1), signed: false },
    },
  },
  /** The cell that PROG_LEVEL programs next. Counts up by itself, column first; after the last cell it stands at (L + M, 0), and PROG_LEVEL is refused with Cell. */
  PROG_ADDRESS: {
    offset: 0x003c,
    access: "rw",
    busy: "refused",
    count: () => 1,
    fields: {
      /** visible neuron, 0..D-1 */
      COL: { lsb: 0, width: () => 16, reset: () => 0, signed: false },
      /** 0..L-1 softmax rows, L..L+M-1 ReLU rows */
      ROW: { lsb: 16, width: () => 16, reset: () => 0, signed: false },
    },
  },
  /** A write programs the cell at PROG_ADDRESS: one pulse of PROG_CYCLES, or with VERIFY_TRIES > 0 pulses until it reads back right. Waits (pready low) until a former cell is done. */
  PROG_LEVEL: {
    offset: 0x0040,
    access: "rw",
    busy: "refused",
    count: () => 1,
    fields: {
      /** signed level; bits above may repeat the sign; reads back unsigned */
      LEVEL: { lsb: 0, width: (p) => p.LevelBits, reset: () => 0, signed: true },
    },
  },
  /** Clock cycles the last relaxation took: from release_o to readout (or time-out, or abort), synchroniser (2), debounce, RELAX_MIN_CYCLES and RELAX_EXTRA_CYCLES included. Cleared by every precharge. */
  RELAX_CYCLES: {
    offset: 0x0044,
    access: "ro",
    busy: "allowed",
    count: () => 1,
    fields: {
      /** clock cycles */
      CYCLES: { lsb: 0, width: () => 32, reset: () => 0, signed: false },
    },
  },
  /** Clock cycles the last run was busy. Cleared by the next start. */
  RUN_CYCLES: {
    offset: 0x0048,
    access: "ro",
    busy: "allowed",
    count: () => 1,
    fields: {
      /** clock cycles */
      CYCLES: { lsb: 0, width: () => 32, reset: () => 0, signed: false },
    },
  },
  /** Pulses that a cell may take until it reads back within VERIFY_TOLERANCE of 2^(AdcBits - 1) + level * 2^(AdcBits - LevelBits); then ProgramFailed. 0: one pulse, never read back. */
  VERIFY_TRIES: {
    offset: 0x004c,
    access: "rw",
    busy: "refused",
    count: () => 1,
    fields: {
      /** pulses */
      TRIES: { lsb: 0, width: () => 8, reset: () => 0, signed: false },
    },
  },
  /** Largest difference between a cell's code and its target that counts as right. */
  VERIFY_TOLERANCE: {
    offset: 0x0050,
    access: "rw",
    busy: "refused",
    count: () => 1,
    fields: {
      /** ADC codes */
      CODE: { lsb: 0, width: (p) => p.AdcBits, reset: () => 0, signed: false },
    },
  },
  /** Programming pulses, by the bus and by runs, since reset or the last write to this register; stays at the largest count. */
  PROG_PULSES: {
    offset: 0x0054,
    access: "wc",
    busy: "allowed",
    count: () => 1,
    fields: {
      /** pulses */
      PULSES: { lsb: 0, width: () => 32, reset: () => 0, signed: false },
    },
  },
  /** Most pulses that one cell has taken since reset or the last write to this register. */
  PROG_WORST: {
    offset: 0x0058,
    access: "wc",
    busy: "allowed",
    count: () => 1,
    fields: {
      /** pulses */
      TRIES: { lsb: 0, width: () => 8, reset: () => 0, signed: false },
    },
  },
  /** The first cell that could not be programmed, by the bus or by a run, since the last write to this register. */
  PROG_ERROR: {
    offset: 0x005c,
    access: "wc",
    busy: "allowed",
    count: () => 1,
    fields: {
      /** see Error: None, ProgramFailed or AdcTimeout */
      CODE: { lsb: 0, width: () => 8, reset: () => 0, signed: false },
      /** its column */
      COL: { lsb: 8, width: () => 8, reset: () => 0, signed: false },
      /** its row */
      ROW: { lsb: 16, width: () => 16, reset: () => 0, signed: false },
    },
  },
  /** Least length of Relax before RELAX_EXTRA_CYCLES are added, however early the network settles. */
  RELAX_MIN_CYCLES: {
    offset: 0x0060,
    access: "rw",
    busy: "refused",
    count: () => 1,
    fields: {
      /** clock cycles */
      CYCLES: { lsb: 0, width: () => 32, reset: () => 0, signed: false },
    },
  },
  /** Cycles that the network, settled and past RELAX_MIN_CYCLES, goes on relaxing; a neuron that moves in them starts them anew. */
  RELAX_EXTRA_CYCLES: {
    offset: 0x0064,
    access: "rw",
    busy: "refused",
    count: () => 1,
    fields: {
      /** clock cycles */
      CYCLES: { lsb: 0, width: () => 32, reset: () => 0, signed: false },
    },
  },
  /** Order of the readout: every visible node once, from FIRST around. */
  READ_ORDER: {
    offset: 0x0068,
    access: "rw",
    busy: "refused",
    count: () => 1,
    fields: {
      /** node read first, 0..D-1 */
      FIRST: { lsb: 0, width: () => 8, reset: () => 0, signed: false },
      /** 1: the next node is one below, 0: one above */
      DESCENDING: { lsb: 8, width: () => 1, reset: () => 0, signed: false },
    },
  },
  /** Commands of the token loop, any of them together; reads as 0. Clearing comes before starting. START while a cell is being programmed waits (pready low) until it is done. */
  TOKEN_COMMAND: {
    offset: 0x0100,
    access: "wo",
    busy: "refused",
    count: (p) => ((p.VocabularyCount ?? 0) > 0 ? 1 : 0),
    fields: {
      /** 1: start a token run: program the prompt queue, then generate */
      START: { lsb: 0, width: () => 1, reset: () => 0, signed: false },
      /** 1: the next token goes to row 0; the cells stay as they are */
      CLEAR_RING: { lsb: 1, width: () => 1, reset: () => 0, signed: false },
      /** 1: empty the prompt queue */
      CLEAR_PROMPT: { lsb: 2, width: () => 1, reset: () => 0, signed: false },
      /** 1: empty the token FIFO */
      CLEAR_TOKENS: { lsb: 3, width: () => 1, reset: () => 0, signed: false },
    },
  },
  /** How tokens are generated. */
  TOKEN_CONTROL: {
    offset: 0x0104,
    access: "rw",
    busy: "refused",
    count: (p) => ((p.VocabularyCount ?? 0) > 0 ? 1 : 0),
    fields: {
      /** 1: softmax row r is biased by AGE_BIAS[age of r], 0: by BIAS */
      AGE_BIAS_EN: { lsb: 0, width: () => 1, reset: () => 0, signed: false },
      /** 1: tokens are drawn with p ~ 2^(logit * SCALE / 2^SCALE_SHIFT), 0: the largest logit wins, of equal ones the lowest token */
      TEMPERATURE_EN: { lsb: 1, width: () => 1, reset: () => 0, signed: false },
      /** 1: the run ends after END_TOKEN */
      END_EN: { lsb: 2, width: () => 1, reset: () => 0, signed: false },
    },
  },
  /** A write puts a token at the end of the prompt queue of L places; a token run programs them first. A token leaves the queue when its row is programmed. */
  PROMPT: {
    offset: 0x0108,
    access: "wo",
    busy: "refused",
    count: (p) => ((p.VocabularyCount ?? 0) > 0 ? 1 : 0),
    fields: {
      /** 0..V-1 */
      TOKEN: { lsb: 0, width: () => 8, reset: () => 0, signed: false },
    },
  },
  /** The oldest token of the token FIFO of 16 places; reading takes it out. */
  TOKEN: {
    offset: 0x010c,
    access: "ro",
    busy: "allowed",
    count: (p) => ((p.VocabularyCount ?? 0) > 0 ? 1 : 0),
    fields: {
      /** 0..V-1; 0 where VALID is 0 */
      TOKEN: { lsb: 0, width: () => 8, reset: () => 0, signed: false },
      /** 0: the FIFO was empty */
      VALID: { lsb: 31, width: () => 1, reset: () => 0, signed: false },
    },
  },
  /** Tokens that a run generates. 0: no limit. */
  TOKEN_LIMIT: {
    offset: 0x0110,
    access: "rw",
    busy: "refused",
    count: (p) => ((p.VocabularyCount ?? 0) > 0 ? 1 : 0),
    fields: {
      /** tokens */
      TOKENS: { lsb: 0, width: () => 32, reset: () => 1, signed: false },
    },
  },
  /** With END_EN: the token that ends a run, itself emitted and appended. */
  END_TOKEN: {
    offset: 0x0114,
    access: "rw",
    busy: "refused",
    count: (p) => ((p.VocabularyCount ?? 0) > 0 ? 1 : 0),
    fields: {
      /** 0..V-1 */
      TOKEN: { lsb: 0, width: () => 8, reset: () => 0, signed: false },
    },
  },
  /** State of the random source, a 32-bit Galois LFSR (x^32 + x^22 + x^2 + x + 1), 32 steps a draw. 0 acts as 1. Reads the present state, which goes on there when it is written back. */
  SEED: {
    offset: 0x0118,
    access: "rw",
    busy: "refused",
    count: (p) => ((p.VocabularyCount ?? 0) > 0 ? 1 : 0),
    fields: {
      /** never 0 */
      STATE: { lsb: 0, width: () => 32, reset: () => 1, signed: false },
    },
  },
  /** Inverse temperature in bits per logit, times 2^SCALE_SHIFT: log2(e) / T * 2^SCALE_SHIFT. 0: every token is as likely. */
  SCALE: {
    offset: 0x011c,
    access: "rw",
    busy: "refused",
    count: (p) => ((p.VocabularyCount ?? 0) > 0 ? 1 : 0),
    fields: {
      /** unsigned */
      SCALE: { lsb: 0, width: () => 32, reset: () => 0, signed: false },
    },
  },
  /** See SCALE. */
  SCALE_SHIFT: {
    offset: 0x0120,
    access: "rw",
    busy: "refused",
    count: (p) => ((p.VocabularyCount ?? 0) > 0 ? 1 : 0),
    fields: {
      /** 0..63 */
      SHIFT: { lsb: 0, width: () => 6, reset: () => 32, signed: false },
    },
  },
  /** Where the context ring stands. */
  RING: {
    offset: 0x0124,
    access: "ro",
    busy: "allowed",
    count: (p) => ((p.VocabularyCount ?? 0) > 0 ? 1 : 0),
    fields: {
      /** row that the next token overwrites: the oldest. Row (HEAD - 1 - a) mod L has age a */
      HEAD: { lsb: 0, width: () => 16, reset: () => 0, signed: false },
      /** rows appended since CLEAR_RING, at most L */
      FILLED: { lsb: 16, width: () => 16, reset: () => 0, signed: false },
    },
  },
  /** How full the queues are. */
  QUEUES: {
    offset: 0x0128,
    access: "ro",
    busy: "allowed",
    count: (p) => ((p.VocabularyCount ?? 0) > 0 ? 1 : 0),
    fields: {
      /** tokens in the prompt queue, at most L */
      PROMPT: { lsb: 0, width: () => 16, reset: () => 0, signed: false },
      /** tokens in the token FIFO, at most 16 */
      TOKENS: { lsb: 16, width: () => 8, reset: () => 0, signed: false },
    },
  },
  /** Tokens that the last token run has emitted. Cleared by its start. */
  TOKEN_COUNT: {
    offset: 0x012c,
    access: "ro",
    busy: "allowed",
    count: (p) => ((p.VocabularyCount ?? 0) > 0 ? 1 : 0),
    fields: {
      /** tokens */
      TOKENS: { lsb: 0, width: () => 32, reset: () => 0, signed: false },
    },
  },
  /** Cycles of phase i in the last token whose row was appended, from its precharge on. */
  PHASE_LAST: {
    offset: 0x0140,
    access: "ro",
    busy: "allowed",
    count: (p) => ((p.VocabularyCount ?? 0) > 0 ? 6 : 0),
    fields: {
      /** clock cycles */
      CYCLES: { lsb: 0, width: () => 32, reset: () => 0, signed: false },
    },
  },
  /** Cycles of phase i in the last token run, its prompt included: all six together are RUN_CYCLES. Cleared by the start of a token run. */
  PHASE_TOTAL: {
    offset: 0x0160,
    access: "ro",
    busy: "allowed",
    count: (p) => ((p.VocabularyCount ?? 0) > 0 ? 6 : 0),
    fields: {
      /** clock cycles */
      CYCLES: { lsb: 0, width: () => 32, reset: () => 0, signed: false },
    },
  },
  /** Bit i of word w: RESULT[32 w + i] >= THRESHOLD. Cleared by the next start. */
  DECISION: {
    offset: 0x0200,
    access: "ro",
    busy: "allowed",
    count: (p) => Math.ceil(p.VisibleCount / 32),
    fields: {
      /** one bit per visible node; bits past D are 0 */
      BITS: { lsb: 0, width: () => 32, reset: () => 0, signed: false },
    },
  },
  /** Voltage to which visible node i is precharged. */
  INIT: {
    offset: 0x0400,
    access: "rw",
    busy: "refused",
    count: (p) => p.VisibleCount,
    fields: {
      /** unsigned DAC code */
      CODE: { lsb: 0, width: (p) => p.DacBits, reset: (p) => 2 ** (p.DacBits - 1), signed: false },
    },
  },
  /** What the ADC read at visible node i. Cleared by the next start. */
  RESULT: {
    offset: 0x0800,
    access: "ro",
    busy: "allowed",
    count: (p) => p.VisibleCount,
    fields: {
      /** unsigned ADC code */
      CODE: { lsb: 0, width: (p) => p.AdcBits, reset: () => 0, signed: false },
    },
  },
  /** logit k = DECODER_BIAS[k] + sum over d of DECODER[k D + d] * (RESULT[d] - 2^(AdcBits - 1)), exactly. */
  DECODER_BIAS: {
    offset: 0x1000,
    access: "rw",
    busy: "refused",
    count: (p) => ((p.VocabularyCount ?? 0) > 0 ? (p.VocabularyCount ?? 0) : 0),
    fields: {
      /** signed, in units of a logit */
      BIAS: { lsb: 0, width: () => 32, reset: () => 0, signed: true },
    },
  },
  /** Logits of the last token that was decoded. */
  LOGIT: {
    offset: 0x1040,
    access: "ro",
    busy: "allowed",
    count: (p) => ((p.VocabularyCount ?? 0) > 0 ? (p.VocabularyCount ?? 0) : 0),
    fields: {
      /** signed; one weight unit times one ADC code */
      LOGIT: { lsb: 0, width: () => 32, reset: () => 0, signed: true },
    },
  },
  /** EMBED[k D + d]: level that a row of token k holds in column d. */
  EMBED: {
    offset: 0x2000,
    access: "rw",
    busy: "refused",
    count: (p) => ((p.VocabularyCount ?? 0) > 0 ? (p.VocabularyCount ?? 0) * p.VisibleCount : 0),
    fields: {
      /** signed level; bits above may repeat the sign; reads back unsigned */
      LEVEL: { lsb: 0, width: (p) => p.LevelBits, reset: () => 0, signed: true },
    },
  },
  /** DECODER[k D + d]: weight of visible node d in the logit of token k. */
  DECODER: {
    offset: 0x4000,
    access: "rw",
    busy: "refused",
    count: (p) => ((p.VocabularyCount ?? 0) > 0 ? (p.VocabularyCount ?? 0) * p.VisibleCount : 0),
    fields: {
      /** signed; bits above may repeat the sign; reads back unsigned */
      WEIGHT: { lsb: 0, width: () => 16, reset: () => 0, signed: true },
    },
  },
  /** With AGE_BIAS_EN: bias of the softmax row of age i, 0 the newest. */
  AGE_BIAS: {
    offset: 0x6000,
    access: "rw",
    busy: "refused",
    count: (p) => ((p.VocabularyCount ?? 0) > 0 ? p.RowCount : 0),
    fields: {
      /** unsigned DAC code */
      CODE: { lsb: 0, width: (p) => p.DacBits, reset: (p) => 2 ** (p.DacBits - 1), signed: false },
    },
  },
  /** Bias of neuron i: visible 0..D-1, softmax rows from D on, ReLU rows from D+L on. */
  BIAS: {
    offset: 0x8000,
    access: "rw",
    busy: "refused",
    count: (p) => p.VisibleCount + p.RowCount + p.MemoryCount,
    fields: {
      /** unsigned DAC code */
      CODE: { lsb: 0, width: (p) => p.DacBits, reset: (p) => 2 ** (p.DacBits - 1), signed: false },
    },
  },
} as const satisfies Readonly<Record<string, DenseAmRegister>>;

export type DenseAmRegisterName = keyof typeof DENSE_AM_REGISTERS;
