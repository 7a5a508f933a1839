// Generated from cosim/protocol/messages.ts by `npm run generate`; edit the table, not this file.
import type { FlatBlock } from "../flat-block.ts";
import { listOf, putUntil, putBits, takeBits, putBytes, takeBytes, putLength, takeLength, putText, takeText, putUint, takeUint, putWord, takeWord } from "../flat-values.ts";
import type { BodyOf } from "../messages.ts";

const HELLO_PORTS_DIRECTION = ["in","out"] as const;
const WELCOME_PORTS_DIRECTION = ["in","out"] as const;
const FAILURE_CODE = ["PROTOCOL","HANDSHAKE","MISUSE","UNKNOWN_NAME","OUT_OF_RANGE","ASSERTION","RTL_FINISH","ZERO_DELAY_LOOP"] as const;
const BURST_WATCHES_EDGE = ["change","rise","fall"] as const;
const RAN_ENDED = ["no","yes"] as const;

export function writeHello(block: FlatBlock, body: BodyOf<"Hello">): void {
  putUint(block, body.version, 4294967295, "Hello.version");
  putBytes(block, body.proof, 64, "Hello.proof");
  putText(block, body.rtlHash, 64, "Hello.rtlHash");
  putUint(block, body.timePrecision, 18, "Hello.timePrecision");
  const ports = body.ports;
  putLength(block, ports.length, 4096, "Hello.ports");
  for (let portsAt = 0; portsAt < ports.length; portsAt++) {
    const portsItem = ports[portsAt];
    putText(block, portsItem.name, 1024, "Hello.ports.name");
    putUint(block, portsItem.width, 65536, "Hello.ports.width");
    putWord(block, portsItem.direction, HELLO_PORTS_DIRECTION, "Hello.ports.direction");
  }
}

export function readHello(block: FlatBlock): BodyOf<"Hello"> {
  const version = takeUint(block, 4294967295, "Hello.version");
  const proof = takeBytes(block, 64, "Hello.proof");
  const rtlHash = takeText(block, 64, "Hello.rtlHash");
  const timePrecision = takeUint(block, 18, "Hello.timePrecision");
  const portsLength = takeLength(block, 4096, "Hello.ports");
  const ports = listOf<BodyOf<"Hello">["ports"][number]>(portsLength);
  for (let portsAt = 0; portsAt < portsLength; portsAt++) {
    const portsName = takeText(block, 1024, "Hello.ports.name");
    const portsWidth = takeUint(block, 65536, "Hello.ports.width");
    const portsDirection = takeWord(block, HELLO_PORTS_DIRECTION, "Hello.ports.direction");
    ports[portsAt] = { name: portsName, width: portsWidth, direction: portsDirection };
  }
  return { version, proof, rtlHash, timePrecision, ports };
}

export function writeWelcome(block: FlatBlock, body: BodyOf<"Welcome">): void {
  putUint(block, body.version, 4294967295, "Welcome.version");
  putBytes(block, body.proof, 64, "Welcome.proof");
  putText(block, body.rtlHash, 64, "Welcome.rtlHash");
  putUint(block, body.timePrecision, 18, "Welcome.timePrecision");
  const ports = body.ports;
  putLength(block, ports.length, 4096, "Welcome.ports");
  for (let portsAt = 0; portsAt < ports.length; portsAt++) {
    const portsItem = ports[portsAt];
    putText(block, portsItem.name, 1024, "Welcome.ports.name");
    putUint(block, portsItem.width, 65536, "Welcome.ports.width");
    putWord(block, portsItem.direction, WELCOME_PORTS_DIRECTION, "Welcome.ports.direction");
  }
}

export function readWelcome(block: FlatBlock): BodyOf<"Welcome"> {
  const version = takeUint(block, 4294967295, "Welcome.version");
  const proof = takeBytes(block, 64, "Welcome.proof");
  const rtlHash = takeText(block, 64, "Welcome.rtlHash");
  const timePrecision = takeUint(block, 18, "Welcome.timePrecision");
  const portsLength = takeLength(block, 4096, "Welcome.ports");
  const ports = listOf<BodyOf<"Welcome">["ports"][number]>(portsLength);
  for (let portsAt = 0; portsAt < portsLength; portsAt++) {
    const portsName = takeText(block, 1024, "Welcome.ports.name");
    const portsWidth = takeUint(block, 65536, "Welcome.ports.width");
    const portsDirection = takeWord(block, WELCOME_PORTS_DIRECTION, "Welcome.ports.direction");
    ports[portsAt] = { name: portsName, width: portsWidth, direction: portsDirection };
  }
  return { version, proof, rtlHash, timePrecision, ports };
}

