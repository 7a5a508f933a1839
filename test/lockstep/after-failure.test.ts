import { expect, it } from "vitest";
import { ns } from "../../src/time.ts";
import type { Logic } from "./in-memory-peer.ts";
import { stage } from "./stage.ts";
import { rcSystem } from "./systems.ts";

it("restored after an evaluation that failed, observers are told of no change of that one", async () => {
  let isBroken = false;
  const logic: Logic<object> = {
    inputs: { clk: 1, fast: 1 },
    outputs: { echo: 1 },
    initial: () => ({}),
    evaluate: (_state, inputs) => {
      if (isBroken) throw new Error("broken");
      return { echo: inputs.clk };
    },
  };
  const clocks = [
    { port: "clk", period: ns(100), firstRise: ns(50), high: ns(50) },
    { port: "fast", period: ns(30), firstRise: ns(20), high: ns(10) },
  ];
  const system = rcSystem(100e-9, 0, 1);
  const { record, lockstep, run } = await stage({ logic, system, wiring: [], clocks, mode: "strict" });
  await run(ns(45));
  const snapshot = await lockstep.save();
  const before = record.frames.length;
  await run(ns(10));
  const undisturbed = record.frames.slice(before);
  await lockstep.restore(snapshot);
  isBroken = true;
  await expect(run(ns(10))).rejects.toThrow("broken");
  isBroken = false;
  await lockstep.restore(snapshot);
  const told = record.frames.length;
  await run(ns(10));
  expect(record.frames.slice(told)).toEqual(undisturbed);
});
