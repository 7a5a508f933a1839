import type { CrossbarDevices } from "../crossbar.ts";
import { type Bank, fullNames, sizeOf } from "./bank.ts";
import { CompiledCircuit, type PlacedSource } from "./compiled-circuit.ts";
import type { Element, Flow } from "./element.ts";
import { linearPlaces, neededBy, topologicalOrder, writersOf } from "./evaluation-order.ts";
import { checkedInput, type InputGroup, type InputRange } from "./inputs.ts";
import { Layout } from "./layout.ts";

/** All that a builder has collected, by name of the bank. */
export interface Description {
  readonly banks: readonly Bank[];
  readonly elements: readonly Element[];
  /** Values of states and inputs before time begins. */
  readonly initial: ReadonlyMap<string, Float64Array>;
  readonly ranges: ReadonlyMap<string, InputRange>;
  readonly crossbars: ReadonlyMap<string, CrossbarDevices>;
  readonly sources: readonly PlacedSource[];
  readonly clock: string;
}

/** Resolves names, orders what must be computed and lays everything out. All mistakes surface here, before time moves. */
export function build(d: Description): CompiledCircuit {
  const layout = new Layout(d.banks);
  const bound = d.elements.map((element) => element(layout));
  const evaluations = bound.flatMap((b) => b.evaluations ?? []);
  const flows = inStages(bound.flatMap((b) => b.flows ?? []));
  const writers = writersOf(evaluations, layout);
  const order = topologicalOrder(evaluations, writers);
  const linear = linearPlaces(layout, order);
  const states = layout.ofKind("node", "driven");
  const shown = [...states, ...layout.ofKind("input")];
  const quantities = layout.range("quantity");
  const inputs = layout.range("input", "cells");
  const stateCount = states.reduce((sum, bank) => sum + sizeOf(bank.shape), 0);
  return new CompiledCircuit({
    values: initialValues(d, layout),
    clock: layout.span(d.clock, "the clock").base,
    stateNames: fullNames(states),
    inputNames: fullNames(layout.ofKind("input", "cells")),
    signalNames: fullNames([...shown, ...layout.ofKind("quantity")]),
    signalIsLinear: [...linear.slice(0, count(shown)), ...linear.slice(quantities.start, quantities.end)],
    inputStart: stateCount,
    shownInputs: count(layout.ofKind("input")),
    quantityStart: quantities.start,
    groups: inputGroups(d, layout, inputs.start),
    sources: d.sources,
    forSlopes: neededBy(flows, order, writers),
    forSignals: order,
    flows,
  });
}

const count = (banks: readonly Bank[]): number => banks.reduce((sum, bank) => sum + sizeOf(bank.shape), 0);

const inStages = (flows: readonly Flow[]): Flow[] => [
  ...flows.filter((flow) => flow.stage === "current"),
  ...flows.filter((flow) => flow.stage === "slope"),
];

function initialValues({ initial }: Description, layout: Layout): Float64Array {
  const values = new Float64Array(layout.length);
  for (const bank of layout.banks) values.set(initial.get(bank.name) ?? [], layout.baseOf(bank));
  return values;
}

function inputGroups(d: Description, layout: Layout, inputStart: number): InputGroup[] {
  return layout.ofKind("input", "cells").map((bank) => {
    const devices = d.crossbars.get(bank.name);
    const accept =
      devices === undefined
        ? checkedInput(bank, d.ranges.get(bank.name) ?? {})
        : (cell: number, level: number) => devices.program(cell, level);
    return { first: layout.baseOf(bank) - inputStart, count: sizeOf(bank.shape), accept };
  });
}