export function writeConfigure(block: FlatBlock, body: BodyOf<"Configure">): void {
  const clocks = body.clocks;
  putLength(block, clocks.length, 64, "Configure.clocks");
  for (let clocksAt = 0; clocksAt < clocks.length; clocksAt++) {
    const clocksItem = clocks[clocksAt];
    putUint(block, clocksItem.port, 4095, "Configure.clocks.port");
    putUint(block, clocksItem.period, 9007199254740991, "Configure.clocks.period");
    putUint(block, clocksItem.firstRise, 9007199254740991, "Configure.clocks.firstRise");
    putUint(block, clocksItem.high, 9007199254740991, "Configure.clocks.high");
  }
  const inputs = body.inputs;
  putLength(block, inputs.length, 4096, "Configure.inputs");
  for (let inputsAt = 0; inputsAt < inputs.length; inputsAt++) {
    const inputsItem = inputs[inputsAt];
    putUint(block, inputsItem.index, 8191, "Configure.inputs.index");
    putBits(block, inputsItem.value, 8192, "Configure.inputs.value");
  }
  const probes = body.probes;
  putLength(block, probes.length, 4096, "Configure.probes");
  for (let probesAt = 0; probesAt < probes.length; probesAt++) {
    const probesItem = probes[probesAt];
    putText(block, probesItem, 1024, "Configure.probes");
  }
}

export function readConfigure(block: FlatBlock): BodyOf<"Configure"> {
  const clocksLength = takeLength(block, 64, "Configure.clocks");
  const clocks = listOf<BodyOf<"Configure">["clocks"][number]>(clocksLength);
  for (let clocksAt = 0; clocksAt < clocksLength; clocksAt++) {
    const clocksPort = takeUint(block, 4095, "Configure.clocks.port");
    const clocksPeriod = takeUint(block, 9007199254740991, "Configure.clocks.period");
    const clocksFirstRise = takeUint(block, 9007199254740991, "Configure.clocks.firstRise");
    const clocksHigh = takeUint(block, 9007199254740991, "Configure.clocks.high");
    clocks[clocksAt] = { port: clocksPort, period: clocksPeriod, firstRise: clocksFirstRise, high: clocksHigh };
  }
  const inputsLength = takeLength(block, 4096, "Configure.inputs");
  const inputs = listOf<BodyOf<"Configure">["inputs"][number]>(inputsLength);
  for (let inputsAt = 0; inputsAt < inputsLength; inputsAt++) {
    const inputsIndex = takeUint(block, 8191, "Configure.inputs.index");
    const inputsValue = takeBits(block, 8192, "Configure.inputs.value");
    inputs[inputsAt] = { index: inputsIndex, value: inputsValue };
  }
  const probesLength = takeLength(block, 4096, "Configure.probes");
  const probes = listOf<BodyOf<"Configure">["probes"][number]>(probesLength);
  for (let probesAt = 0; probesAt < probesLength; probesAt++) {
    probes[probesAt] = takeText(block, 1024, "Configure.probes");
  }
  return { clocks, inputs, probes };
}

export function writeAdvance(block: FlatBlock, body: BodyOf<"Advance">): void {
  putUint(block, body.to, 9007199254740991, "Advance.to");
  const inputs = body.inputs;
  putLength(block, inputs.length, 4096, "Advance.inputs");
  for (let inputsAt = 0; inputsAt < inputs.length; inputsAt++) {
    const inputsItem = inputs[inputsAt];
    putUint(block, inputsItem.index, 8191, "Advance.inputs.index");
    putBits(block, inputsItem.value, 8192, "Advance.inputs.value");
  }
}

