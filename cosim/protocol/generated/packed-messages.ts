// Generated from cosim/protocol/messages.ts by `npm run generate`; edit the table, not this file.
import { length, listOf, placeOf, uint, until } from "../checked.ts";
import type { BodyOf } from "../messages.ts";
import type { Reader } from "../reader.ts";
import type { Writer } from "../writer.ts";

const HELLO_PORTS_DIRECTION = ["in","out"] as const;
const WELCOME_PORTS_DIRECTION = ["in","out"] as const;
const FAILURE_CODE = ["PROTOCOL","HANDSHAKE","MISUSE","UNKNOWN_NAME","OUT_OF_RANGE","ASSERTION","RTL_FINISH","ZERO_DELAY_LOOP"] as const;
const BURST_WATCHES_EDGE = ["change","rise","fall"] as const;
const RAN_ENDED = ["no","yes"] as const;

export function packHello(writer: Writer, body: BodyOf<"Hello">): void {
  writer.uint(uint(body.version, 4294967295, "Hello.version"));
  writer.binary(body.proof, 64, "Hello.proof");
  writer.text(body.rtlHash, 64, "Hello.rtlHash");
  writer.uint(uint(body.timePrecision, 18, "Hello.timePrecision"));
  const ports = body.ports;
  writer.array(length(ports.length, 4096, "Hello.ports"));
  for (let portsAt = 0; portsAt < ports.length; portsAt++) {
    const portsItem = ports[portsAt];
    writer.array(3);
    writer.text(portsItem.name, 1024, "Hello.ports.name");
    writer.uint(uint(portsItem.width, 65536, "Hello.ports.width"));
    writer.uint(placeOf(portsItem.direction, HELLO_PORTS_DIRECTION, "Hello.ports.direction"));
  }
}

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

export function packWelcome(writer: Writer, body: BodyOf<"Welcome">): void {
  writer.uint(uint(body.version, 4294967295, "Welcome.version"));
  writer.binary(body.proof, 64, "Welcome.proof");
  writer.text(body.rtlHash, 64, "Welcome.rtlHash");
  writer.uint(uint(body.timePrecision, 18, "Welcome.timePrecision"));
  const ports = body.ports;
  writer.array(length(ports.length, 4096, "Welcome.ports"));
  for (let portsAt = 0; portsAt < ports.length; portsAt++) {
    const portsItem = ports[portsAt];
    writer.array(3);
    writer.text(portsItem.name, 1024, "Welcome.ports.name");
    writer.uint(uint(portsItem.width, 65536, "Welcome.ports.width"));
    writer.uint(placeOf(portsItem.direction, WELCOME_PORTS_DIRECTION, "Welcome.ports.direction"));
  }
}

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

export function packConfigure(writer: Writer, body: BodyOf<"Configure">): void {
  const clocks = body.clocks;
  writer.array(length(clocks.length, 64, "Configure.clocks"));
  for (let clocksAt = 0; clocksAt < clocks.length; clocksAt++) {
    const clocksItem = clocks[clocksAt];
    writer.array(4);
    writer.uint(uint(clocksItem.port, 4095, "Configure.clocks.port"));
    writer.uint(uint(clocksItem.period, 9007199254740991, "Configure.clocks.period"));
    writer.uint(uint(clocksItem.firstRise, 9007199254740991, "Configure.clocks.firstRise"));
    writer.uint(uint(clocksItem.high, 9007199254740991, "Configure.clocks.high"));
  }
  const inputs = body.inputs;
  writer.array(length(inputs.length, 4096, "Configure.inputs"));
  for (let inputsAt = 0; inputsAt < inputs.length; inputsAt++) {
    const inputsItem = inputs[inputsAt];
    writer.array(2);
    writer.uint(uint(inputsItem.index, 8191, "Configure.inputs.index"));
    writer.bits(inputsItem.value, 8192, "Configure.inputs.value");
  }
  const probes = body.probes;
  writer.array(length(probes.length, 4096, "Configure.probes"));
  for (let probesAt = 0; probesAt < probes.length; probesAt++) {
    const probesItem = probes[probesAt];
    writer.text(probesItem, 1024, "Configure.probes");
  }
}

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

export function packAdvance(writer: Writer, body: BodyOf<"Advance">): void {
  writer.uint(uint(body.to, 9007199254740991, "Advance.to"));
  const inputs = body.inputs;
  writer.array(length(inputs.length, 4096, "Advance.inputs"));
  for (let inputsAt = 0; inputsAt < inputs.length; inputsAt++) {
    const inputsItem = inputs[inputsAt];
    writer.array(2);
    writer.uint(uint(inputsItem.index, 8191, "Advance.inputs.index"));
    writer.bits(inputsItem.value, 8192, "Advance.inputs.value");
  }
}

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

