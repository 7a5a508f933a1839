/**
 * What the kernel can execute (assembly/kernel.as): an instruction is its opcode, its length in bytes and its operands, which are
 * counts, addresses and strides [bytes], 32 bits each. Operands are listed where the functions are, in assembly/*.as.
 */
export const OPCODES = {
  oneTerm: 0,
  twoTerms: 1,
  copy: 2,
  tanhActivity: 3,
  softmax: 4,
  relu: 5,
  reluHeld: 6,
  fused: 7,
  rowProduct: 8,
  columnProduct: 9,
  ideal: 10,
  idealHeld: 11,
  tanhAmplifiers: 12,
  clampAmplifiers: 13,
  tanhAmplifiersHeld: 14,
  clampAmplifiersHeld: 15,
  nodes: 16,
  branches: 17,
  switches: 18,
  multiplexer: 19,
  clear: 20,
  tanhStages: 21,
  clampStages: 22,
  tanhStagesHeld: 23,
  clampStagesHeld: 24,
  magnitudes: 25,
} as const;

/** One instruction as words. */
export type Instruction = readonly number[];

export const instructionOf = (opcode: keyof typeof OPCODES, ...operands: readonly number[]): Instruction => [
  OPCODES[opcode],
  4 * (operands.length + 2),
  ...operands,
];