export function readAdvance(block: FlatBlock): BodyOf<"Advance"> {
  const to = takeUint(block, 9007199254740991, "Advance.to");
  const inputsLength = takeLength(block, 4096, "Advance.inputs");
  const inputs = listOf<BodyOf<"Advance">["inputs"][number]>(inputsLength);
  for (let inputsAt = 0; inputsAt < inputsLength; inputsAt++) {
    const inputsIndex = takeUint(block, 8191, "Advance.inputs.index");
    const inputsValue = takeBits(block, 8192, "Advance.inputs.value");
    inputs[inputsAt] = { index: inputsIndex, value: inputsValue };
  }
  return { to, inputs };
}

export function writeOutputs(block: FlatBlock, body: BodyOf<"Outputs">): void {
  putUint(block, body.time, 9007199254740991, "Outputs.time");
  const changes = body.changes;
  putLength(block, changes.length, 8192, "Outputs.changes");
  for (let changesAt = 0; changesAt < changes.length; changesAt++) {
    const changesItem = changes[changesAt];
    putUint(block, changesItem.index, 8191, "Outputs.changes.index");
    putBits(block, changesItem.value, 8192, "Outputs.changes.value");
  }
}

export function readOutputs(block: FlatBlock): BodyOf<"Outputs"> {
  const time = takeUint(block, 9007199254740991, "Outputs.time");
  const changesLength = takeLength(block, 8192, "Outputs.changes");
  const changes = listOf<BodyOf<"Outputs">["changes"][number]>(changesLength);
  for (let changesAt = 0; changesAt < changesLength; changesAt++) {
    const changesIndex = takeUint(block, 8191, "Outputs.changes.index");
    const changesValue = takeBits(block, 8192, "Outputs.changes.value");
    changes[changesAt] = { index: changesIndex, value: changesValue };
  }
  return { time, changes };
}

export function writePeek(block: FlatBlock, body: BodyOf<"Peek">): void {
  const names = body.names;
  putLength(block, names.length, 4096, "Peek.names");
  for (let namesAt = 0; namesAt < names.length; namesAt++) {
    const namesItem = names[namesAt];
    putText(block, namesItem, 1024, "Peek.names");
  }
}

export function readPeek(block: FlatBlock): BodyOf<"Peek"> {
  const namesLength = takeLength(block, 4096, "Peek.names");
  const names = listOf<BodyOf<"Peek">["names"][number]>(namesLength);
  for (let namesAt = 0; namesAt < namesLength; namesAt++) {
    names[namesAt] = takeText(block, 1024, "Peek.names");
  }
  return { names };
}

export function writeValues(block: FlatBlock, body: BodyOf<"Values">): void {
  const values = body.values;
  putLength(block, values.length, 4096, "Values.values");
  for (let valuesAt = 0; valuesAt < values.length; valuesAt++) {
    const valuesItem = values[valuesAt];
    putBits(block, valuesItem, 8192, "Values.values");
  }
}

export function readValues(block: FlatBlock): BodyOf<"Values"> {
  const valuesLength = takeLength(block, 4096, "Values.values");
  const values = listOf<BodyOf<"Values">["values"][number]>(valuesLength);
  for (let valuesAt = 0; valuesAt < valuesLength; valuesAt++) {
    values[valuesAt] = takeBits(block, 8192, "Values.values");
  }
  return { values };
}

export function writeSnapshot(block: FlatBlock, body: BodyOf<"Snapshot">): void {
  putBytes(block, body.state, 67107840, "Snapshot.state");
}

export function readSnapshot(block: FlatBlock): BodyOf<"Snapshot"> {
  const state = takeBytes(block, 67107840, "Snapshot.state");
  return { state };
}

export function writeRestore(block: FlatBlock, body: BodyOf<"Restore">): void {
  putBytes(block, body.state, 67107840, "Restore.state");
}

export function readRestore(block: FlatBlock): BodyOf<"Restore"> {
  const state = takeBytes(block, 67107840, "Restore.state");
  return { state };
}

export function writeFailure(block: FlatBlock, body: BodyOf<"Failure">): void {
  putWord(block, body.code, FAILURE_CODE, "Failure.code");
  putText(block, body.text, 65536, "Failure.text");
  putUint(block, body.time, 9007199254740991, "Failure.time");
}