export function packOutputs(writer: Writer, body: BodyOf<"Outputs">): void {
  writer.uint(uint(body.time, 9007199254740991, "Outputs.time"));
  const changes = body.changes;
  writer.array(length(changes.length, 8192, "Outputs.changes"));
  for (let changesAt = 0; changesAt < changes.length; changesAt++) {
    const changesItem = changes[changesAt];
    writer.array(2);
    writer.uint(uint(changesItem.index, 8191, "Outputs.changes.index"));
    writer.bits(changesItem.value, 8192, "Outputs.changes.value");
  }
}

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

export function packPeek(writer: Writer, body: BodyOf<"Peek">): void {
  const names = body.names;
  writer.array(length(names.length, 4096, "Peek.names"));
  for (let namesAt = 0; namesAt < names.length; namesAt++) {
    const namesItem = names[namesAt];
    writer.text(namesItem, 1024, "Peek.names");
  }
}

export function unpackPeek(reader: Reader): BodyOf<"Peek"> {
  const namesLength = reader.array(4096, "Peek.names");
  const names = listOf<BodyOf<"Peek">["names"][number]>(namesLength);
  for (let namesAt = 0; namesAt < namesLength; namesAt++) {
    names[namesAt] = reader.text(1024, "Peek.names");
  }
  return { names };
}

export function packValues(writer: Writer, body: BodyOf<"Values">): void {
  const values = body.values;
  writer.array(length(values.length, 4096, "Values.values"));
  for (let valuesAt = 0; valuesAt < values.length; valuesAt++) {
    const valuesItem = values[valuesAt];
    writer.bits(valuesItem, 8192, "Values.values");
  }
}

export function unpackValues(reader: Reader): BodyOf<"Values"> {
  const valuesLength = reader.array(4096, "Values.values");
  const values = listOf<BodyOf<"Values">["values"][number]>(valuesLength);
  for (let valuesAt = 0; valuesAt < valuesLength; valuesAt++) {
    values[valuesAt] = reader.bits(8192, "Values.values");
  }
  return { values };
}

export function packSnapshot(writer: Writer, body: BodyOf<"Snapshot">): void {
  writer.binary(body.state, 67107840, "Snapshot.state");
}

export function unpackSnapshot(reader: Reader): BodyOf<"Snapshot"> {
  const state = reader.bytes(67107840, "Snapshot.state");
  return { state };
}

export function packRestore(writer: Writer, body: BodyOf<"Restore">): void {
  writer.binary(body.state, 67107840, "Restore.state");
}

export function unpackRestore(reader: Reader): BodyOf<"Restore"> {
  const state = reader.bytes(67107840, "Restore.state");
  return { state };
}

export function packFailure(writer: Writer, body: BodyOf<"Failure">): void {
  writer.uint(placeOf(body.code, FAILURE_CODE, "Failure.code"));
  writer.text(body.text, 65536, "Failure.text");
  writer.uint(uint(body.time, 9007199254740991, "Failure.time"));
}

export function unpackFailure(reader: Reader): BodyOf<"Failure"> {
  const code = FAILURE_CODE[reader.uint(7, "Failure.code")];
  const text = reader.text(65536, "Failure.text");
  const time = reader.uint(9007199254740991, "Failure.time");
  return { code, text, time };
}

