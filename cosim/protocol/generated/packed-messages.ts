// Generated from cosim/protocol/messages.ts by `npm run generate`; edit the table, not this file.
import { bounded, listOf, placeOf, uint, until } from "../checked.ts";
import { packedText, packedBytes, packedBits } from "../packed-values.ts";
import type { BodyOf } from "../messages.ts";
import type { Reader } from "../reader.ts";

const HELLO_PORTS_DIRECTION = ["in","out"] as const;
const WELCOME_PORTS_DIRECTION = ["in","out"] as const;
const FAILURE_CODE = ["PROTOCOL","HANDSHAKE","MISUSE","UNKNOWN_NAME","OUT_OF_RANGE","ASSERTION","RTL_FINISH","ZERO_DELAY_LOOP"] as const;
const BURST_WATCHES_EDGE = ["change","rise","fall"] as const;
const RAN_ENDED = ["no","yes"] as const;

export const packHello = (body: BodyOf<"Hello">): unknown[] =>
  [uint(body.version, 4294967295, "Hello.version"), packedBytes(body.proof, 64, "Hello.proof"), packedText(body.rtlHash, 64, "Hello.rtlHash"), uint(body.timePrecision, 18, "Hello.timePrecision"), bounded(body.ports, 4096, "Hello.ports").map((portsItem) => [packedText(portsItem.name, 1024, "Hello.ports.name"), uint(portsItem.width, 65536, "Hello.ports.width"), placeOf(portsItem.direction, HELLO_PORTS_DIRECTION, "Hello.ports.direction")])];

export function unpackHello(reader: Reader): BodyOf<"Hello"> {
  const version = reader.uint(4294967295, "Hello.version");
  const proof = reader.bytes(64, "Hello.proof");
  const rtlHash = reader.text(64, "Hello.rtlHash");
  const timePrecision = reader.uint(18, "Hello.timePrecision");
  const portsLength = reader.array(4096, "Hello.ports");
  const ports = listOf<BodyOf<"Hello">["ports"][number]>(portsLength);
  for (let portsAt = 0; portsAt < portsLength; portsAt++) {
    reader.expectArray(3, "Hello.ports");
    const portsName = reader.text(1024, "Hello.ports.name");
    const portsWidth = reader.uint(65536, "Hello.ports.width");
    const portsDirection = HELLO_PORTS_DIRECTION[reader.uint(1, "Hello.ports.direction")];
    ports[portsAt] = { name: portsName, width: portsWidth, direction: portsDirection };
  }
  return { version, proof, rtlHash, timePrecision, ports };
}

export const packWelcome = (body: BodyOf<"Welcome">): unknown[] =>
  [uint(body.version, 4294967295, "Welcome.version"), packedBytes(body.proof, 64, "Welcome.proof"), packedText(body.rtlHash, 64, "Welcome.rtlHash"), uint(body.timePrecision, 18, "Welcome.timePrecision"), bounded(body.ports, 4096, "Welcome.ports").map((portsItem) => [packedText(portsItem.name, 1024, "Welcome.ports.name"), uint(portsItem.width, 65536, "Welcome.ports.width"), placeOf(portsItem.direction, WELCOME_PORTS_DIRECTION, "Welcome.ports.direction")])];

export function unpackWelcome(reader: Reader): BodyOf<"Welcome"> {
  const version = reader.uint(4294967295, "Welcome.version");
  const proof = reader.bytes(64, "Welcome.proof");
  const rtlHash = reader.text(64, "Welcome.rtlHash");
  const timePrecision = reader.uint(18, "Welcome.timePrecision");
  const portsLength = reader.array(4096, "Welcome.ports");
  const ports = listOf<BodyOf<"Welcome">["ports"][number]>(portsLength);
  for (let portsAt = 0; portsAt < portsLength; portsAt++) {
    reader.expectArray(3, "Welcome.ports");
    const portsName = reader.text(1024, "Welcome.ports.name");
    const portsWidth = reader.uint(65536, "Welcome.ports.width");
    const portsDirection = WELCOME_PORTS_DIRECTION[reader.uint(1, "Welcome.ports.direction")];
    ports[portsAt] = { name: portsName, width: portsWidth, direction: portsDirection };
  }
  return { version, proof, rtlHash, timePrecision, ports };
}