export function readFailure(block: FlatBlock): BodyOf<"Failure"> {
  const code = takeWord(block, FAILURE_CODE, "Failure.code");
  const text = takeText(block, 65536, "Failure.text");
  const time = takeUint(block, 9007199254740991, "Failure.time");
  return { code, text, time };
}

export function writeBurst(block: FlatBlock, body: BodyOf<"Burst">): void {
  putUntil(block, body.limit, 9007199254740991, "Burst.limit");
  putUint(block, body.evaluations, 16384, "Burst.evaluations");
  const events = body.events;
  putLength(block, events.length, 16384, "Burst.events");
  for (let eventsAt = 0; eventsAt < events.length; eventsAt++) {
    const eventsItem = events[eventsAt];
    putUint(block, eventsItem.t, 9007199254740991, "Burst.events.t");
    const eventsInputs = eventsItem.inputs;
    putLength(block, eventsInputs.length, 4096, "Burst.events.inputs");
    for (let eventsInputsAt = 0; eventsInputsAt < eventsInputs.length; eventsInputsAt++) {
      const eventsInputsItem = eventsInputs[eventsInputsAt];
      putUint(block, eventsInputsItem.index, 8191, "Burst.events.inputs.index");
      putBits(block, eventsInputsItem.value, 8192, "Burst.events.inputs.value");
    }
  }
  const watches = body.watches;
  putLength(block, watches.length, 8192, "Burst.watches");
  for (let watchesAt = 0; watchesAt < watches.length; watchesAt++) {
    const watchesItem = watches[watchesAt];
    putUint(block, watchesItem.index, 4095, "Burst.watches.index");
    putUint(block, watchesItem.lsb, 65536, "Burst.watches.lsb");
    putUint(block, watchesItem.width, 65536, "Burst.watches.width");
    putWord(block, watchesItem.edge, BURST_WATCHES_EDGE, "Burst.watches.edge");
    putUntil(block, watchesItem.slack, 9007199254740991, "Burst.watches.slack");
    putUntil(block, watchesItem.until, 9007199254740991, "Burst.watches.until");
  }
  putUint(block, body.clock, 4095, "Burst.clock");
  const steps = body.steps;
  putLength(block, steps.length, 1024, "Burst.steps");
  for (let stepsAt = 0; stepsAt < steps.length; stepsAt++) {
    const stepsItem = steps[stepsAt];
    const stepsInputs = stepsItem.inputs;
    putLength(block, stepsInputs.length, 4096, "Burst.steps.inputs");
    for (let stepsInputsAt = 0; stepsInputsAt < stepsInputs.length; stepsInputsAt++) {
      const stepsInputsItem = stepsInputs[stepsInputsAt];
      putUint(block, stepsInputsItem.index, 8191, "Burst.steps.inputs.index");
      putBits(block, stepsInputsItem.value, 8192, "Burst.steps.inputs.value");
    }
    const stepsReady = stepsItem.ready;
    putLength(block, stepsReady.length, 4096, "Burst.steps.ready");
    for (let stepsReadyAt = 0; stepsReadyAt < stepsReady.length; stepsReadyAt++) {
      const stepsReadyItem = stepsReady[stepsReadyAt];
      putUint(block, stepsReadyItem, 4095, "Burst.steps.ready");
    }
    const stepsReads = stepsItem.reads;
    putLength(block, stepsReads.length, 4096, "Burst.steps.reads");
    for (let stepsReadsAt = 0; stepsReadsAt < stepsReads.length; stepsReadsAt++) {
      const stepsReadsItem = stepsReads[stepsReadsAt];
      putUint(block, stepsReadsItem, 4095, "Burst.steps.reads");
    }
    putUint(block, stepsItem.cycles, 9007199254740991, "Burst.steps.cycles");
  }
}

