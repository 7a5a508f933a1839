import { describe, expect, it } from "vitest";
import { selection } from "../../../src/observe/select-signals.ts";

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
