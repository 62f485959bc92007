import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { createHmac, generateKeyPairSync } from "node:crypto";
import { verifySigned } from "../../domain/gateways/irp/mod.ts";
import { computeIrn } from "../../domain/shared/irn.ts";
import { readExact, signDocument } from "../../routes/sandbox/irp/sign.ts";
import { type IrpWorld, irpWorld, payload, seller } from "./irp_world.ts";

const pair = (kid: string) => ({
  kid,
  ...generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  }),
});
const key = pair("A".repeat(40));
const other = pair("B".repeat(40));
const pinned = [{ kid: key.kid, publicKey: key.publicKey }];
const expected = {
  gstin: seller.gstin,
  financialYear: "2026-27",
  documentType: "INV" as const,
  number: "INV/26-27/00001",
  date: "2026-11-20",
  buyerGstin: "29AAGCB7383J1Z4",
  total: "119296.00",
  itemCount: 2,
};
const irn = computeIrn(expected);
const registered = (text = payload()) => ({
  irn,
  ackNo: "126000000000001",
  ackDate: "2026-11-20 10:00:00",
  request: readExact(text),
});
const good = { irn, ...signDocument(registered(), key) };

async function reason(document: typeof good, keys = pinned, wanted = expected): Promise<string> {
  const verified = await verifySigned(document, wanted, keys);
  return verified.ok ? "ok" : `${verified.part} ${verified.reason}`;
}
const resigned = (change: (text: string) => string) => ({ irn, ...signDocument(registered(payload(change)), key) });

Deno.test("irp signature: what the portal signed of what we sent is believed", async () => {
  assert.equal(await reason(good), "ok");
  assert.equal(await reason(good, [{ kid: other.kid, publicKey: other.publicKey }, ...pinned]), "ok");
  assert.equal(await reason(good, pinned, { ...expected, number: "inv/26-27/00001", total: "119296" }), "ok");
});

Deno.test("irp signature: a document of another count of lines is another document", async () => {
  assert.equal(await reason(good, pinned, { ...expected, itemCount: 3 }), "invoice items_differ");
  assert.equal(await reason(good, pinned, { ...expected, itemCount: 1 }), "invoice items_differ");
});

Deno.test("irp signature: another key, another algorithm or a changed byte is refused", async () => {
  assert.equal(await reason({ irn, ...signDocument(registered(), other) }), "invoice key_unknown");
  assert.equal(
    await reason({ irn, ...signDocument(registered(), { ...other, kid: key.kid }) }),
    "invoice signature_invalid",
  );
  assert.equal(
    await reason({ irn, ...signDocument(registered(), key, { breakSignature: true }) }),
    "invoice signature_invalid",
  );
  assert.equal(
    await reason({ irn, ...signDocument(registered(), key, { algorithm: "none" }) }),
    "invoice algorithm_not_allowed",
  );
  assert.equal(
    await reason({ ...good, signedQrCode: signDocument(registered(), other).signedQrCode }),
    "qr key_unknown",
  );
  const [head, body, signature] = good.signedInvoice.split(".");
  const text = Buffer.from(body ?? "", "base64url").toString().replace("119296.00", "119296.01");
  const changed = [head, Buffer.from(text).toString("base64url"), signature].join(".");
  assert.equal(await reason({ ...good, signedInvoice: changed }), "invoice signature_invalid");
  for (const nonsense of ["", "a.b.c", "..", good.signedInvoice.slice(0, 40)]) {
    assert.equal(await reason({ ...good, signedInvoice: nonsense }), "invoice malformed_token", nonsense);
  }
});

Deno.test("irp signature: the public key is no shared secret (HS256 is refused)", async () => {
  const header = { alg: "HS256", kid: key.kid, typ: "JWT" };
  const [, body] = good.signedInvoice.split(".");
  const signed = `${Buffer.from(JSON.stringify(header)).toString("base64url")}.${body}`;
  const forged = `${signed}.${createHmac("sha256", key.publicKey).update(signed).digest("base64url")}`;
  assert.equal(await reason({ ...good, signedInvoice: forged }), "invoice algorithm_not_allowed");
});

Deno.test("irp signature: a rightly signed other document is refused by what differs", async () => {
  const cases: [string, string, string][] = [
    ["INV/26-27/00001", "INV/26-27/00009", "document_differs"],
    ['"Typ":"INV"', '"Typ":"DBN"', "document_differs"],
    ['"Dt":"20/11/2026"', '"Dt":"19/11/2026"', "date_differs"],
    ["29AAGCB7383J1Z4", "27AAACG2115R1ZH", "buyer_differs"],
    ["27AABCR5678M1ZP", "29AABCP1234K1ZF", "seller_differs"],
    ['"TotInvVal":119296.00', '"TotInvVal":119296.01', "total_differs"],
    ['"TotInvVal":119296.00', '"TotInvVal":1192960.0', "total_differs"],
  ];
  for (const [from, to, wanted] of cases) {
    assert.equal(await reason(resigned((text) => text.replace(from, to))), `invoice ${wanted}`);
  }
  assert.equal(await reason({ ...good, irn: "0".repeat(64) }), "invoice irn_differs");
  const otherIrn = { ...registered(), irn: "0".repeat(64) };
  assert.equal(await reason({ ...good, ...signDocument(otherIrn, key) }), "invoice irn_differs");
  const crossed = { ...good, signedQrCode: resigned((text) => text.replace("00001", "00002")).signedQrCode };
  assert.equal(await reason(crossed), "qr document_differs");
});

let world: IrpWorld;
Deno.test.beforeAll(async () => void (world = await irpWorld()));
Deno.test.afterAll(() => world.close());

for (
  const [kind, wanted] of [
    ["wrong_signature", "signature_invalid"],
    ["unknown_kid", "key_unknown"],
    ["alg_none", "algorithm_not_allowed"],
    ["wrong_irn", "irn_differs"],
    ["other_document", "document_differs"],
  ] as const
) {
  Deno.test({
    name: `irp signature: the sandbox's ${kind} is refused as ${wanted}, and the truth is there to be asked for`,
    sanitizeOps: false,
    sanitizeResources: false,
    fn: async () => {
      const irp = world.client();
      const number = `S/${kind.slice(0, 8).replace("_", "-")}`.toUpperCase();
      await world.fault({ operation: "generate", kind });
      const outcome = await irp.generate(seller, payload((text) => text.replace("INV/26-27/00001", number)));
      assert.ok(outcome.kind === "done");
      const verified = await verifySigned(outcome.value, { ...expected, number }, world.keys.signingKeys);
      assert.equal(verified.ok ? "ok" : verified.reason, wanted);
      const found = await irp.getByDocument(seller, { type: "INV", number, date: "2026-11-20" });
      assert.ok(found.kind === "done");
      assert.ok((await verifySigned(found.value, { ...expected, number }, world.keys.signingKeys)).ok);
    },
  });
}