export function readBurst(block: FlatBlock): BodyOf<"Burst"> {
  const limit = takeUint(block, 9007199254740991, "Burst.limit");
  const evaluations = takeUint(block, 16384, "Burst.evaluations");
  const eventsLength = takeLength(block, 16384, "Burst.events");
  const events = listOf<BodyOf<"Burst">["events"][number]>(eventsLength);
  for (let eventsAt = 0; eventsAt < eventsLength; eventsAt++) {
    const eventsT = takeUint(block, 9007199254740991, "Burst.events.t");
    const eventsInputsLength = takeLength(block, 4096, "Burst.events.inputs");
    const eventsInputs = listOf<BodyOf<"Burst">["events"][number]["inputs"][number]>(eventsInputsLength);
    for (let eventsInputsAt = 0; eventsInputsAt < eventsInputsLength; eventsInputsAt++) {
      const eventsInputsIndex = takeUint(block, 8191, "Burst.events.inputs.index");
      const eventsInputsValue = takeBits(block, 8192, "Burst.events.inputs.value");
      eventsInputs[eventsInputsAt] = { index: eventsInputsIndex, value: eventsInputsValue };
    }
    events[eventsAt] = { t: eventsT, inputs: eventsInputs };
  }
  const watchesLength = takeLength(block, 8192, "Burst.watches");
  const watches = listOf<BodyOf<"Burst">["watches"][number]>(watchesLength);
  for (let watchesAt = 0; watchesAt < watchesLength; watchesAt++) {
    const watchesIndex = takeUint(block, 4095, "Burst.watches.index");
    const watchesLsb = takeUint(block, 65536, "Burst.watches.lsb");
    const watchesWidth = takeUint(block, 65536, "Burst.watches.width");
    const watchesEdge = takeWord(block, BURST_WATCHES_EDGE, "Burst.watches.edge");
    const watchesSlack = takeUint(block, 9007199254740991, "Burst.watches.slack");
    const watchesUntil = takeUint(block, 9007199254740991, "Burst.watches.until");
    watches[watchesAt] = { index: watchesIndex, lsb: watchesLsb, width: watchesWidth, edge: watchesEdge, slack: watchesSlack, until: watchesUntil };
  }
  const clock = takeUint(block, 4095, "Burst.clock");
  const stepsLength = takeLength(block, 1024, "Burst.steps");
  const steps = listOf<BodyOf<"Burst">["steps"][number]>(stepsLength);
  for (let stepsAt = 0; stepsAt < stepsLength; stepsAt++) {
    const stepsInputsLength = takeLength(block, 4096, "Burst.steps.inputs");
    const stepsInputs = listOf<BodyOf<"Burst">["steps"][number]["inputs"][number]>(stepsInputsLength);
    for (let stepsInputsAt = 0; stepsInputsAt < stepsInputsLength; stepsInputsAt++) {
      const stepsInputsIndex = takeUint(block, 8191, "Burst.steps.inputs.index");
      const stepsInputsValue = takeBits(block, 8192, "Burst.steps.inputs.value");
      stepsInputs[stepsInputsAt] = { index: stepsInputsIndex, value: stepsInputsValue };
    }
    const stepsReadyLength = takeLength(block, 4096, "Burst.steps.ready");
    const stepsReady = listOf<BodyOf<"Burst">["steps"][number]["ready"][number]>(stepsReadyLength);
    for (let stepsReadyAt = 0; stepsReadyAt < stepsReadyLength; stepsReadyAt++) {
      stepsReady[stepsReadyAt] = takeUint(block, 4095, "Burst.steps.ready");
    }
    const stepsReadsLength = takeLength(block, 4096, "Burst.steps.reads");
    const stepsReads = listOf<BodyOf<"Burst">["steps"][number]["reads"][number]>(stepsReadsLength);
    for (let stepsReadsAt = 0; stepsReadsAt < stepsReadsLength; stepsReadsAt++) {
      stepsReads[stepsReadsAt] = takeUint(block, 4095, "Burst.steps.reads");
    }
    const stepsCycles = takeUint(block, 9007199254740991, "Burst.steps.cycles");
    steps[stepsAt] = { inputs: stepsInputs, ready: stepsReady, reads: stepsReads, cycles: stepsCycles };
  }
  return { limit, evaluations, events, watches, clock, steps };
}

