import assert from "node:assert/strict";
import { openDatabase } from "../../db/pool.ts";
import { makeTenant } from "../../domain/core/new_tenant.ts";
import { Refusal } from "../../domain/shared/refusals.ts";
import { openApp, send } from "../support/app.ts";

const { app, database, close } = await openApp();
Deno.test.afterAll(close);

const body = (email: string, gstin = "29AAGCB7383J1Z4") => ({
  name: "Lakeside Papers",
  company: {
    legalName: "Lakeside Papers LLP",
    aggregateTurnover: 1000000,
    gstins: [{ gstin, address: "1 Tank Bund", city: "Mysuru", pincode: "570001" }],
  },
  owner: { email, name: "Owner" },
});

Deno.test("an operator makes a company whose owner signs in and posts", async () => {
  const { password } = await makeTenant(database.adminUrl, body("owner@lakeside.test"));
  const signedIn = await send(app, "POST /api/auth/login", { body: { email: "owner@lakeside.test", password } });
  assert.equal(signedIn.status, 200, signedIn.text);
  const lines = [{ description: "Ledger book", hsn: "482010", quantity: 1, unit: "NOS", rate: 100, gstRate: 18 }];
  const date = new Date().toLocaleDateString("en-CA", { timeZone: "Asia/Kolkata" });
  const document = { type: "tax_invoice", date, party: { name: "Walk-in", stateCode: "29" }, lines };
  const posted = await send(app, "POST /api/vouchers", { token: signedIn.body.accessToken, body: document });
  assert.equal(posted.status, 201, posted.text);
});

Deno.test("what is wrong with a new company is refused, and nothing of it stays", async () => {
  const admin = openDatabase(database.adminUrl, { max: 1 });
  const count = async () => (await admin`select count(*)::int as n from core.tenants`)[0]?.n;
  const before = await count();
  const refused = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code;
  await assert.rejects(
    makeTenant(database.adminUrl, body("a@b.test", "29AAGCB7383J1Z5")),
    refused("gstin_check_digit_wrong"),
  );
  await assert.rejects(makeTenant(database.adminUrl, body("owner@lakeside.test")), refused("email_taken"));
  await assert.rejects(makeTenant(database.adminUrl, { name: "x" }), refused("invalid_request"));
  assert.equal(await count(), before);
  await admin.end();
});
