// Generated from cosim/protocol/messages.ts by `npm run generate`; edit the table, not this file.
import { length, listOf, placeOf, uint, until, wordAt } from "../checked.ts";
import type { FlatBlock } from "../flat-block.ts";
import { putText, takeText, wordsOfText, putBytes, takeBytes, wordsOfBytes, putBits, takeBits, wordsOfBits } from "../flat-values.ts";
import type { BodyOf } from "../messages.ts";

const HELLO_PORTS_DIRECTION = ["in","out"] as const;
const WELCOME_PORTS_DIRECTION = ["in","out"] as const;
const FAILURE_CODE = ["PROTOCOL","HANDSHAKE","MISUSE","UNKNOWN_NAME","OUT_OF_RANGE","ASSERTION","RTL_FINISH","ZERO_DELAY_LOOP"] as const;
const BURST_WATCHES_EDGE = ["change","rise","fall"] as const;
const RAN_ENDED = ["no","yes"] as const;

export function writeHello(block: FlatBlock, first: number, body: BodyOf<"Hello">): number {
  const { doubles } = block;
  let at = first;
  doubles[at++] = uint(body.version, 4294967295, "Hello.version");
  at = putBytes(block, at, body.proof, 64, "Hello.proof");
  at = putText(block, at, body.rtlHash, 64, "Hello.rtlHash");
  doubles[at++] = uint(body.timePrecision, 18, "Hello.timePrecision");
  const ports = body.ports;
  doubles[at++] = length(ports.length, 4096, "Hello.ports");
  for (let portsAt = 0; portsAt < ports.length; portsAt++) {
    const portsItem = ports[portsAt];
    at = putText(block, at, portsItem.name, 1024, "Hello.ports.name");
    doubles[at++] = uint(portsItem.width, 65536, "Hello.ports.width");
    doubles[at++] = placeOf(portsItem.direction, HELLO_PORTS_DIRECTION, "Hello.ports.direction");
  }
  return at;
}

export function readHello(block: FlatBlock, first: number): BodyOf<"Hello"> {
  const { doubles } = block;
  let at = first;
  const version = uint(doubles[at++], 4294967295, "Hello.version");
  const proofFirst = doubles[at++];
  const proofValue = takeBytes(block, at, proofFirst, 64, "Hello.proof");
  at += wordsOfBytes(proofFirst);
  const rtlHashFirst = doubles[at++];
  const rtlHashValue = takeText(block, at, rtlHashFirst, 64, "Hello.rtlHash");
  at += wordsOfText(rtlHashFirst);
  const timePrecision = uint(doubles[at++], 18, "Hello.timePrecision");
  const portsLength = length(doubles[at++], 4096, "Hello.ports");
  const ports = listOf<BodyOf<"Hello">["ports"][number]>(portsLength);
  for (let portsAt = 0; portsAt < portsLength; portsAt++) {
    const portsNameFirst = doubles[at++];
    const portsNameValue = takeText(block, at, portsNameFirst, 1024, "Hello.ports.name");
    at += wordsOfText(portsNameFirst);
    const portsWidth = uint(doubles[at++], 65536, "Hello.ports.width");
    const portsDirection = wordAt(doubles[at++], HELLO_PORTS_DIRECTION, "Hello.ports.direction");
    ports[portsAt] = { name: portsNameValue, width: portsWidth, direction: portsDirection };
  }
  return { version, proof: proofValue, rtlHash: rtlHashValue, timePrecision, ports };
}

export function writeWelcome(block: FlatBlock, first: number, body: BodyOf<"Welcome">): number {
  const { doubles } = block;
  let at = first;
  doubles[at++] = uint(body.version, 4294967295, "Welcome.version");
  at = putBytes(block, at, body.proof, 64, "Welcome.proof");
  at = putText(block, at, body.rtlHash, 64, "Welcome.rtlHash");
  doubles[at++] = uint(body.timePrecision, 18, "Welcome.timePrecision");
  const ports = body.ports;
  doubles[at++] = length(ports.length, 4096, "Welcome.ports");
  for (let portsAt = 0; portsAt < ports.length; portsAt++) {
    const portsItem = ports[portsAt];
    at = putText(block, at, portsItem.name, 1024, "Welcome.ports.name");
    doubles[at++] = uint(portsItem.width, 65536, "Welcome.ports.width");
    doubles[at++] = placeOf(portsItem.direction, WELCOME_PORTS_DIRECTION, "Welcome.ports.direction");
  }
  return at;
}

