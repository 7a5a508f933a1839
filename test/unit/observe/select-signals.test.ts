import { describe, expect, it } from "vitest";
import type { Frame, Sample } from "../../../src/lockstep/observer.ts";
import { selection, selectSignals } from "../../../src/observe/select-signals.ts";
import { ps } from "../../../src/time.ts";

const names = ["x.v[0] [V]", "x.v[1] [V]", "adc.v [V]", "x.i[0] [A]"];

describe("selection", () => {
  it("takes a bank, an element or a single signal, in the order of the circuit and each once", () => {
    expect(selection(names, ["adc.v", "x.v"], "a test").names).toEqual(["x.v[0] [V]", "x.v[1] [V]", "adc.v [V]"]);
    expect(selection(names, ["x.v[1]", "x.v"], "a test").indices).toEqual([0, 1]);
  });
  it("refuses an unknown name, where it was asked for and with the nearest match", () => {
    expect(() => selection(names, ["adc.w"], "a record list")).toThrow(/"adc\.w".*a record list.*adc\.v/);
  });
});

it("passes on the selected values and every frame", () => {
  const seen: number[][] = [];
  const frames: Frame[] = [];
  const inner = {
    frame: (frame: Frame) => void frames.push(frame),
    sample: ({ values }: Sample) => void seen.push([...values]),
  };
  const observer = selectSignals(inner, selection(names, ["x.i", "adc.v"], "a test"));
  observer.sample?.({ t: ps(1), values: Float64Array.of(10, 11, 12, 13) });
  observer.frame?.({ t: ps(1), changes: [] });
  expect(seen).toEqual([[12, 13]]);
  expect(frames).toEqual([{ t: 1, changes: [] }]);
});