export const packConfigure = (body: BodyOf<"Configure">): unknown[] =>
  [bounded(body.clocks, 64, "Configure.clocks").map((clocksItem) => [uint(clocksItem.port, 4095, "Configure.clocks.port"), uint(clocksItem.period, 9007199254740991, "Configure.clocks.period"), uint(clocksItem.firstRise, 9007199254740991, "Configure.clocks.firstRise"), uint(clocksItem.high, 9007199254740991, "Configure.clocks.high")]), bounded(body.inputs, 4096, "Configure.inputs").map((inputsItem) => [uint(inputsItem.index, 8191, "Configure.inputs.index"), packedBits(inputsItem.value, 8192, "Configure.inputs.value")]), bounded(body.probes, 4096, "Configure.probes").map((probesItem) => packedText(probesItem, 1024, "Configure.probes"))];

export function unpackConfigure(reader: Reader): BodyOf<"Configure"> {
  const clocksLength = reader.array(64, "Configure.clocks");
  const clocks = listOf<BodyOf<"Configure">["clocks"][number]>(clocksLength);
  for (let clocksAt = 0; clocksAt < clocksLength; clocksAt++) {
    reader.expectArray(4, "Configure.clocks");
    const clocksPort = reader.uint(4095, "Configure.clocks.port");
    const clocksPeriod = reader.uint(9007199254740991, "Configure.clocks.period");
    const clocksFirstRise = reader.uint(9007199254740991, "Configure.clocks.firstRise");
    const clocksHigh = reader.uint(9007199254740991, "Configure.clocks.high");
    clocks[clocksAt] = { port: clocksPort, period: clocksPeriod, firstRise: clocksFirstRise, high: clocksHigh };
  }
  const inputsLength = reader.array(4096, "Configure.inputs");
  const inputs = listOf<BodyOf<"Configure">["inputs"][number]>(inputsLength);
  for (let inputsAt = 0; inputsAt < inputsLength; inputsAt++) {
    reader.expectArray(2, "Configure.inputs");
    const inputsIndex = reader.uint(8191, "Configure.inputs.index");
    const inputsValue = reader.bits(8192, "Configure.inputs.value");
    inputs[inputsAt] = { index: inputsIndex, value: inputsValue };
  }
  const probesLength = reader.array(4096, "Configure.probes");
  const probes = listOf<BodyOf<"Configure">["probes"][number]>(probesLength);
  for (let probesAt = 0; probesAt < probesLength; probesAt++) {
    probes[probesAt] = reader.text(1024, "Configure.probes");
  }
  return { clocks, inputs, probes };
}

export const packAdvance = (body: BodyOf<"Advance">): unknown[] =>
  [uint(body.to, 9007199254740991, "Advance.to"), bounded(body.inputs, 4096, "Advance.inputs").map((inputsItem) => [uint(inputsItem.index, 8191, "Advance.inputs.index"), packedBits(inputsItem.value, 8192, "Advance.inputs.value")])];

export function unpackAdvance(reader: Reader): BodyOf<"Advance"> {
  const to = reader.uint(9007199254740991, "Advance.to");
  const inputsLength = reader.array(4096, "Advance.inputs");
  const inputs = listOf<BodyOf<"Advance">["inputs"][number]>(inputsLength);
  for (let inputsAt = 0; inputsAt < inputsLength; inputsAt++) {
    reader.expectArray(2, "Advance.inputs");
    const inputsIndex = reader.uint(8191, "Advance.inputs.index");
    const inputsValue = reader.bits(8192, "Advance.inputs.value");
    inputs[inputsAt] = { index: inputsIndex, value: inputsValue };
  }
  return { to, inputs };
}

export const packOutputs = (body: BodyOf<"Outputs">): unknown[] =>
  [uint(body.time, 9007199254740991, "Outputs.time"), bounded(body.changes, 8192, "Outputs.changes").map((changesItem) => [uint(changesItem.index, 8191, "Outputs.changes.index"), packedBits(changesItem.value, 8192, "Outputs.changes.value")])];