export function readWelcome(block: FlatBlock, first: number): BodyOf<"Welcome"> {
  const { doubles } = block;
  let at = first;
  const version = uint(doubles[at++], 4294967295, "Welcome.version");
  const proofFirst = doubles[at++];
  const proofValue = takeBytes(block, at, proofFirst, 64, "Welcome.proof");
  at += wordsOfBytes(proofFirst);
  const rtlHashFirst = doubles[at++];
  const rtlHashValue = takeText(block, at, rtlHashFirst, 64, "Welcome.rtlHash");
  at += wordsOfText(rtlHashFirst);
  const timePrecision = uint(doubles[at++], 18, "Welcome.timePrecision");
  const portsLength = length(doubles[at++], 4096, "Welcome.ports");
  const ports = listOf<BodyOf<"Welcome">["ports"][number]>(portsLength);
  for (let portsAt = 0; portsAt < portsLength; portsAt++) {
    const portsNameFirst = doubles[at++];
    const portsNameValue = takeText(block, at, portsNameFirst, 1024, "Welcome.ports.name");
    at += wordsOfText(portsNameFirst);
    const portsWidth = uint(doubles[at++], 65536, "Welcome.ports.width");
    const portsDirection = wordAt(doubles[at++], WELCOME_PORTS_DIRECTION, "Welcome.ports.direction");
    ports[portsAt] = { name: portsNameValue, width: portsWidth, direction: portsDirection };
  }
  return { version, proof: proofValue, rtlHash: rtlHashValue, timePrecision, ports };
}

export function writeConfigure(block: FlatBlock, first: number, body: BodyOf<"Configure">): number {
  const { doubles } = block;
  let at = first;
  const clocks = body.clocks;
  doubles[at++] = length(clocks.length, 64, "Configure.clocks");
  for (let clocksAt = 0; clocksAt < clocks.length; clocksAt++) {
    const clocksItem = clocks[clocksAt];
    doubles[at++] = uint(clocksItem.port, 4095, "Configure.clocks.port");
    doubles[at++] = uint(clocksItem.period, 9007199254740991, "Configure.clocks.period");
    doubles[at++] = uint(clocksItem.firstRise, 9007199254740991, "Configure.clocks.firstRise");
    doubles[at++] = uint(clocksItem.high, 9007199254740991, "Configure.clocks.high");
  }
  const inputs = body.inputs;
  doubles[at++] = length(inputs.length, 4096, "Configure.inputs");
  for (let inputsAt = 0; inputsAt < inputs.length; inputsAt++) {
    const inputsItem = inputs[inputsAt];
    doubles[at++] = uint(inputsItem.index, 8191, "Configure.inputs.index");
    at = putBits(block, at, inputsItem.value, 8192, "Configure.inputs.value");
  }
  const probes = body.probes;
  doubles[at++] = length(probes.length, 4096, "Configure.probes");
  for (let probesAt = 0; probesAt < probes.length; probesAt++) {
    const probesItem = probes[probesAt];
    at = putText(block, at, probesItem, 1024, "Configure.probes");
  }
  return at;
}

export function readConfigure(block: FlatBlock, first: number): BodyOf<"Configure"> {
  const { doubles } = block;
  let at = first;
  const clocksLength = length(doubles[at++], 64, "Configure.clocks");
  const clocks = listOf<BodyOf<"Configure">["clocks"][number]>(clocksLength);
  for (let clocksAt = 0; clocksAt < clocksLength; clocksAt++) {
    const clocksPort = uint(doubles[at++], 4095, "Configure.clocks.port");
    const clocksPeriod = uint(doubles[at++], 9007199254740991, "Configure.clocks.period");
    const clocksFirstRise = uint(doubles[at++], 9007199254740991, "Configure.clocks.firstRise");
    const clocksHigh = uint(doubles[at++], 9007199254740991, "Configure.clocks.high");
    clocks[clocksAt] = { port: clocksPort, period: clocksPeriod, firstRise: clocksFirstRise, high: clocksHigh };
  }
  const inputsLength = length(doubles[at++], 4096, "Configure.inputs");
  const inputs = listOf<BodyOf<"Configure">["inputs"][number]>(inputsLength);
  for (let inputsAt = 0; inputsAt < inputsLength; inputsAt++) {
    const inputsIndex = uint(doubles[at++], 8191, "Configure.inputs.index");
    const inputsValueFirst = doubles[at++];
    const inputsValueValue = takeBits(block, at, inputsValueFirst, 8192, "Configure.inputs.value");
    at += wordsOfBits(inputsValueFirst);
    inputs[inputsAt] = { index: inputsIndex, value: inputsValueValue };
  }
  const probesLength = length(doubles[at++], 4096, "Configure.probes");
  const probes = listOf<BodyOf<"Configure">["probes"][number]>(probesLength);
  for (let probesAt = 0; probesAt < probesLength; probesAt++) {
    const probesFirst = doubles[at++];
    const probesValue = takeText(block, at, probesFirst, 1024, "Configure.probes");
    at += wordsOfText(probesFirst);
    probes[probesAt] = probesValue;
  }
  return { clocks, inputs, probes };
}

