import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { constants, generateKeyPairSync, privateDecrypt, randomBytes } from "node:crypto";
import * as fc from "fast-check";
import {
  newAppKey,
  openPayload,
  sealPayload,
  sealSignIn,
  SignInTooLong,
  unwrapSessionKey,
} from "../../domain/gateways/nic/crypto.ts";
import { computeIrn } from "../../domain/shared/irn.ts";
import { seal } from "../../routes/sandbox/irp/wire.ts";
import samples from "../golden/irp/irn_vectors.json" with { type: "json" };

const pair = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});
const appKey = "A".repeat(44);
const signIn = (Password: string) => ({ UserName: "u", Password, AppKey: appKey, ForceRefreshAccessToken: false });

Deno.test("irp: a sign-in is base64, under RSA-PKCS1, in base64 again", () => {
  const sealed = sealSignIn(signIn("secret"), pair.publicKey);
  const inner = privateDecrypt(
    { key: pair.privateKey, padding: constants.RSA_PKCS1_PADDING },
    Buffer.from(sealed, "base64"),
  );
  assert.deepEqual(JSON.parse(Buffer.from(inner.toString(), "base64").toString()), signIn("secret"));
});

Deno.test("irp: a sign-in longer than the portal's key carries is refused before it is sent", () => {
  const room = 183 - JSON.stringify(signIn("")).length;
  assert.ok(sealSignIn(signIn("p".repeat(room)), pair.publicKey));
  assert.throws(() => sealSignIn(signIn("p".repeat(room + 1)), pair.publicKey), SignInTooLong);
});

Deno.test("irp: payload text comes out byte for byte as it went in", () => {
  fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => {
    const key = new Uint8Array(randomBytes(32));
    assert.equal(openPayload(sealPayload(text, key), key), text);
  }));
  const key = new Uint8Array(randomBytes(32));
  assert.equal(openPayload(seal('{"a":1.10,"ब":"₹"}', key), key), '{"a":1.10,"ब":"₹"}');
  assert.throws(() => openPayload(sealPayload("text", key), new Uint8Array(randomBytes(32))));
});

Deno.test("irp: the session key unwraps to 32 raw bytes and to nothing else", () => {
  const key = newAppKey();
  const sek = randomBytes(32);
  assert.deepEqual(Buffer.from(unwrapSessionKey(seal(sek, key), key)), sek);
  assert.throws(() => unwrapSessionKey(seal(randomBytes(16), key), key), /32 bytes/);
});

Deno.test("irp: the IRN is the hash the portal computed for its own test documents", () => {
  for (const { gstin, fy, docNoHashed, irn } of samples.vectors) {
    const documentType = "INV" as const;
    assert.equal(
      computeIrn({ gstin, financialYear: fy, documentType, number: docNoHashed, date: `${fy.slice(0, 4)}-07-01` }),
      irn,
    );
  }
});

Deno.test("irp: the number's case counts until 31-05-2025 and no longer", () => {
  const of = (number: string, date: string) =>
    computeIrn({ gstin: "27AABCR5678M1ZP", financialYear: "2025-26", documentType: "INV", number, date });
  assert.notEqual(of("test-1", "2025-05-31"), of("TEST-1", "2025-05-31"));
  assert.equal(of("test-1", "2025-06-01"), of("TEST-1", "2025-06-01"));
});
