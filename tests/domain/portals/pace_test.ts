import assert from "node:assert/strict";
import { spentBeyond, turnstile } from "../../../domain/portals/pace.ts";

Deno.test("turnstile: no more than so many at once, first come first, and a failure gives its place up", async () => {
  const inTurn = turnstile(3);
  const order: number[] = [];
  let [underWay, most] = [0, 0];
  const calls = Array.from({ length: 20 }, (_, n) =>
    inTurn(async () => {
      order.push(n);
      most = Math.max(most, ++underWay);
      await new Promise((resolve) => setTimeout(resolve, 1));
      underWay--;
      if (n % 4 === 0) throw new Error("failed");
    }));
  const ended = await Promise.allSettled(calls);
  assert.deepEqual([most, underWay], [3, 0]);
  assert.deepEqual(order, Array.from({ length: 20 }, (_, n) => n));
  assert.equal(ended.filter(({ status }) => status === "rejected").length, 5);
});

Deno.test("budget: a document's first call was paid for when it was taken; what is beyond costs, what was not called comes back", () => {
  const limits = new Map([["A", 60], ["B", 60], ["C", 0]]);
  const of = (gstin: string, howMany: number) => Array.from({ length: howMany }, () => ({ gstin }));
  const spent = spentBeyond([...of("A", 5), ...of("C", 9)], [...of("A", 3), ...of("B", 2), ...of("C", 1)], limits);
  assert.deepEqual(spent, [{ gstin: "A", calls: 2, perMinute: 60 }, { gstin: "B", calls: -2, perMinute: 60 }]);
  assert.deepEqual(spentBeyond(of("A", 2), of("A", 2), limits), []);
});