export function writeAdvance(block: FlatBlock, first: number, body: BodyOf<"Advance">): number {
  const { doubles } = block;
  let at = first;
  doubles[at++] = uint(body.to, 9007199254740991, "Advance.to");
  const inputs = body.inputs;
  doubles[at++] = length(inputs.length, 4096, "Advance.inputs");
  for (let inputsAt = 0; inputsAt < inputs.length; inputsAt++) {
    const inputsItem = inputs[inputsAt];
    doubles[at++] = uint(inputsItem.index, 8191, "Advance.inputs.index");
    at = putBits(block, at, inputsItem.value, 8192, "Advance.inputs.value");
  }
  return at;
}

export function readAdvance(block: FlatBlock, first: number): BodyOf<"Advance"> {
  const { doubles } = block;
  let at = first;
  const to = uint(doubles[at++], 9007199254740991, "Advance.to");
  const inputsLength = length(doubles[at++], 4096, "Advance.inputs");
  const inputs = listOf<BodyOf<"Advance">["inputs"][number]>(inputsLength);
  for (let inputsAt = 0; inputsAt < inputsLength; inputsAt++) {
    const inputsIndex = uint(doubles[at++], 8191, "Advance.inputs.index");
    const inputsValueFirst = doubles[at++];
    const inputsValueValue = takeBits(block, at, inputsValueFirst, 8192, "Advance.inputs.value");
    at += wordsOfBits(inputsValueFirst);
    inputs[inputsAt] = { index: inputsIndex, value: inputsValueValue };
  }
  return { to, inputs };
}

export function writeOutputs(block: FlatBlock, first: number, body: BodyOf<"Outputs">): number {
  const { doubles } = block;
  let at = first;
  doubles[at++] = uint(body.time, 9007199254740991, "Outputs.time");
  const changes = body.changes;
  doubles[at++] = length(changes.length, 8192, "Outputs.changes");
  for (let changesAt = 0; changesAt < changes.length; changesAt++) {
    const changesItem = changes[changesAt];
    doubles[at++] = uint(changesItem.index, 8191, "Outputs.changes.index");
    at = putBits(block, at, changesItem.value, 8192, "Outputs.changes.value");
  }
  return at;
}

export function readOutputs(block: FlatBlock, first: number): BodyOf<"Outputs"> {
  const { doubles } = block;
  let at = first;
  const time = uint(doubles[at++], 9007199254740991, "Outputs.time");
  const changesLength = length(doubles[at++], 8192, "Outputs.changes");
  const changes = listOf<BodyOf<"Outputs">["changes"][number]>(changesLength);
  for (let changesAt = 0; changesAt < changesLength; changesAt++) {
    const changesIndex = uint(doubles[at++], 8191, "Outputs.changes.index");
    const changesValueFirst = doubles[at++];
    const changesValueValue = takeBits(block, at, changesValueFirst, 8192, "Outputs.changes.value");
    at += wordsOfBits(changesValueFirst);
    changes[changesAt] = { index: changesIndex, value: changesValueValue };
  }
  return { time, changes };
}

export function writePeek(block: FlatBlock, first: number, body: BodyOf<"Peek">): number {
  const { doubles } = block;
  let at = first;
  const names = body.names;
  doubles[at++] = length(names.length, 4096, "Peek.names");
  for (let namesAt = 0; namesAt < names.length; namesAt++) {
    const namesItem = names[namesAt];
    at = putText(block, at, namesItem, 1024, "Peek.names");
  }
  return at;
}

