import type { BitsChange } from "./converters/converter.ts";
import type { Bits, Change } from "./digital-peer.ts";
import type { PortValues } from "./port-values.ts";

/** Puts bits on their ports. Several slices of one port are one change of it; what ends as it began is none. */
export const putBits = (ports: PortValues, events: readonly BitsChange[]): readonly Change[] =>
  events.length === 1 ? putOne(ports, events[0]) : putSeveral(ports, events);

function putOne(ports: PortValues, { bits, value }: BitsChange): readonly Change[] {
  const change = ports.changeOfBits(bits, value);
  if (ports.valueOf(change.index) === change.value) return [];
  ports.write(change);
  return [change];
}

function putSeveral(ports: PortValues, events: readonly BitsChange[]): readonly Change[] {
  const before = new Map<number, Bits>();
  for (const { bits, value } of events) {
    const change = ports.changeOfBits(bits, value);
    if (!before.has(change.index)) before.set(change.index, ports.valueOf(change.index));
    ports.write(change);
  }
  return [...before]
    .filter(([index, value]) => ports.valueOf(index) !== value)
    .map(([index]) => ({ index, value: ports.valueOf(index) }));
}
