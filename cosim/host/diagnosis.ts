import { readFileSync } from "node:fs";

/** What the kernel shows of a process. */
export interface Vitals {
  /** One letter: R running, S asleep, D waiting for a device, T stopped, Z dead and not yet collected. */
  readonly state: string;
  /** Processor time used so far, in ticks of 10 ms. */
  readonly cpuTicks: number;
  /** The name it shows; a host writes "wait 17" or "busy 17" there. */
  readonly name: string;
}

const TICK_S = 0.01;

/** Processor time of a process so far [s]. */
export function processorTimeOf(pid: number): number | undefined {
  const vitals = vitalsOf(pid);
  return vitals === undefined ? undefined : vitals.cpuTicks * TICK_S;
}

export function vitalsOf(pid: number): Vitals | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const nameEnd = stat.lastIndexOf(")");
    const fields = stat.slice(nameEnd + 2).split(" ");
    const name = stat.slice(stat.indexOf("(") + 1, nameEnd);
    return { state: fields[0], cpuTicks: Number(fields[11]) + Number(fields[12]), name };
  } catch {
    return undefined; // it has gone, or this system shows no processes
  }
}

/** In words: whether a silent host is slow, stopped, asleep, or waiting for us while we wait for it. */
export function diagnose(before: Vitals | undefined, now: Vitals | undefined, sequence: number): string {
  if (now === undefined) return "the host's process is gone";
  const used_s = (now.cpuTicks - (before?.cpuTicks ?? 0)) * TICK_S;
  const [, doing, number] = /^(wait|busy) (\d+)$/.exec(now.name) ?? [];
  if (now.state === "T" || now.state === "t")
    return "the host is stopped (SIGSTOP or a debugger); it uses no processor time";
  if (now.state === "Z") return "the host is dead";
  if (doing === "wait") return waiting(Number(number), sequence);
  if (used_s >= 2 * TICK_S)
    return `the host is slow, not dead: it used ${used_s.toFixed(2)} s of processor time meanwhile; raise the time limit`;
  return `the host is stuck: it is asleep (state ${now.state}) and uses no processor time`;
}

function waiting(expected: number, sequence: number): string {
  if (expected <= sequence)
    return `both sides wait for each other: the host waits for message ${expected}, which was sent and did not arrive`;
  return `both sides wait for each other: the host has answered message ${expected - 1} and waits for ${expected}; its answer was lost`;
}