export function readPeek(block: FlatBlock, first: number): BodyOf<"Peek"> {
  const { doubles } = block;
  let at = first;
  const namesLength = length(doubles[at++], 4096, "Peek.names");
  const names = listOf<BodyOf<"Peek">["names"][number]>(namesLength);
  for (let namesAt = 0; namesAt < namesLength; namesAt++) {
    const namesFirst = doubles[at++];
    const namesValue = takeText(block, at, namesFirst, 1024, "Peek.names");
    at += wordsOfText(namesFirst);
    names[namesAt] = namesValue;
  }
  return { names };
}

export function writeValues(block: FlatBlock, first: number, body: BodyOf<"Values">): number {
  const { doubles } = block;
  let at = first;
  const values = body.values;
  doubles[at++] = length(values.length, 4096, "Values.values");
  for (let valuesAt = 0; valuesAt < values.length; valuesAt++) {
    const valuesItem = values[valuesAt];
    at = putBits(block, at, valuesItem, 8192, "Values.values");
  }
  return at;
}

export function readValues(block: FlatBlock, first: number): BodyOf<"Values"> {
  const { doubles } = block;
  let at = first;
  const valuesLength = length(doubles[at++], 4096, "Values.values");
  const values = listOf<BodyOf<"Values">["values"][number]>(valuesLength);
  for (let valuesAt = 0; valuesAt < valuesLength; valuesAt++) {
    const valuesFirst = doubles[at++];
    const valuesValue = takeBits(block, at, valuesFirst, 8192, "Values.values");
    at += wordsOfBits(valuesFirst);
    values[valuesAt] = valuesValue;
  }
  return { values };
}

export function writeSnapshot(block: FlatBlock, first: number, body: BodyOf<"Snapshot">): number {
  let at = first;
  at = putBytes(block, at, body.state, 67107840, "Snapshot.state");
  return at;
}

export function readSnapshot(block: FlatBlock, first: number): BodyOf<"Snapshot"> {
  const { doubles } = block;
  let at = first;
  const stateFirst = doubles[at++];
  const stateValue = takeBytes(block, at, stateFirst, 67107840, "Snapshot.state");
  at += wordsOfBytes(stateFirst);
  return { state: stateValue };
}

export function writeRestore(block: FlatBlock, first: number, body: BodyOf<"Restore">): number {
  let at = first;
  at = putBytes(block, at, body.state, 67107840, "Restore.state");
  return at;
}

export function readRestore(block: FlatBlock, first: number): BodyOf<"Restore"> {
  const { doubles } = block;
  let at = first;
  const stateFirst = doubles[at++];
  const stateValue = takeBytes(block, at, stateFirst, 67107840, "Restore.state");
  at += wordsOfBytes(stateFirst);
  return { state: stateValue };
}

export function writeFailure(block: FlatBlock, first: number, body: BodyOf<"Failure">): number {
  const { doubles } = block;
  let at = first;
  doubles[at++] = placeOf(body.code, FAILURE_CODE, "Failure.code");
  at = putText(block, at, body.text, 65536, "Failure.text");
  doubles[at++] = uint(body.time, 9007199254740991, "Failure.time");
  return at;
}

export function readFailure(block: FlatBlock, first: number): BodyOf<"Failure"> {
  const { doubles } = block;
  let at = first;
  const code = wordAt(doubles[at++], FAILURE_CODE, "Failure.code");
  const textFirst = doubles[at++];
  const textValue = takeText(block, at, textFirst, 65536, "Failure.text");
  at += wordsOfText(textFirst);
  const time = uint(doubles[at++], 9007199254740991, "Failure.time");
  return { code, text: textValue, time };
}

