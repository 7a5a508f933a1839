/** A signal as the headers of the compiled model declare it. */
export interface DeclaredSignal {
  /** hierarchical, "counter.u_fsm.state_q" */
  readonly name: string;
  /** bits */
  readonly width: number;
  readonly direction: "in" | "out" | "internal";
  /** Elements of an unpacked array per dimension, outermost first; empty for a plain signal. */
  readonly dims: readonly number[];
  /** The C++ expression that names it, from the root instance on. */
  readonly member: string;
}

/** A module instance that has a class of its own: the root, and what cannot be flattened into it (interfaces). */
export interface Instance {
  readonly className: string;
  /** Its name in the symbol table: "TOP", "TOP__counter__u_bus". */
  readonly member: string;
}

const PORT = /^\s*VL_(IN|OUT)(?:8|16|64|W)?\(\(?&(\w+)\)?((?:\[\d+\])*),\s*(\d+),\s*(\d+)(?:,\s*\d+)?\);/;
const MEMBER = /^\s*(?:VlUnpacked<)*(?:[CSIQ]Data|VlWide<\d+>)\/\*(\d+):(\d+)\*\/((?:,\s*\d+>)*)\s+(\w+);/;
const INSTANCE = /^\s*(Vmodel_\w+)\s+(TOP\w*);/;

/** Undoes the compiler's spelling of names that C++ does not allow: dots, brackets, and characters as __0XX in hex. */
export function decodeName(encoded: string): string {
  return encoded
    .replaceAll("__PVT__", "")
    .replaceAll("__DOT__", ".")
    .replaceAll(/__BRA__(\d+)__KET__/g, "[$1]")
    .replaceAll(/__0([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** Names that the compiler made up; a double underscore in the user's own is encoded, so none of theirs looks so. */
const isCompilers = (encoded: string): boolean => /__V[a-z]/.test(encoded);

/** The lines between two headlines of a generated header; nested types and functions lie outside of them. */
const section = (header: string, from: string, to: string): string[] =>
  (header.split(from)[1] ?? "").split(to)[0].split("\n");

/** Ports of the top module, and the declarations (inout, real, struct) that cannot be carried over the boundary. */
export function parsePorts(header: string): { ports: DeclaredSignal[]; unsupported: string[] } {
  const ports: DeclaredSignal[] = [];
  const unsupported: string[] = [];
  for (const line of section(header, "// PORTS", "// CELLS")) {
    const match = PORT.exec(line);
    if (match !== null) ports.push(...portElements(match));
    else if (line.includes("&")) unsupported.push(line.trim());
  }
  return { ports, unsupported };
}

/** An unpacked array of ports is one port for each element: "lane_i[0]", "lane_i[1]". */
function portElements([, kind, encoded, lengths, msb, lsb]: RegExpExecArray): DeclaredSignal[] {
  const direction = kind === "IN" ? ("in" as const) : ("out" as const);
  const width = Math.abs(Number(msb) - Number(lsb)) + 1;
  return elementSuffixes([...lengths.matchAll(/\d+/g)].map(([n]) => Number(n))).map((suffix) => ({
    name: decodeName(encoded) + suffix,
    width,
    direction,
    dims: [],
    member: encoded + suffix,
  }));
}

const elementSuffixes = (dims: readonly number[]): string[] =>
  dims.reduce((made, n) => made.flatMap((s) => Array.from({ length: n }, (_, i) => `${s}[${i}]`)), [""]);

/** Variables that survived in one class. `prefix` is the hierarchical name of its instance, "" for the root. */
export function parseMembers(header: string, prefix: string, path: string): DeclaredSignal[] {
  const signals: DeclaredSignal[] = [];
  for (const line of section(header, "// DESIGN SPECIFIC STATE", "// INTERNAL VARIABLES")) {
    const [, msb, lsb, lengths, encoded] = MEMBER.exec(line) ?? [];
    if (encoded === undefined || isCompilers(encoded)) continue;
    const name = decodeName(encoded);
    signals.push({
      name: prefix === "" ? name : `${prefix}.${name}`,
      width: Math.abs(Number(msb) - Number(lsb)) + 1,
      direction: "internal",
      dims: [...lengths.matchAll(/\d+/g)].map(([n]) => Number(n)).reverse(),
      member: `${path}${encoded}`,
    });
  }
  return signals;
}

export function parseInstances(symsHeader: string): Instance[] {
  return symsHeader
    .split("\n")
    .map((line) => INSTANCE.exec(line))
    .filter((match) => match !== null)
    .map(([, className, member]) => ({ className: className, member: member }));
}

/** "TOP__counter__DOT__u_bus" is counter.u_bus; the root itself has no name. */
export const instanceName = (member: string): string => decodeName(member.replace(/^TOP(__)?/, ""));
