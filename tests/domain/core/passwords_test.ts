import assert from "node:assert/strict";
import { hashPassword, passwordMatches } from "../../../domain/core/passwords.ts";

Deno.test("a password matches its own hash and no other, however long it is and whatever its letters", async () => {
  const long = "x".repeat(72);
  for (const [right, wrong] of [["पासवर्ड ₹", "पासवर्ड"], [`${long}a`, `${long}b`], [" a", "a"]] as const) {
    const stored = await hashPassword(right);
    assert.equal(await passwordMatches(right, stored), true);
    assert.equal(await passwordMatches(wrong, stored), false);
  }
});

Deno.test("the same letters composed in another way are the same password", async () => {
  assert.equal(await passwordMatches("caf\u00e9", await hashPassword("cafe\u0301")), true);
});

Deno.test("two hashes of one password differ, and say what they cost", async () => {
  const [one, two] = await Promise.all([hashPassword("same"), hashPassword("same")]);
  assert.notEqual(one, two);
  assert.match(one, /^scrypt\$32768\$8\$1\$/);
});

Deno.test("nobody's password matches nothing, after the same work", async () => {
  const stored = await hashPassword("right");
  const time = async (work: () => Promise<boolean>) => {
    const began = performance.now();
    assert.equal(await work(), false);
    return performance.now() - began;
  };
  const known: number[] = [];
  const unknown: number[] = [];
  for (let i = 0; i < 8; i++) {
    known.push(await time(() => passwordMatches("wrong", stored)));
    unknown.push(await time(() => passwordMatches("wrong", null)));
  }
  const [a = 0, b = 0] = [known, unknown].map((times) => times.sort((x, y) => x - y)[4]);
  assert.ok(Math.max(a, b) / Math.min(a, b) < 2, `${a} ms against ${b} ms`);
});

Deno.test("more sign-ins than can wait are told to come back", async () => {
  const tries = await Promise.allSettled(Array.from({ length: 110 }, () => passwordMatches("x", "scrypt$2$1$1$AA$AA")));
  const refused = tries.filter((one) => one.status === "rejected");
  assert.equal(refused.length, 8);
  assert.ok(refused.every((one) => one.reason.code === "sign_in_busy"));
});
