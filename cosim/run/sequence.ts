import { SettleError } from "../../src/errors.ts";
import type { Bits, Change, Step } from "../../src/lockstep/digital-peer.ts";
import type { PortValues } from "../../src/lockstep/port-values.ts";
import type { Picoseconds } from "../../src/time.ts";
import type { SequenceStep } from "../bench/test-api.ts";

const WHERE = "sequence()";

interface SequenceRules {
  readonly ports: PortValues;
  /** of the clock that the steps count by */
  readonly period: Picoseconds;
  /** Longest wait of a step that says nothing else. */
  readonly longestWait: Picoseconds;
  /** The change of a port; refuses what may not be set. */
  readonly checked: (port: string, value: Bits) => Change;
}

/**
 * Names to positions, times to cycles, and of the values set only those that change something: nobody else drives these
 * ports meanwhile.
 */
export function compiledSequence(steps: readonly SequenceStep[], rules: SequenceRules): readonly Step[] {
  const { ports, checked } = rules;
  const present = new Map<number, Bits>();
  const changes = ({ index, value }: Change): boolean => {
    const before = present.get(index) ?? ports.valueOf(index);
    present.set(index, value);
    return before !== value;
  };
  return steps.map((step) => ({
    inputs: Object.entries(step.set ?? {})
      .map(([port, value]) => checked(port, value))
      .filter(changes),
    ready: step.until === undefined ? [] : [ports.at(step.until, WHERE)],
    reads: (step.read ?? []).map((port) => ports.at(port, WHERE)),
    cycles: step.instant === true ? 0 : mostCycles(step, rules),
  }));
}

function mostCycles({ within, within_cycles }: SequenceStep, { period, longestWait }: SequenceRules): number {
  const cycles = within_cycles ?? Math.ceil((within ?? longestWait) / period);
  if (Number.isSafeInteger(cycles) && cycles >= 1) return cycles;
  throw new SettleError(
    "OUT_OF_RANGE",
    `${WHERE}: a step waits ${cycles} cycles; it must be a whole number, 1 or more`,
  );
}