export function writeBurst(block: FlatBlock, first: number, body: BodyOf<"Burst">): number {
  const { doubles } = block;
  let at = first;
  doubles[at++] = until(body.limit, 9007199254740991, "Burst.limit");
  doubles[at++] = uint(body.evaluations, 16384, "Burst.evaluations");
  const events = body.events;
  doubles[at++] = length(events.length, 16384, "Burst.events");
  for (let eventsAt = 0; eventsAt < events.length; eventsAt++) {
    const eventsItem = events[eventsAt];
    doubles[at++] = uint(eventsItem.t, 9007199254740991, "Burst.events.t");
    const eventsInputs = eventsItem.inputs;
    doubles[at++] = length(eventsInputs.length, 4096, "Burst.events.inputs");
    for (let eventsInputsAt = 0; eventsInputsAt < eventsInputs.length; eventsInputsAt++) {
      const eventsInputsItem = eventsInputs[eventsInputsAt];
      doubles[at++] = uint(eventsInputsItem.index, 8191, "Burst.events.inputs.index");
      at = putBits(block, at, eventsInputsItem.value, 8192, "Burst.events.inputs.value");
    }
  }
  const watches = body.watches;
  doubles[at++] = length(watches.length, 8192, "Burst.watches");
  for (let watchesAt = 0; watchesAt < watches.length; watchesAt++) {
    const watchesItem = watches[watchesAt];
    doubles[at++] = uint(watchesItem.index, 4095, "Burst.watches.index");
    doubles[at++] = uint(watchesItem.lsb, 65536, "Burst.watches.lsb");
    doubles[at++] = uint(watchesItem.width, 65536, "Burst.watches.width");
    doubles[at++] = placeOf(watchesItem.edge, BURST_WATCHES_EDGE, "Burst.watches.edge");
    doubles[at++] = until(watchesItem.slack, 9007199254740991, "Burst.watches.slack");
    doubles[at++] = until(watchesItem.until, 9007199254740991, "Burst.watches.until");
  }
  doubles[at++] = uint(body.clock, 4095, "Burst.clock");
  const steps = body.steps;
  doubles[at++] = length(steps.length, 1024, "Burst.steps");
  for (let stepsAt = 0; stepsAt < steps.length; stepsAt++) {
    const stepsItem = steps[stepsAt];
    const stepsInputs = stepsItem.inputs;
    doubles[at++] = length(stepsInputs.length, 4096, "Burst.steps.inputs");
    for (let stepsInputsAt = 0; stepsInputsAt < stepsInputs.length; stepsInputsAt++) {
      const stepsInputsItem = stepsInputs[stepsInputsAt];
      doubles[at++] = uint(stepsInputsItem.index, 8191, "Burst.steps.inputs.index");
      at = putBits(block, at, stepsInputsItem.value, 8192, "Burst.steps.inputs.value");
    }
    const stepsReady = stepsItem.ready;
    doubles[at++] = length(stepsReady.length, 4096, "Burst.steps.ready");
    for (let stepsReadyAt = 0; stepsReadyAt < stepsReady.length; stepsReadyAt++) {
      const stepsReadyItem = stepsReady[stepsReadyAt];
      doubles[at++] = uint(stepsReadyItem, 4095, "Burst.steps.ready");
    }
    const stepsReads = stepsItem.reads;
    doubles[at++] = length(stepsReads.length, 4096, "Burst.steps.reads");
    for (let stepsReadsAt = 0; stepsReadsAt < stepsReads.length; stepsReadsAt++) {
      const stepsReadsItem = stepsReads[stepsReadsAt];
      doubles[at++] = uint(stepsReadsItem, 4095, "Burst.steps.reads");
    }
    doubles[at++] = uint(stepsItem.cycles, 9007199254740991, "Burst.steps.cycles");
  }
  return at;
}

