/** A small independent reader of value change dumps: what a viewer would understand of the text. */
export interface VcdContent {
  readonly timescale: string;
  /** "digital.u_fsm.state_q" -> how it was declared */
  readonly variables: ReadonlyMap<string, { readonly kind: string; readonly width: number; readonly code: string }>;
  /** Per variable its changes in order: time in ticks, value as written. */
  readonly changes: ReadonlyMap<string, readonly (readonly [number, string])[]>;
  readonly end: number;
}

function readHeader(lines: readonly string[]) {
  const variables = new Map<string, { kind: string; width: number; code: string }>();
  const scope: string[] = [];
  let timescale = "";
  for (const line of lines) {
    const words = line.split(/\s+/);
    if (words[0] === "$scope") scope.push(words[2] ?? "");
    if (words[0] === "$upscope") scope.pop();
    if (words[0] === "$timescale") timescale = words.slice(1, -1).join(" ");
    if (words[0] !== "$var") continue;
    const [, kind = "", width = "", code = "", name = ""] = words;
    const path = [...scope, name].join(".");
    if (variables.has(path)) throw new Error(`${path} is declared twice`);
    variables.set(path, { kind, width: Number(width), code });
  }
  if (scope.length > 0) throw new Error(`scope ${scope.join(".")} is not closed`);
  return { variables, timescale };
}

function splitChange(line: string): readonly [code: string, value: string] {
  if (!/^[br]/.test(line)) return [line.slice(1), line.slice(0, 1)];
  const [value = "", code = ""] = line.split(" ");
  return [code, value.slice(1)];
}

export function readVcd(text: string): VcdContent {
  const lines = text.split("\n");
  const bodyAt = lines.indexOf("$enddefinitions $end") + 1;
  if (bodyAt === 0) throw new Error("the header has no end");
  const { variables, timescale } = readHeader(lines.slice(0, bodyAt));
  const pathOf = new Map([...variables].map(([path, { code }]) => [code, path]));
  const changes = new Map<string, (readonly [number, string])[]>([...variables.keys()].map((path) => [path, []]));
  let t = -1;
  for (const line of lines.slice(bodyAt)) {
    if (line === "" || line === "$dumpvars" || line === "$end") continue;
    if (line.startsWith("#")) {
      const next = Number(line.slice(1));
      if (!(next > t)) throw new Error(`time ${next} follows ${t}`);
      t = next;
      continue;
    }
    const [code, value] = splitChange(line);
    const path = pathOf.get(code);
    if (path === undefined) throw new Error(`change of an undeclared code: ${line}`);
    changes.get(path)?.push([t, value]);
  }
  return { timescale, variables, changes, end: t };
}
