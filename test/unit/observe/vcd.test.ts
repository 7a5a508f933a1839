import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { distinct, waveName } from "../../../src/observe/signal-name.ts";
import { AsciiText } from "../../../src/observe/ascii-text.ts";
import { VcdEncoder } from "../../../src/observe/vcd.ts";
import { identifierCode, type VcdSignals } from "../../../src/observe/vcd-header.ts";
import { ps } from "../../../src/time.ts";
import { readVcd } from "./vcd-reader.ts";

const signals: VcdSignals = {
  ports: [
    { name: "clk_i", width: 1 },
    { name: "code_o", width: 8 },
    { name: "word_o", width: 64 },
  ],
  probes: [
    { name: "top.u_fsm.state_q", width: 3 },
    { name: "top.u_mem.rows[3]", width: 4 },
    { name: "top.busy", width: 1 },
  ],
  analog: ["x.v[3] [V]", "energy [V^2/s]", "mux [1]"],
};

function written(act: (encoder: VcdEncoder) => void, places?: readonly number[]) {
  const out = new AsciiText();
  act(new VcdEncoder(signals, out, places));
  return readVcd(Buffer.from(out.take()).toString("latin1"));
}

describe("names", () => {
  it.each([
    ["x.v[3] [V]", "x_v_3__V"],
    ["energy [V^2/s]", "energy__V2_per_s"],
    ["precharge [1]", "precharge"],
    ["plain", "plain"],
    ["7th [A]", "_7th__A"],
    ["[] [V]", "signal__V"],
  ])("%s becomes %s", (signal, expected) => expect(waveName(signal)).toBe(expected));

  it("are one plain word each, whatever the signal is called", () => {
    fc.assert(
      fc.property(fc.string(), (name) => {
        expect(waveName(name)).toMatch(/^[A-Za-z_][A-Za-z0-9_]*$/);
      }),
    );
  });

  it("stay distinct and in order", () =>
    expect(distinct(["a", "b", "a", "a_2", "a"])).toEqual(["a", "b", "a_2", "a_2_2", "a_3"]));

  it("have identifier codes that never repeat", () => {
    const codes = Array.from({ length: 94 * 94 + 94 + 1 }, (_, n) => identifierCode(n));
    expect(new Set(codes).size).toBe(codes.length);
    for (const code of codes) expect(code).toMatch(/^[!-~]+$/);
  });
});

describe("header", () => {
  it("declares bits by hierarchy and reals with their unit, on one time base of 1 ps", () => {
    const { timescale, variables } = written(() => {});
    expect(timescale).toBe("1 ps");
    const declared = [...variables].map(([path, { kind, width }]) => `${path} ${kind} ${width}`);
    expect(declared.sort()).toEqual([
      "analog.energy__V2_per_s real 64",
      "analog.mux real 64",
      "analog.x_v_3__V real 64",
      "digital.clk_i wire 1",
      "digital.code_o wire 8",
      "digital.top.busy wire 1",
      "digital.top.u_fsm.state_q wire 3",
      "digital.top.u_mem.rows_3 wire 4",
      "digital.word_o wire 64",
    ]);
  });
});

describe("changes", () => {
  it("put bits and reals of one instant under one time, each signal once, with its last value", () => {
    const { changes } = written((encoder) => {
      encoder.frame({ t: ps(0), changes: [{ name: "clk_i", value: 0 }] });
      encoder.sample({ t: ps(0), values: Float64Array.of(0.5, 1, 0) });
      encoder.frame({ t: ps(5), changes: [{ name: "code_o", value: 3 }] });
      encoder.frame({ t: ps(5), changes: [{ name: "code_o", value: 0x81 }] });
      encoder.sample({ t: ps(5), values: Float64Array.of(0.1 + 0.2, 1, 0) });
      encoder.end(ps(5));
    });
    expect(changes.get("digital.code_o")).toEqual([
      [0, "x"],
      [5, "10000001"],
    ]);
    expect(changes.get("analog.x_v_3__V")).toEqual([
      [0, "0.5"],
      [5, "0.30000000000000004"],
    ]);
    expect(changes.get("analog.energy__V2_per_s")).toEqual([[0, "1"]]);
  });

  it("are those of the selected signals of each sample", () => {
    const act = (encoder: VcdEncoder) => {
      encoder.sample({ t: ps(1), values: Float64Array.of(10, 11, 12, 13, 14) });
      encoder.end(ps(1));
    };
    const { changes } = written(act, [4, 0, 3]);
    expect(changes.get("analog.x_v_3__V")?.at(-1)?.[1]).toBe("14");
    expect(changes.get("analog.energy__V2_per_s")?.at(-1)?.[1]).toBe("10");
    expect(changes.get("analog.mux")?.at(-1)?.[1]).toBe("13");
  });

  it("keep 64-bit values whole", () => {
    const value = 0xfedc_ba98_7654_3210n;
    const { changes } = written((encoder) => {
      encoder.frame({ t: ps(1), changes: [{ name: "word_o", value }] });
      encoder.frame({ t: ps(2), changes: [{ name: "word_o", value: value - 1n }] });
      encoder.write();
      encoder.frame({ t: ps(3), changes: [{ name: "word_o", value: 0n }] });
      encoder.end(ps(4));
    });
    const words = changes.get("digital.word_o")?.slice(1);
    expect(words?.map(([t, bits]) => [t, BigInt(`0b${bits}`)])).toEqual([
      [1, value],
      [2, value - 1n],
      [3, 0n],
    ]);
  });

  it("tell the time at which the run ended", () => {
    expect(written((encoder) => encoder.end(ps(777))).end).toBe(777);
  });

  it("refuse time that goes back and signals nobody declared", () => {
    const encoder = new VcdEncoder(signals, new AsciiText());
    encoder.frame({ t: ps(9), changes: [] });
    expect(() => encoder.sample({ t: ps(8), values: new Float64Array(3) })).toThrow(/from 9 ps to 8 ps/);
    expect(() => encoder.frame({ t: ps(9), changes: [{ name: "nobody", value: 1 }] })).toThrow(/"nobody"/);
  });

  it("hold for any run: the file, read back, gives every value at every instant", () => {
    const step = fc.record({
      wait: fc.integer({ min: 0, max: 3 }),
      isWritten: fc.boolean(),
      code: fc.integer({ min: 0, max: 255 }),
      v: fc.double({ noNaN: true, noDefaultInfinity: true }),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1 }), (steps) => {
        const last = new Map<number, { code: number; v: number }>();
        const { changes } = written((encoder) => {
          let t = 0;
          for (const { wait, isWritten, code, v } of steps) {
            t += wait;
            if (isWritten) encoder.write();
            encoder.frame({ t: ps(t), changes: [{ name: "code_o", value: code }] });
            encoder.sample({ t: ps(t), values: Float64Array.of(v, 0, 0) });
            last.set(t, { code, v });
          }
          encoder.end(ps(t));
        });
        const at = (path: string, when: number) => changes.get(path)?.findLast(([time]) => time <= when)?.[1];
        for (const [when, { code, v }] of last) {
          expect(Number.parseInt(at("digital.code_o", when) ?? "", 2)).toBe(code);
          expect(Number(at("analog.x_v_3__V", when))).toBe(v === 0 ? 0 : v);
        }
        for (const [, list] of changes) {
          for (let i = 1; i < list.length; i++) expect(list[i]?.[1]).not.toBe(list[i - 1]?.[1]);
        }
      }),
    );
  });
});