export function readBurst(block: FlatBlock, first: number): BodyOf<"Burst"> {
  const { doubles } = block;
  let at = first;
  const limit = uint(doubles[at++], 9007199254740991, "Burst.limit");
  const evaluations = uint(doubles[at++], 16384, "Burst.evaluations");
  const eventsLength = length(doubles[at++], 16384, "Burst.events");
  const events = listOf<BodyOf<"Burst">["events"][number]>(eventsLength);
  for (let eventsAt = 0; eventsAt < eventsLength; eventsAt++) {
    const eventsT = uint(doubles[at++], 9007199254740991, "Burst.events.t");
    const eventsInputsLength = length(doubles[at++], 4096, "Burst.events.inputs");
    const eventsInputs = listOf<BodyOf<"Burst">["events"][number]["inputs"][number]>(eventsInputsLength);
    for (let eventsInputsAt = 0; eventsInputsAt < eventsInputsLength; eventsInputsAt++) {
      const eventsInputsIndex = uint(doubles[at++], 8191, "Burst.events.inputs.index");
      const eventsInputsValueFirst = doubles[at++];
      const eventsInputsValueValue = takeBits(block, at, eventsInputsValueFirst, 8192, "Burst.events.inputs.value");
      at += wordsOfBits(eventsInputsValueFirst);
      eventsInputs[eventsInputsAt] = { index: eventsInputsIndex, value: eventsInputsValueValue };
    }
    events[eventsAt] = { t: eventsT, inputs: eventsInputs };
  }
  const watchesLength = length(doubles[at++], 8192, "Burst.watches");
  const watches = listOf<BodyOf<"Burst">["watches"][number]>(watchesLength);
  for (let watchesAt = 0; watchesAt < watchesLength; watchesAt++) {
    const watchesIndex = uint(doubles[at++], 4095, "Burst.watches.index");
    const watchesLsb = uint(doubles[at++], 65536, "Burst.watches.lsb");
    const watchesWidth = uint(doubles[at++], 65536, "Burst.watches.width");
    const watchesEdge = wordAt(doubles[at++], BURST_WATCHES_EDGE, "Burst.watches.edge");
    const watchesSlack = uint(doubles[at++], 9007199254740991, "Burst.watches.slack");
    const watchesUntil = uint(doubles[at++], 9007199254740991, "Burst.watches.until");
    watches[watchesAt] = { index: watchesIndex, lsb: watchesLsb, width: watchesWidth, edge: watchesEdge, slack: watchesSlack, until: watchesUntil };
  }
  const clock = uint(doubles[at++], 4095, "Burst.clock");
  const stepsLength = length(doubles[at++], 1024, "Burst.steps");
  const steps = listOf<BodyOf<"Burst">["steps"][number]>(stepsLength);
  for (let stepsAt = 0; stepsAt < stepsLength; stepsAt++) {
    const stepsInputsLength = length(doubles[at++], 4096, "Burst.steps.inputs");
    const stepsInputs = listOf<BodyOf<"Burst">["steps"][number]["inputs"][number]>(stepsInputsLength);
    for (let stepsInputsAt = 0; stepsInputsAt < stepsInputsLength; stepsInputsAt++) {
      const stepsInputsIndex = uint(doubles[at++], 8191, "Burst.steps.inputs.index");
      const stepsInputsValueFirst = doubles[at++];
      const stepsInputsValueValue = takeBits(block, at, stepsInputsValueFirst, 8192, "Burst.steps.inputs.value");
      at += wordsOfBits(stepsInputsValueFirst);
      stepsInputs[stepsInputsAt] = { index: stepsInputsIndex, value: stepsInputsValueValue };
    }
    const stepsReadyLength = length(doubles[at++], 4096, "Burst.steps.ready");
    const stepsReady = listOf<BodyOf<"Burst">["steps"][number]["ready"][number]>(stepsReadyLength);
    for (let stepsReadyAt = 0; stepsReadyAt < stepsReadyLength; stepsReadyAt++) {
      stepsReady[stepsReadyAt] = uint(doubles[at++], 4095, "Burst.steps.ready");
    }
    const stepsReadsLength = length(doubles[at++], 4096, "Burst.steps.reads");
    const stepsReads = listOf<BodyOf<"Burst">["steps"][number]["reads"][number]>(stepsReadsLength);
    for (let stepsReadsAt = 0; stepsReadsAt < stepsReadsLength; stepsReadsAt++) {
      stepsReads[stepsReadsAt] = uint(doubles[at++], 4095, "Burst.steps.reads");
    }
    const stepsCycles = uint(doubles[at++], 9007199254740991, "Burst.steps.cycles");
    steps[stepsAt] = { inputs: stepsInputs, ready: stepsReady, reads: stepsReads, cycles: stepsCycles };
  }
  return { limit, evaluations, events, watches, clock, steps };
}

