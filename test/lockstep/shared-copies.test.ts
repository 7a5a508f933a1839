import * as fc from "fast-check";
import { expect, it } from "vitest";
import { forEachDifference, SharedCopies } from "../../src/lockstep/shared-copies.ts";

it("copies keep their numbers, whatever the list becomes, and share what did not change", () => {
  const change = fc.record({ index: fc.nat({ max: 699 }), value: fc.constantFrom(0, -0, 1, 0.5, Number.NaN) });
  fc.assert(
    fc.property(fc.array(fc.array(change, { maxLength: 4 }), { minLength: 1, maxLength: 8 }), (rounds) => {
      const list = new Float64Array(700);
      const copies = new SharedCopies(list);
      const taken = rounds.map((changes) => {
        for (const { index, value } of changes) {
          list[index] = value;
          copies.changed(index);
        }
        return { copy: copies.take(), numbers: list.slice(), changes: changes.length };
      });
      for (const { copy, numbers } of taken) {
        const restored = list.slice();
        forEachDifference(copy, restored, (index, value) => (restored[index] = value));
        expect([...restored]).toEqual([...numbers]);
      }
      for (const [k, { copy, changes }] of taken.slice(1).entries()) {
        const anew = copy.filter((block, i) => block !== taken[k].copy[i]);
        expect(anew.length).toBeLessThanOrEqual(changes);
      }
    }),
  );
});