export function unpackOutputs(reader: Reader): BodyOf<"Outputs"> {
  const time = reader.uint(9007199254740991, "Outputs.time");
  const changesLength = reader.array(8192, "Outputs.changes");
  const changes = listOf<BodyOf<"Outputs">["changes"][number]>(changesLength);
  for (let changesAt = 0; changesAt < changesLength; changesAt++) {
    reader.expectArray(2, "Outputs.changes");
    const changesIndex = reader.uint(8191, "Outputs.changes.index");
    const changesValue = reader.bits(8192, "Outputs.changes.value");
    changes[changesAt] = { index: changesIndex, value: changesValue };
  }
  return { time, changes };
}

export const packPeek = (body: BodyOf<"Peek">): unknown[] =>
  [bounded(body.names, 4096, "Peek.names").map((namesItem) => packedText(namesItem, 1024, "Peek.names"))];

export function unpackPeek(reader: Reader): BodyOf<"Peek"> {
  const namesLength = reader.array(4096, "Peek.names");
  const names = listOf<BodyOf<"Peek">["names"][number]>(namesLength);
  for (let namesAt = 0; namesAt < namesLength; namesAt++) {
    names[namesAt] = reader.text(1024, "Peek.names");
  }
  return { names };
}

export const packValues = (body: BodyOf<"Values">): unknown[] =>
  [bounded(body.values, 4096, "Values.values").map((valuesItem) => packedBits(valuesItem, 8192, "Values.values"))];

export function unpackValues(reader: Reader): BodyOf<"Values"> {
  const valuesLength = reader.array(4096, "Values.values");
  const values = listOf<BodyOf<"Values">["values"][number]>(valuesLength);
  for (let valuesAt = 0; valuesAt < valuesLength; valuesAt++) {
    values[valuesAt] = reader.bits(8192, "Values.values");
  }
  return { values };
}

export const packSnapshot = (body: BodyOf<"Snapshot">): unknown[] =>
  [packedBytes(body.state, 67107840, "Snapshot.state")];

export function unpackSnapshot(reader: Reader): BodyOf<"Snapshot"> {
  const state = reader.bytes(67107840, "Snapshot.state");
  return { state };
}

export const packRestore = (body: BodyOf<"Restore">): unknown[] =>
  [packedBytes(body.state, 67107840, "Restore.state")];

export function unpackRestore(reader: Reader): BodyOf<"Restore"> {
  const state = reader.bytes(67107840, "Restore.state");
  return { state };
}

export const packFailure = (body: BodyOf<"Failure">): unknown[] =>
  [placeOf(body.code, FAILURE_CODE, "Failure.code"), packedText(body.text, 65536, "Failure.text"), uint(body.time, 9007199254740991, "Failure.time")];

export function unpackFailure(reader: Reader): BodyOf<"Failure"> {
  const code = FAILURE_CODE[reader.uint(7, "Failure.code")];
  const text = reader.text(65536, "Failure.text");
  const time = reader.uint(9007199254740991, "Failure.time");
  return { code, text, time };
}

export const packBurst = (body: BodyOf<"Burst">): unknown[] =>
  [until(body.limit, 9007199254740991, "Burst.limit"), uint(body.evaluations, 16384, "Burst.evaluations"), bounded(body.events, 16384, "Burst.events").map((eventsItem) => [uint(eventsItem.t, 9007199254740991, "Burst.events.t"), bounded(eventsItem.inputs, 4096, "Burst.events.inputs").map((eventsInputsItem) => [uint(eventsInputsItem.index, 8191, "Burst.events.inputs.index"), packedBits(eventsInputsItem.value, 8192, "Burst.events.inputs.value")])]), bounded(body.watches, 8192, "Burst.watches").map((watchesItem) => [uint(watchesItem.index, 4095, "Burst.watches.index"), uint(watchesItem.lsb, 65536, "Burst.watches.lsb"), uint(watchesItem.width, 65536, "Burst.watches.width"), placeOf(watchesItem.edge, BURST_WATCHES_EDGE, "Burst.watches.edge"), until(watchesItem.slack, 9007199254740991, "Burst.watches.slack"), until(watchesItem.until, 9007199254740991, "Burst.watches.until")]), uint(body.clock, 4095, "Burst.clock"), bounded(body.steps, 1024, "Burst.steps").map((stepsItem) => [bounded(stepsItem.inputs, 4096, "Burst.steps.inputs").map((stepsInputsItem) => [uint(stepsInputsItem.index, 8191, "Burst.steps.inputs.index"), packedBits(stepsInputsItem.value, 8192, "Burst.steps.inputs.value")]), bounded(stepsItem.ready, 4096, "Burst.steps.ready").map((stepsReadyItem) => uint(stepsReadyItem, 4095, "Burst.steps.ready")), bounded(stepsItem.reads, 4096, "Burst.steps.reads").map((stepsReadsItem) => uint(stepsReadsItem, 4095, "Burst.steps.reads")), uint(stepsItem.cycles, 9007199254740991, "Burst.steps.cycles")])];