export function writeRan(block: FlatBlock, first: number, body: BodyOf<"Ran">): number {
  const { doubles } = block;
  let at = first;
  doubles[at++] = uint(body.time, 9007199254740991, "Ran.time");
  doubles[at++] = uint(body.evaluations, 32768, "Ran.evaluations");
  doubles[at++] = uint(body.events, 16384, "Ran.events");
  doubles[at++] = placeOf(body.ended, RAN_ENDED, "Ran.ended");
  const frames = body.frames;
  doubles[at++] = length(frames.length, 32768, "Ran.frames");
  for (let framesAt = 0; framesAt < frames.length; framesAt++) {
    const framesItem = frames[framesAt];
    doubles[at++] = uint(framesItem.evaluation, 32768, "Ran.frames.evaluation");
    doubles[at++] = uint(framesItem.time, 9007199254740991, "Ran.frames.time");
    const framesChanges = framesItem.changes;
    doubles[at++] = length(framesChanges.length, 8192, "Ran.frames.changes");
    for (let framesChangesAt = 0; framesChangesAt < framesChanges.length; framesChangesAt++) {
      const framesChangesItem = framesChanges[framesChangesAt];
      doubles[at++] = uint(framesChangesItem.index, 8191, "Ran.frames.changes.index");
      at = putBits(block, at, framesChangesItem.value, 8192, "Ran.frames.changes.value");
    }
  }
  const steps = body.steps;
  doubles[at++] = length(steps.length, 1024, "Ran.steps");
  for (let stepsAt = 0; stepsAt < steps.length; stepsAt++) {
    const stepsItem = steps[stepsAt];
    doubles[at++] = uint(stepsItem.time, 9007199254740991, "Ran.steps.time");
    const stepsValues = stepsItem.values;
    doubles[at++] = length(stepsValues.length, 4096, "Ran.steps.values");
    for (let stepsValuesAt = 0; stepsValuesAt < stepsValues.length; stepsValuesAt++) {
      const stepsValuesItem = stepsValues[stepsValuesAt];
      at = putBits(block, at, stepsValuesItem, 8192, "Ran.steps.values");
    }
  }
  return at;
}

export function readRan(block: FlatBlock, first: number): BodyOf<"Ran"> {
  const { doubles } = block;
  let at = first;
  const time = uint(doubles[at++], 9007199254740991, "Ran.time");
  const evaluations = uint(doubles[at++], 32768, "Ran.evaluations");
  const events = uint(doubles[at++], 16384, "Ran.events");
  const ended = wordAt(doubles[at++], RAN_ENDED, "Ran.ended");
  const framesLength = length(doubles[at++], 32768, "Ran.frames");
  const frames = listOf<BodyOf<"Ran">["frames"][number]>(framesLength);
  for (let framesAt = 0; framesAt < framesLength; framesAt++) {
    const framesEvaluation = uint(doubles[at++], 32768, "Ran.frames.evaluation");
    const framesTime = uint(doubles[at++], 9007199254740991, "Ran.frames.time");
    const framesChangesLength = length(doubles[at++], 8192, "Ran.frames.changes");
    const framesChanges = listOf<BodyOf<"Ran">["frames"][number]["changes"][number]>(framesChangesLength);
    for (let framesChangesAt = 0; framesChangesAt < framesChangesLength; framesChangesAt++) {
      const framesChangesIndex = uint(doubles[at++], 8191, "Ran.frames.changes.index");
      const framesChangesValueFirst = doubles[at++];
      const framesChangesValueValue = takeBits(block, at, framesChangesValueFirst, 8192, "Ran.frames.changes.value");
      at += wordsOfBits(framesChangesValueFirst);
      framesChanges[framesChangesAt] = { index: framesChangesIndex, value: framesChangesValueValue };
    }
    frames[framesAt] = { evaluation: framesEvaluation, time: framesTime, changes: framesChanges };
  }
  const stepsLength = length(doubles[at++], 1024, "Ran.steps");
  const steps = listOf<BodyOf<"Ran">["steps"][number]>(stepsLength);
  for (let stepsAt = 0; stepsAt < stepsLength; stepsAt++) {
    const stepsTime = uint(doubles[at++], 9007199254740991, "Ran.steps.time");
    const stepsValuesLength = length(doubles[at++], 4096, "Ran.steps.values");
    const stepsValues = listOf<BodyOf<"Ran">["steps"][number]["values"][number]>(stepsValuesLength);
    for (let stepsValuesAt = 0; stepsValuesAt < stepsValuesLength; stepsValuesAt++) {
      const stepsValuesFirst = doubles[at++];
      const stepsValuesValue = takeBits(block, at, stepsValuesFirst, 8192, "Ran.steps.values");
      at += wordsOfBits(stepsValuesFirst);
      stepsValues[stepsValuesAt] = stepsValuesValue;
    }
    steps[stepsAt] = { time: stepsTime, values: stepsValues };
  }
  return { time, evaluations, events, ended, frames, steps };
}
