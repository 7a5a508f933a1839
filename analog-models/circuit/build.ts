import type { CrossbarDevices } from "../crossbar.ts";
import { type Arena, BufferArena, MeasuringArena } from "../../src/kernel/arena.ts";
import { type Execute, openKernel } from "../kernel/kernel.ts";
import { instructionOf } from "../kernel/opcodes.ts";
import { type Bank, fullNames, sizeOf } from "./bank.ts";
import { CompiledCircuit, type Plan, type PlacedSource } from "./compiled-circuit.ts";
import type { Element, Evaluation, Flow } from "./element.ts";
import { fastBanks, implicitParts, partition } from "./fast-states.ts";
import { linearPlaces, neededFor, topologicalOrder, writersOf } from "./evaluation-order.ts";
import { heldCorners, type Slopes } from "./held-corners.ts";
import { checkedInput, type InputGroup, type InputRange } from "./inputs.ts";
import { Layout } from "./layout.ts";
import { StateDependencies } from "./state-dependencies.ts";
import { isUncoupled } from "./uncoupled.ts";
import { type Part, Program } from "./program.ts";

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
  const { memory, execute } = openKernel(mostBytes(d));
  return new CompiledCircuit(planned(d, new BufferArena(memory), execute));
}

/** The memory cannot grow once there are arrays in it: elements are bound once to find its size, as if all ran in each program. */
function mostBytes(d: Description): number {
  const arena = new MeasuringArena();
  const layout = new Layout(d.banks, arena);
  const { evaluations, flows } = boundTo(layout, d);
  const free = { forSlopes: evaluations, flows };
  const clear = clearing(layout.slopes);
  const held = heldCorners(free, arena) ?? free;
  for (const slopes of [free, free, held])
    for (const part of partsOf(slopes, clear)) arena.words(part.instruction ?? []);
  for (const slopes of [free, held]) {
    const implicit = implicitParts(
      slopes,
      slopes.forSlopes.map(() => false),
    );
    for (const { instruction } of [clear, ...implicit]) arena.words(instruction ?? []);
  }
  return arena.size;
}

function boundTo(layout: Layout, { elements }: Description) {
  const bound = elements.map((element) => element(layout));
  const evaluations = bound.flatMap((b) => b.evaluations ?? []);
  return { evaluations, flows: inStages(bound.flatMap((b) => b.flows ?? [])) };
}

function planned(d: Description, arena: Arena, execute: Execute): Plan {
  const layout = new Layout(d.banks, arena);
  placeValues(d, layout);
  const { evaluations, flows } = boundTo(layout, d);
  const writers = writersOf(evaluations, layout);
  const order = topologicalOrder(evaluations, writers);
  const linear = linearPlaces(layout, order);
  const states = layout.ofKind("node", "driven");
  const shown = [...states, ...layout.ofKind("input")];
  const quantities = layout.range("quantity");
  const inputs = layout.range("input", "cells");
  const stateCount = states.reduce((sum, bank) => sum + sizeOf(bank.shape), 0);
  const dependencies = new StateDependencies(stateCount, writers);
  const slopes = {
    forSlopes: neededFor(
      flows.flatMap(({ reads }) => reads),
      order,
      writers,
    ),
    flows,
  };
  const held = heldCorners(slopes, arena);
  const split = partition(slopes, layout);
  const { values } = layout;
  const clear = clearing(layout.slopes);
  const program = (parts: readonly Part[]) => new Program(parts, arena, values, layout.slopes, execute);
  const implicit = (of: Slopes, form: (part: Part) => Part) =>
    "late" in split ? program([clear, ...implicitParts(of, split.late)].map(form)) : undefined;
  const programs = (form: (part: Part) => Part) => ({
    slopes: program(partsOf(slopes, clear).map(form)),
    signals: program(order.map(form)),
    held: held === undefined ? undefined : program(partsOf(held, clear).map(form)),
    implicit: implicit(slopes, form),
    heldImplicit: held === undefined ? undefined : implicit(held, form),
  });
  const needed = (place: number) => neededFor([{ base: place, size: 1, stride: 1 }], order, writers);
  const alone = (place: number): ReturnType<Plan["alone"]> => {
    const found = needed(place);
    return valuesOf(found) > MOST_ALONE ? undefined : found;
  };
  return {
    values,
    initial: values.slice(0, stateCount),
    slopes: layout.slopes,
    clock: layout.span(d.clock, "the clock").base,
    stateNames: fullNames(states),
    inputNames: fullNames(layout.ofKind("input", "cells")),
    signalNames: fullNames([...shown, ...layout.ofKind("quantity")]),
    dependencies,
    uncoupled: isUncoupled(flows, linear, dependencies),
    signalIsLinear: [...linear.slice(0, count(shown)), ...linear.slice(quantities.start, quantities.end)],
    inputStart: stateCount,
    shownInputs: count(layout.ofKind("input")),
    quantityStart: quantities.start,
    groups: inputGroups(d, layout, inputs.start),
    sources: d.sources,
    corners: held?.corners,
    fast: "late" in split ? fastBanks(flows) : split,
    reach: layout.reach,
    preparations: flows.flatMap(({ prepare }) => prepare ?? []),
    programs: programs((part) => part),
    reference: programs(withoutInstruction),
    needed,
    alone,
  };
}

/** Values that cost less to compute outside of the kernel than a call into it. */
const MOST_ALONE = 4;

const valuesOf = (evaluations: readonly Evaluation[]): number =>
  evaluations.reduce((sum, { writes }) => sum + writes.reduce((size, span) => size + span.size, 0), 0);

const withoutInstruction = (part: Part): Part => ({ run: (values, slopes) => part.run(values, slopes) });

const partsOf = ({ forSlopes, flows }: Slopes, clear: Part): readonly Part[] => [...forSlopes, clear, ...flows];

/** Flows add to slopes that are zero. */
const clearing = (slopes: Float64Array): Part => ({
  run: (_values, list) => list.fill(0),
  instruction: instructionOf("clear", slopes.byteOffset, slopes.byteLength),
});

const count = (banks: readonly Bank[]): number => banks.reduce((sum, bank) => sum + sizeOf(bank.shape), 0);

const inStages = (flows: readonly Flow[]): Flow[] => [
  ...flows.filter((flow) => flow.stage === "current"),
  ...flows.filter((flow) => flow.stage === "slope"),
];

function placeValues({ initial }: Description, layout: Layout): void {
  for (const bank of layout.banks) layout.values.set(initial.get(bank.name) ?? [], layout.baseOf(bank));
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