export function unpackBurst(reader: Reader): BodyOf<"Burst"> {
  const limit = reader.uint(9007199254740991, "Burst.limit");
  const evaluations = reader.uint(16384, "Burst.evaluations");
  const eventsLength = reader.array(16384, "Burst.events");
  const events = listOf<BodyOf<"Burst">["events"][number]>(eventsLength);
  for (let eventsAt = 0; eventsAt < eventsLength; eventsAt++) {
    reader.expectArray(2, "Burst.events");
    const eventsT = reader.uint(9007199254740991, "Burst.events.t");
    const eventsInputsLength = reader.array(4096, "Burst.events.inputs");
    const eventsInputs = listOf<BodyOf<"Burst">["events"][number]["inputs"][number]>(eventsInputsLength);
    for (let eventsInputsAt = 0; eventsInputsAt < eventsInputsLength; eventsInputsAt++) {
      reader.expectArray(2, "Burst.events.inputs");
      const eventsInputsIndex = reader.uint(8191, "Burst.events.inputs.index");
      const eventsInputsValue = reader.bits(8192, "Burst.events.inputs.value");
      eventsInputs[eventsInputsAt] = { index: eventsInputsIndex, value: eventsInputsValue };
    }
    events[eventsAt] = { t: eventsT, inputs: eventsInputs };
  }
  const watchesLength = reader.array(8192, "Burst.watches");
  const watches = listOf<BodyOf<"Burst">["watches"][number]>(watchesLength);
  for (let watchesAt = 0; watchesAt < watchesLength; watchesAt++) {
    reader.expectArray(6, "Burst.watches");
    const watchesIndex = reader.uint(4095, "Burst.watches.index");
    const watchesLsb = reader.uint(65536, "Burst.watches.lsb");
    const watchesWidth = reader.uint(65536, "Burst.watches.width");
    const watchesEdge = BURST_WATCHES_EDGE[reader.uint(2, "Burst.watches.edge")];
    const watchesSlack = reader.uint(9007199254740991, "Burst.watches.slack");
    const watchesUntil = reader.uint(9007199254740991, "Burst.watches.until");
    watches[watchesAt] = { index: watchesIndex, lsb: watchesLsb, width: watchesWidth, edge: watchesEdge, slack: watchesSlack, until: watchesUntil };
  }
  const clock = reader.uint(4095, "Burst.clock");
  const stepsLength = reader.array(1024, "Burst.steps");
  const steps = listOf<BodyOf<"Burst">["steps"][number]>(stepsLength);
  for (let stepsAt = 0; stepsAt < stepsLength; stepsAt++) {
    reader.expectArray(4, "Burst.steps");
    const stepsInputsLength = reader.array(4096, "Burst.steps.inputs");
    const stepsInputs = listOf<BodyOf<"Burst">["steps"][number]["inputs"][number]>(stepsInputsLength);
    for (let stepsInputsAt = 0; stepsInputsAt < stepsInputsLength; stepsInputsAt++) {
      reader.expectArray(2, "Burst.steps.inputs");
      const stepsInputsIndex = reader.uint(8191, "Burst.steps.inputs.index");
      const stepsInputsValue = reader.bits(8192, "Burst.steps.inputs.value");
      stepsInputs[stepsInputsAt] = { index: stepsInputsIndex, value: stepsInputsValue };
    }
    const stepsReadyLength = reader.array(4096, "Burst.steps.ready");
    const stepsReady = listOf<BodyOf<"Burst">["steps"][number]["ready"][number]>(stepsReadyLength);
    for (let stepsReadyAt = 0; stepsReadyAt < stepsReadyLength; stepsReadyAt++) {
      stepsReady[stepsReadyAt] = reader.uint(4095, "Burst.steps.ready");
    }
    const stepsReadsLength = reader.array(4096, "Burst.steps.reads");
    const stepsReads = listOf<BodyOf<"Burst">["steps"][number]["reads"][number]>(stepsReadsLength);
    for (let stepsReadsAt = 0; stepsReadsAt < stepsReadsLength; stepsReadsAt++) {
      stepsReads[stepsReadsAt] = reader.uint(4095, "Burst.steps.reads");
    }
    const stepsCycles = reader.uint(9007199254740991, "Burst.steps.cycles");
    steps[stepsAt] = { inputs: stepsInputs, ready: stepsReady, reads: stepsReads, cycles: stepsCycles };
  }
  return { limit, evaluations, events, watches, clock, steps };
}