export function writeRan(block: FlatBlock, body: BodyOf<"Ran">): void {
  putUint(block, body.time, 9007199254740991, "Ran.time");
  putUint(block, body.evaluations, 32768, "Ran.evaluations");
  putUint(block, body.events, 16384, "Ran.events");
  putWord(block, body.ended, RAN_ENDED, "Ran.ended");
  const frames = body.frames;
  putLength(block, frames.length, 32768, "Ran.frames");
  for (let framesAt = 0; framesAt < frames.length; framesAt++) {
    const framesItem = frames[framesAt];
    putUint(block, framesItem.evaluation, 32768, "Ran.frames.evaluation");
    putUint(block, framesItem.time, 9007199254740991, "Ran.frames.time");
    const framesChanges = framesItem.changes;
    putLength(block, framesChanges.length, 8192, "Ran.frames.changes");
    for (let framesChangesAt = 0; framesChangesAt < framesChanges.length; framesChangesAt++) {
      const framesChangesItem = framesChanges[framesChangesAt];
      putUint(block, framesChangesItem.index, 8191, "Ran.frames.changes.index");
      putBits(block, framesChangesItem.value, 8192, "Ran.frames.changes.value");
    }
  }
  const steps = body.steps;
  putLength(block, steps.length, 1024, "Ran.steps");
  for (let stepsAt = 0; stepsAt < steps.length; stepsAt++) {
    const stepsItem = steps[stepsAt];
    putUint(block, stepsItem.time, 9007199254740991, "Ran.steps.time");
    const stepsValues = stepsItem.values;
    putLength(block, stepsValues.length, 4096, "Ran.steps.values");
    for (let stepsValuesAt = 0; stepsValuesAt < stepsValues.length; stepsValuesAt++) {
      const stepsValuesItem = stepsValues[stepsValuesAt];
      putBits(block, stepsValuesItem, 8192, "Ran.steps.values");
    }
  }
}

export function readRan(block: FlatBlock): BodyOf<"Ran"> {
  const time = takeUint(block, 9007199254740991, "Ran.time");
  const evaluations = takeUint(block, 32768, "Ran.evaluations");
  const events = takeUint(block, 16384, "Ran.events");
  const ended = takeWord(block, RAN_ENDED, "Ran.ended");
  const framesLength = takeLength(block, 32768, "Ran.frames");
  const frames = listOf<BodyOf<"Ran">["frames"][number]>(framesLength);
  for (let framesAt = 0; framesAt < framesLength; framesAt++) {
    const framesEvaluation = takeUint(block, 32768, "Ran.frames.evaluation");
    const framesTime = takeUint(block, 9007199254740991, "Ran.frames.time");
    const framesChangesLength = takeLength(block, 8192, "Ran.frames.changes");
    const framesChanges = listOf<BodyOf<"Ran">["frames"][number]["changes"][number]>(framesChangesLength);
    for (let framesChangesAt = 0; framesChangesAt < framesChangesLength; framesChangesAt++) {
      const framesChangesIndex = takeUint(block, 8191, "Ran.frames.changes.index");
      const framesChangesValue = takeBits(block, 8192, "Ran.frames.changes.value");
      framesChanges[framesChangesAt] = { index: framesChangesIndex, value: framesChangesValue };
    }
    frames[framesAt] = { evaluation: framesEvaluation, time: framesTime, changes: framesChanges };
  }
  const stepsLength = takeLength(block, 1024, "Ran.steps");
  const steps = listOf<BodyOf<"Ran">["steps"][number]>(stepsLength);
  for (let stepsAt = 0; stepsAt < stepsLength; stepsAt++) {
    const stepsTime = takeUint(block, 9007199254740991, "Ran.steps.time");
    const stepsValuesLength = takeLength(block, 4096, "Ran.steps.values");
    const stepsValues = listOf<BodyOf<"Ran">["steps"][number]["values"][number]>(stepsValuesLength);
    for (let stepsValuesAt = 0; stepsValuesAt < stepsValuesLength; stepsValuesAt++) {
      stepsValues[stepsValuesAt] = takeBits(block, 8192, "Ran.steps.values");
    }
    steps[stepsAt] = { time: stepsTime, values: stepsValues };
  }
  return { time, evaluations, events, ended, frames, steps };
}
