import { describe, expect, it } from "vitest";
import { fixedPointOf } from "../../../analog-models/training/fixed-point.ts";
import { lateReadout, latencyOf, promptedChip, studiedChip } from "../../../cosim/study/latency/prompted-chip.ts";
import { largestNoiseGain, leastAmplifier, leastTau } from "../../../cosim/study/latency/rule.ts";

const chip = studiedChip("parity");
const context = [1, 1, 1, 1, 1, 1, 1, 1];
const rest = lateReadout(chip, context);
const latency = (amplifier: Parameters<typeof promptedChip>[2], stretch = 1) =>
  latencyOf(promptedChip(chip, context, amplifier, stretch), chip, rest, 8);

describe("the chip with a prompt", () => {
  it("comes to rest where the model does, but for the rounding of its levels and biases", () => {
    const v = fixedPointOf(chip.model, context);
    const largest = Math.max(...v.map(Math.abs));
    rest.forEach((volts, i) => expect(Math.abs(volts / chip.scale - v[i]) / largest).toBeLessThan(0.02));
  });

  it("has amplifiers with the noise gains of its lines", () => {
    const made = promptedChip(chip, context, "ideal");
    const { visible, softmaxRows, reluRows, visibleTransimpedance } = chip.program.core;
    let most = 0;
    for (let i = 0; i < visible; i++) most = Math.max(most, made.crossbar.conductanceOf("column", i));
    expect(largestNoiseGain(made)).toBeGreaterThanOrEqual(1 + visibleTransimpedance * most);
    expect(most).toBeGreaterThan(2e-6 * (softmaxRows + reluRows)); // two least conductances at each crosspoint
  });
});

describe("latency", () => {
  const ideal = latency("ideal");

  it("is decided before it has settled", () => {
    expect(ideal.decided).toBeGreaterThan(0);
    expect(ideal.decided).toBeLessThan(ideal.settled);
  });

  it("grows as amplifiers lose bandwidth or slew rate, from that of ideal ones on", () => {
    const settled = [1e9, 1e8, 1e7].map((gainBandwidth) => latency({ gainBandwidth, slewRate: 1e9 }).settled);
    expect([ideal.settled, ...settled].every((time, k, all) => k === 0 || time > (all[k - 1] ?? 0))).toBe(true);
    expect(latency({ gainBandwidth: 1e8, slewRate: 1e6 }).settled).toBeGreaterThan(1.2 * (settled[1] ?? 0));
  });

  it("doubles when every time constant does, slew limit included", () => {
    const fast = latency({ gainBandwidth: 1e8, slewRate: 2e6 });
    const slow = latency({ gainBandwidth: 5e7, slewRate: 1e6 }, 2);
    expect(slow.settled / fast.settled).toBeCloseTo(2, 3);
    expect(slow.decided / fast.decided).toBeCloseTo(2, 3);
  });
});

describe("the textbook rule", () => {
  const rule = { ahead: 10, swing: 0.7, noiseGain: 6 };

  it("gives the larger of what bandwidth and what slew rate allow", () => {
    expect(leastTau(rule, { gainBandwidth: 1e8, slewRate: 1e12 })).toBeCloseTo(60 / (2 * Math.PI * 1e8), 15);
    expect(leastTau(rule, { gainBandwidth: 1e15, slewRate: 1e7 })).toBeCloseTo(70e-9, 15);
  });

  it("allows its time constant with the least amplifier, and with no lesser one", () => {
    const least = leastAmplifier(rule, 20e-9);
    expect(leastTau(rule, least)).toBeCloseTo(20e-9, 15);
    expect(leastTau(rule, { ...least, slewRate: 0.9 * least.slewRate })).toBeGreaterThan(21e-9);
    expect(leastTau(rule, { ...least, gainBandwidth: 0.9 * least.gainBandwidth })).toBeGreaterThan(21e-9);
  });
});
