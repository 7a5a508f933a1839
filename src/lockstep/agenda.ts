import { NEVER, type Picoseconds } from "../time.ts";
import type { BitsChange } from "./converters/converter.ts";

/** Something that a declared delay has put into the future of the analog half. */
export type Appointment = { readonly t: Picoseconds } & (
  | { readonly kind: "input"; readonly input: number; readonly value: number }
  | { readonly kind: "sample"; readonly converter: number }
  | { readonly kind: "bits"; readonly converter: number; readonly change: BitsChange }
);

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
    const later = this.appointments.findIndex(({ t }) => t > appointment.t);
    this.appointments.splice(later === -1 ? this.appointments.length : later, 0, appointment);
  }

  /** Takes the appointments of one kind that are due at `t`, in order. */
  take<K extends Appointment["kind"]>(kind: K, t: Picoseconds): readonly Extract<Appointment, { kind: K }>[] {
    if (this.next !== t) return [];
    const due = (a: Appointment): a is Extract<Appointment, { kind: K }> => a.t === t && a.kind === kind;
    const taken = this.appointments.filter(due);
    if (taken.length > 0) this.appointments = this.appointments.filter((a) => !due(a));
    return taken;
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