export const packRan = (body: BodyOf<"Ran">): unknown[] =>
  [uint(body.time, 9007199254740991, "Ran.time"), uint(body.evaluations, 32768, "Ran.evaluations"), uint(body.events, 16384, "Ran.events"), placeOf(body.ended, RAN_ENDED, "Ran.ended"), bounded(body.frames, 32768, "Ran.frames").map((framesItem) => [uint(framesItem.evaluation, 32768, "Ran.frames.evaluation"), uint(framesItem.time, 9007199254740991, "Ran.frames.time"), bounded(framesItem.changes, 8192, "Ran.frames.changes").map((framesChangesItem) => [uint(framesChangesItem.index, 8191, "Ran.frames.changes.index"), packedBits(framesChangesItem.value, 8192, "Ran.frames.changes.value")])]), bounded(body.steps, 1024, "Ran.steps").map((stepsItem) => [uint(stepsItem.time, 9007199254740991, "Ran.steps.time"), bounded(stepsItem.values, 4096, "Ran.steps.values").map((stepsValuesItem) => packedBits(stepsValuesItem, 8192, "Ran.steps.values"))])];

export function unpackRan(reader: Reader): BodyOf<"Ran"> {
  const time = reader.uint(9007199254740991, "Ran.time");
  const evaluations = reader.uint(32768, "Ran.evaluations");
  const events = reader.uint(16384, "Ran.events");
  const ended = RAN_ENDED[reader.uint(1, "Ran.ended")];
  const framesLength = reader.array(32768, "Ran.frames");
  const frames = listOf<BodyOf<"Ran">["frames"][number]>(framesLength);
  for (let framesAt = 0; framesAt < framesLength; framesAt++) {
    reader.expectArray(3, "Ran.frames");
    const framesEvaluation = reader.uint(32768, "Ran.frames.evaluation");
    const framesTime = reader.uint(9007199254740991, "Ran.frames.time");
    const framesChangesLength = reader.array(8192, "Ran.frames.changes");
    const framesChanges = listOf<BodyOf<"Ran">["frames"][number]["changes"][number]>(framesChangesLength);
    for (let framesChangesAt = 0; framesChangesAt < framesChangesLength; framesChangesAt++) {
      reader.expectArray(2, "Ran.frames.changes");
      const framesChangesIndex = reader.uint(8191, "Ran.frames.changes.index");
      const framesChangesValue = reader.bits(8192, "Ran.frames.changes.value");
      framesChanges[framesChangesAt] = { index: framesChangesIndex, value: framesChangesValue };
    }
    frames[framesAt] = { evaluation: framesEvaluation, time: framesTime, changes: framesChanges };
  }
  const stepsLength = reader.array(1024, "Ran.steps");
  const steps = listOf<BodyOf<"Ran">["steps"][number]>(stepsLength);
  for (let stepsAt = 0; stepsAt < stepsLength; stepsAt++) {
    reader.expectArray(2, "Ran.steps");
    const stepsTime = reader.uint(9007199254740991, "Ran.steps.time");
    const stepsValuesLength = reader.array(4096, "Ran.steps.values");
    const stepsValues = listOf<BodyOf<"Ran">["steps"][number]["values"][number]>(stepsValuesLength);
    for (let stepsValuesAt = 0; stepsValuesAt < stepsValuesLength; stepsValuesAt++) {
      stepsValues[stepsValuesAt] = reader.bits(8192, "Ran.steps.values");
    }
    steps[stepsAt] = { time: stepsTime, values: stepsValues };
  }
  return { time, evaluations, events, ended, frames, steps };
}
