// Executes instructions [at, end): each is its opcode, its length in bytes, and its operands, 32 bits each.
import { columnProduct, fused, rowProduct } from "./crossbar";
import {
  branches, clampAmplifiers, clampAmplifiersHeld, copy, ideal, idealHeld, magnitudes, multiplexer, nodes, oneTerm, relu, reluHeld,
  softmax, switches, tanhActivity, tanhAmplifiers, tanhAmplifiersHeld, twoTerms,
} from "./banks";
import { clampStages, clampStagesHeld, tanhStages } from "./stages";

// Operand k of the instruction at `at`.
function w(at: usize, k: usize): i32 {
  return load<i32>(at + 8 + (k << 2));
}

function a(at: usize, k: usize): usize {
  return <usize>w(at, k);
}

export function execute(at: usize, end: usize): void {
  for (; at < end; at += load<u32>(at, 4)) {
    switch (load<i32>(at)) {
      case 0: oneTerm(a(at, 0), w(at, 1), a(at, 2), a(at, 3), a(at, 4), a(at, 5)); break;
      case 1: twoTerms(a(at, 0), w(at, 1), a(at, 2), a(at, 3), a(at, 4), a(at, 5), a(at, 6), a(at, 7)); break;
      case 2: copy(a(at, 0), w(at, 1), a(at, 2)); break;
      case 3: tanhActivity(a(at, 0), w(at, 1), a(at, 2), a(at, 3)); break;
      case 4: softmax(a(at, 0), w(at, 1), a(at, 2), a(at, 3)); break;
      case 5: relu(a(at, 0), w(at, 1), a(at, 2), a(at, 3)); break;
      case 6: reluHeld(a(at, 0), w(at, 1), a(at, 2), a(at, 3), a(at, 4), a(at, 5)); break;
      case 7: fused(a(at, 0), w(at, 1), w(at, 2), a(at, 3), a(at, 4), a(at, 5), a(at, 6)); break;
      case 8: rowProduct(a(at, 0), w(at, 1), w(at, 2), a(at, 3), a(at, 4)); break;
      case 9: columnProduct(a(at, 0), w(at, 1), w(at, 2), a(at, 3), a(at, 4)); break;
      case 10: ideal(a(at, 0), w(at, 1), a(at, 2), a(at, 3), a(at, 4), a(at, 5)); break;
      case 11: idealHeld(a(at, 0), w(at, 1), a(at, 2), a(at, 3), a(at, 4), a(at, 5), a(at, 6), a(at, 7)); break;
      case 12: tanhAmplifiers(a(at, 0), w(at, 1), a(at, 2), a(at, 3), a(at, 4), a(at, 5), a(at, 6), a(at, 7)); break;
      case 13: clampAmplifiers(a(at, 0), w(at, 1), a(at, 2), a(at, 3), a(at, 4), a(at, 5), a(at, 6), a(at, 7)); break;
      case 14: tanhAmplifiersHeld(
          a(at, 0), w(at, 1), a(at, 2), a(at, 3), a(at, 4), a(at, 5), a(at, 6), a(at, 7), a(at, 8), a(at, 9)); break;
      case 15: clampAmplifiersHeld(
          a(at, 0), w(at, 1), a(at, 2), a(at, 3), a(at, 4), a(at, 5), a(at, 6), a(at, 7), a(at, 8), a(at, 9), a(at, 10),
          a(at, 11), a(at, 12)); break;
      case 16: nodes(a(at, 0), w(at, 1), a(at, 2), a(at, 3), a(at, 4)); break;
      case 17: branches(w(at, 0), a(at, 1), a(at, 2), a(at, 3), a(at, 4), a(at, 5), a(at, 6), a(at, 7)); break;
      case 18: switches(w(at, 0), a(at, 1), a(at, 2), a(at, 3), a(at, 4), a(at, 5), a(at, 6), a(at, 7), a(at, 8)); break;
      case 19: multiplexer(a(at, 0), w(at, 1), a(at, 2), a(at, 3), a(at, 4), at + 28); break;
      case 20: memory.fill(a(at, 0), 0, a(at, 1)); break;
      case 21: tanhStages(
          a(at, 0), w(at, 1), a(at, 2), a(at, 3), a(at, 4), a(at, 5), a(at, 6), a(at, 7), a(at, 8), 0, 0); break;
      case 22: clampStages(
          a(at, 0), w(at, 1), a(at, 2), a(at, 3), a(at, 4), a(at, 5), a(at, 6), a(at, 7), a(at, 8)); break;
      case 23: tanhStages(
          a(at, 0), w(at, 1), a(at, 2), a(at, 3), a(at, 4), a(at, 5), a(at, 6), a(at, 7), a(at, 8), a(at, 9), a(at, 10)); break;
      case 24: clampStagesHeld(
          a(at, 0), w(at, 1), a(at, 2), a(at, 3), a(at, 4), a(at, 5), a(at, 6), a(at, 7), a(at, 8), a(at, 9), a(at, 10),
          a(at, 11), a(at, 12), a(at, 13)); break;
      case 25: magnitudes(a(at, 0), w(at, 1), a(at, 2), a(at, 3), a(at, 4), a(at, 5)); break;
      default: unreachable();
    }
  }
}
