import { NEVER, type Picoseconds } from "../time.ts";
import type { BitsChange } from "./converters/converter.ts";

/** Something that a declared delay has put into the future of the analog half. */
export type Appointment = { readonly t: Picoseconds } & (
  | { readonly kind: "input"; readonly input: number; readonly value: number }
  | { readonly kind: "sample"; readonly converter: number }
  | { readonly kind: "bits"; readonly converter: number; readonly change: BitsChange }
);

const isDue = <K extends Appointment["kind"]>(
  appointment: Appointment,
  kind: K,
  t: Picoseconds,
): appointment is Extract<Appointment, { kind: K }> => appointment.t === t && appointment.kind === kind;

const NONE: readonly never[] = [];

/** Bits that change at one instant, all together. */
export interface EventBatch {
  readonly t: Picoseconds;
  readonly changes: readonly BitsChange[];
}

/** Appointments in time order; those of one instant in the order they were made. */
export class Agenda {
  private appointments: Appointment[] = [];

  get next(): Picoseconds {
    return this.appointments[0]?.t ?? NEVER;
  }

  add(appointment: Appointment): void {
    const { appointments } = this;
    let place = appointments.length;
    while (place > 0 && appointments[place - 1].t > appointment.t) place--;
    if (place === appointments.length) appointments.push(appointment);
    else appointments.splice(place, 0, appointment);
  }

  /** Takes the appointments of one kind that are due at `t`, in order. */
  take<K extends Appointment["kind"]>(kind: K, t: Picoseconds): readonly Extract<Appointment, { kind: K }>[] {
    if (this.next !== t) return NONE;
    if (this.appointments.length === 1) return this.takeOnly(kind, t);
    const taken: Extract<Appointment, { kind: K }>[] = [];
    const left: Appointment[] = [];
    for (const appointment of this.appointments) {
      if (isDue(appointment, kind, t)) taken.push(appointment);
      else left.push(appointment);
    }
    if (taken.length > 0) this.appointments = left;
    return taken;
  }

  private takeOnly<K extends Appointment["kind"]>(
    kind: K,
    t: Picoseconds,
  ): readonly Extract<Appointment, { kind: K }>[] {
    const [only] = this.appointments;
    if (!isDue(only, kind, t)) return NONE;
    this.appointments.pop();
    return [only];
  }

  /** When the first appointment of a kind is due. */
  nextOf(kind: Appointment["kind"]): Picoseconds {
    return this.appointments.find((appointment) => appointment.kind === kind)?.t ?? NEVER;
  }

  /** Bits due before `limit`, which stay. */
  dueBits(limit: Picoseconds): readonly EventBatch[] {
    const batches = new Map<Picoseconds, BitsChange[]>();
    for (const appointment of this.appointments) {
      if (appointment.t >= limit || appointment.kind !== "bits") continue;
      const batch = batches.get(appointment.t) ?? [];
      batch.push(appointment.change);
      batches.set(appointment.t, batch);
    }
    return [...batches].map(([t, changes]) => ({ t, changes }));
  }

  save(): readonly Appointment[] {
    return [...this.appointments];
  }

  restore(saved: readonly Appointment[]): void {
    this.appointments = [...saved];
  }
}