export function packBurst(writer: Writer, body: BodyOf<"Burst">): void {
  writer.uint(until(body.limit, 9007199254740991, "Burst.limit"));
  writer.uint(uint(body.evaluations, 16384, "Burst.evaluations"));
  const events = body.events;
  writer.array(length(events.length, 16384, "Burst.events"));
  for (let eventsAt = 0; eventsAt < events.length; eventsAt++) {
    const eventsItem = events[eventsAt];
    writer.array(2);
    writer.uint(uint(eventsItem.t, 9007199254740991, "Burst.events.t"));
    const eventsInputs = eventsItem.inputs;
    writer.array(length(eventsInputs.length, 4096, "Burst.events.inputs"));
    for (let eventsInputsAt = 0; eventsInputsAt < eventsInputs.length; eventsInputsAt++) {
      const eventsInputsItem = eventsInputs[eventsInputsAt];
      writer.array(2);
      writer.uint(uint(eventsInputsItem.index, 8191, "Burst.events.inputs.index"));
      writer.bits(eventsInputsItem.value, 8192, "Burst.events.inputs.value");
    }
  }
  const watches = body.watches;
  writer.array(length(watches.length, 8192, "Burst.watches"));
  for (let watchesAt = 0; watchesAt < watches.length; watchesAt++) {
    const watchesItem = watches[watchesAt];
    writer.array(6);
    writer.uint(uint(watchesItem.index, 4095, "Burst.watches.index"));
    writer.uint(uint(watchesItem.lsb, 65536, "Burst.watches.lsb"));
    writer.uint(uint(watchesItem.width, 65536, "Burst.watches.width"));
    writer.uint(placeOf(watchesItem.edge, BURST_WATCHES_EDGE, "Burst.watches.edge"));
    writer.uint(until(watchesItem.slack, 9007199254740991, "Burst.watches.slack"));
    writer.uint(until(watchesItem.until, 9007199254740991, "Burst.watches.until"));
  }
  writer.uint(uint(body.clock, 4095, "Burst.clock"));
  const steps = body.steps;
  writer.array(length(steps.length, 1024, "Burst.steps"));
  for (let stepsAt = 0; stepsAt < steps.length; stepsAt++) {
    const stepsItem = steps[stepsAt];
    writer.array(4);
    const stepsInputs = stepsItem.inputs;
    writer.array(length(stepsInputs.length, 4096, "Burst.steps.inputs"));
    for (let stepsInputsAt = 0; stepsInputsAt < stepsInputs.length; stepsInputsAt++) {
      const stepsInputsItem = stepsInputs[stepsInputsAt];
      writer.array(2);
      writer.uint(uint(stepsInputsItem.index, 8191, "Burst.steps.inputs.index"));
      writer.bits(stepsInputsItem.value, 8192, "Burst.steps.inputs.value");
    }
    const stepsReady = stepsItem.ready;
    writer.array(length(stepsReady.length, 4096, "Burst.steps.ready"));
    for (let stepsReadyAt = 0; stepsReadyAt < stepsReady.length; stepsReadyAt++) {
      const stepsReadyItem = stepsReady[stepsReadyAt];
      writer.uint(uint(stepsReadyItem, 4095, "Burst.steps.ready"));
    }
    const stepsReads = stepsItem.reads;
    writer.array(length(stepsReads.length, 4096, "Burst.steps.reads"));
    for (let stepsReadsAt = 0; stepsReadsAt < stepsReads.length; stepsReadsAt++) {
      const stepsReadsItem = stepsReads[stepsReadsAt];
      writer.uint(uint(stepsReadsItem, 4095, "Burst.steps.reads"));
    }
    writer.uint(uint(stepsItem.cycles, 9007199254740991, "Burst.steps.cycles"));
  }
}

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

export function packRan(writer: Writer, body: BodyOf<"Ran">): void {
  writer.uint(uint(body.time, 9007199254740991, "Ran.time"));
  writer.uint(uint(body.evaluations, 32768, "Ran.evaluations"));
  writer.uint(uint(body.events, 16384, "Ran.events"));
  writer.uint(placeOf(body.ended, RAN_ENDED, "Ran.ended"));
  const frames = body.frames;
  writer.array(length(frames.length, 32768, "Ran.frames"));
  for (let framesAt = 0; framesAt < frames.length; framesAt++) {
    const framesItem = frames[framesAt];
    writer.array(3);
    writer.uint(uint(framesItem.evaluation, 32768, "Ran.frames.evaluation"));
    writer.uint(uint(framesItem.time, 9007199254740991, "Ran.frames.time"));
    const framesChanges = framesItem.changes;
    writer.array(length(framesChanges.length, 8192, "Ran.frames.changes"));
    for (let framesChangesAt = 0; framesChangesAt < framesChanges.length; framesChangesAt++) {
      const framesChangesItem = framesChanges[framesChangesAt];
      writer.array(2);
      writer.uint(uint(framesChangesItem.index, 8191, "Ran.frames.changes.index"));
      writer.bits(framesChangesItem.value, 8192, "Ran.frames.changes.value");
    }
  }
  const steps = body.steps;
  writer.array(length(steps.length, 1024, "Ran.steps"));
  for (let stepsAt = 0; stepsAt < steps.length; stepsAt++) {
    const stepsItem = steps[stepsAt];
    writer.array(2);
    writer.uint(uint(stepsItem.time, 9007199254740991, "Ran.steps.time"));
    const stepsValues = stepsItem.values;
    writer.array(length(stepsValues.length, 4096, "Ran.steps.values"));
    for (let stepsValuesAt = 0; stepsValuesAt < stepsValues.length; stepsValuesAt++) {
      const stepsValuesItem = stepsValues[stepsValuesAt];
      writer.bits(stepsValuesItem, 8192, "Ran.steps.values");
    }
  }
}

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
