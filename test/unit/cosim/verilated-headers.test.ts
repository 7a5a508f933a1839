import { describe, expect, it } from "vitest";
import {
  decodeName,
  instanceName,
  parseInstances,
  parseMembers,
  parsePorts,
} from "../../../cosim/host/verilated-headers.ts";

const PORTS = `
    // PORTS
    // The application code writes and reads these signals to
    VL_IN8(&clk_i,0,0);
    VL_IN16(&level_i,8,0);
    VL_OUT(&word_o,31,0);
    VL_IN64(&from_one_i,64,1);
    VL_OUTW(&wide_o,99,0,4);
    VL_IN8((&lane_i)[2][2],3,0);

    // CELLS
    VL_IN8(&no_port,0,0);
`;

describe("ports", () => {
  it("have the width and direction of their macro, arrays one port an element", () => {
    const { ports, unsupported } = parsePorts(PORTS);
    expect(unsupported).toEqual([]);
    expect(ports.map(({ name, width, direction }) => `${direction} ${name} ${width}`)).toEqual([
      "in clk_i 1",
      "in level_i 9",
      "out word_o 32",
      "in from_one_i 64",
      "out wide_o 100",
      "in lane_i[0][0] 4",
      "in lane_i[0][1] 4",
      "in lane_i[1][0] 4",
      "in lane_i[1][1] 4",
    ]);
  });

  it.each(["    VL_INOUT8(&pad_io,0,0);", "    double &voltage_i;", "    Vmodel_top__struct0 &bundle_i;"])(
    "that are neither plain in nor plain out are told: %s",
    (line) => {
      expect(parsePorts(`// PORTS\n${line}\n// CELLS`)).toEqual({ ports: [], unsupported: [line.trim()] });
    },
  );
});

const MEMBERS = `
    struct Vmodel_top__us {
        CData/*0:0*/ a_field;
    };
    // DESIGN SPECIFIC STATE
    VL_IN8(clk_i,0,0);
    CData/*3:0*/ top__DOT__state_q;
    QData/*40:0*/ top__DOT__u_a__DOT__sum;
    VlWide<4>/*99:0*/ top__DOT__wide_q;
    VlUnpacked<VlUnpacked<SData/*15:0*/, 3>, 4> top__DOT__memory_q;
    CData/*0:0*/ __PVT__valid;
    CData/*0:0*/ __VactContinue;
    CData/*7:0*/ top__DOT____Vcellinp__u_a__x;
    VlTriggerVec<1> __VstlTriggered;
    std::string top__DOT__label;
    // INTERNAL VARIABLES
    IData/*31:0*/ after_the_end;
`;

describe("members", () => {
  it("are the user's variables, with widths and with dimensions outermost first", () => {
    const found = parseMembers(MEMBERS, "", "TOP.").map(({ name, width, dims }) => [name, width, dims]);
    expect(found).toEqual([
      ["top.state_q", 4, []],
      ["top.u_a.sum", 41, []],
      ["top.wide_q", 100, []],
      ["top.memory_q", 16, [4, 3]],
      ["valid", 1, []],
    ]);
  });

  it("of an instance with a class of its own carry its name", () => {
    const header = "  // DESIGN SPECIFIC STATE\n    CData/*7:0*/ payload;\n  // INTERNAL VARIABLES";
    expect(parseMembers(header, "top.u_bus", "TOP__top__DOT__u_bus.")).toEqual([
      { name: "top.u_bus.payload", width: 8, direction: "internal", dims: [], member: "TOP__top__DOT__u_bus.payload" },
    ]);
  });
});

it("finds the instances in the symbol table, and no method of it", () => {
  const syms =
    "    Vmodel___024root               TOP;\n    Vmodel_bus                     TOP__top__DOT__u_bus;\n  name() { return TOP.name(); }";
  expect(parseInstances(syms).map(({ member }) => instanceName(member))).toEqual(["", "top.u_bus"]);
});

it.each([
  ["top__DOT__gen__BRA__3__KET____DOT__q", "top.gen[3].q"],
  ["twice___05Fover", "twice__over"],
  ["escaped__02ename__020", "escaped.name "],
  ["plain_name_q", "plain_name_q"],
])("spells %s as the source does", (encoded, name) => {
  expect(decodeName(encoded)).toBe(name);
});
