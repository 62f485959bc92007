import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { deriveKeys } from "../../../domain/shared/keys.ts";
import { BoxNotOpened, openSecret, sealSecret } from "../../../domain/shared/secret_box.ts";

const keys = await deriveKeys("the secret of this installation, quite long");
const place = { tenantId: "t1", table: "einvoice.registrations", column: "password", rowId: "r1" };
const secret = "पासवर्ड ₹ 1";

Deno.test("a box opens where it was sealed, and no two boxes are alike", () => {
  const box = sealSecret(keys, place, secret);
  assert.equal(openSecret(keys, place, box), secret);
  assert.notEqual(sealSecret(keys, place, secret), box);
  assert.ok(!box.includes(secret));
});

Deno.test("a box opens nowhere else: another tenant, table, column or row", () => {
  const box = sealSecret(keys, place, secret);
  for (const change of [{ tenantId: "t2" }, { table: "x" }, { column: "x" }, { rowId: "r2" }]) {
    assert.throws(() => openSecret(keys, { ...place, ...change }, box), BoxNotOpened);
  }
});

Deno.test("a box with any byte flipped, cut off or added does not open", () => {
  const box = sealSecret(keys, place, secret);
  const [head, id, body = ""] = box.split(".");
  const bytes = Buffer.from(body, "base64url");
  for (let i = 0; i < bytes.length; i++) {
    for (const bit of [1, 128]) {
      const flipped = Buffer.from(bytes);
      flipped[i] = (flipped[i] ?? 0) ^ bit;
      assert.throws(() => openSecret(keys, place, `${head}.${id}.${flipped.toString("base64url")}`), BoxNotOpened);
    }
  }
  for (let i = 0; i < box.length; i++) {
    const letter = box[i] === "A" ? "B" : "A";
    assert.throws(() => openSecret(keys, place, box.slice(0, i) + letter + box.slice(i + 1)), BoxNotOpened);
    assert.throws(() => openSecret(keys, place, box.slice(0, i)), BoxNotOpened);
  }
  for (const other of ["", ".", "b1..", `${box}A`, `${box}.`, `${box}=`]) {
    assert.throws(() => openSecret(keys, place, other), BoxNotOpened);
  }
});

Deno.test("a changed secret still opens old boxes while it is named as previous, and seals with the new one", async () => {
  const box = sealSecret(keys, place, secret);
  const changed = await deriveKeys("another secret, which took its place", [
    "the secret of this installation, quite long",
  ]);
  assert.equal(openSecret(changed, place, box), secret);
  assert.throws(() => openSecret(keys, place, sealSecret(changed, place, secret)), BoxNotOpened);
});
