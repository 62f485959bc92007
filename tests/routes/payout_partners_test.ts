import assert from "node:assert/strict";
import { openSecret } from "../../domain/shared/secret_box.ts";
import { cauvery, deccan, house, kaveri, payoutWorld, rival } from "../support/payout_world.ts";

const world = await payoutWorld();
Deno.test.afterAll(() => world.close());

const as = "clerk@house.test";
const godavari = {
  destinationId: "Godavari-1",
  partnerName: "Godavari Referrals",
  gstNumber: "33AAFCT2210N1ZI",
  address: "4 Anna Salai",
  city: "Chennai",
  pincode: "600002",
  email: "Accounts@Godavari.test",
  accountNumber: "0011 2233 4455",
  ifscCode: "hdfc0001234",
};
const { destinationId: _id, ...change } = godavari;
const accounts = (destinationId: string, tenant = house) =>
  world.admin<
    { id: string; account_encrypted: string; account_last4: string; is_first: boolean; superseded_at: Date | null }[]
  >`
    select a.* from payout.bank_accounts as a join payout.partners as p on p.tenant_id = a.tenant_id and p.id = a.partner_id
    where p.destination_id = ${destinationId} and p.tenant_id = ${tenant.id} order by a.entered_at`;

Deno.test("a partner is made with what follows from the GSTIN, the account sealed and shown masked", async () => {
  const made = await world.api("POST /api/admin/partners", { as, body: godavari });
  assert.equal(made.status, 201, made.text);
  const { createdAt: _, updatedAt: __, accountEnteredAt: ___, ...rest } = made.body;
  assert.deepEqual(rest, {
    ...{
      destinationId: "Godavari-1",
      partnerName: "Godavari Referrals",
      gstNumber: "33AAFCT2210N1ZI",
      gstStatus: "active",
    },
    ...{
      pan: "AAFCT2210N",
      stateCode: "33",
      state: "Tamil Nadu",
      address: "4 Anna Salai",
      city: "Chennai",
      pincode: "600002",
    },
    ...{ email: "accounts@godavari.test", phone: null, language: "en", blockedReason: null, blockedAt: null },
    ...{ accountHolder: "Godavari Referrals", accountNumber: "XXXXXX4455", ifscCode: "HDFC0001234" },
  });
  const [stored] = await accounts("Godavari-1");
  assert.doesNotMatch(JSON.stringify(stored), /001122334455/);
  const place = { tenantId: house.id, table: "payout.bank_accounts", column: "account_encrypted", rowId: stored!.id };
  assert.equal(openSecret(world.keys, place, stored!.account_encrypted), "001122334455");
  const again = await world.api("POST /api/admin/partners", { as, body: godavari });
  assert.deepEqual([again.status, again.body.code], [409, "partner_exists"]);
});

Deno.test("the same account again, masked or left out, changes nothing; another is a new row and the old one is kept", async () => {
  const put = async (more: Record<string, unknown>) =>
    await world.api("PUT /api/admin/partners/Godavari-1", { as, body: { ...change, ...more } });
  for (
    const more of [{}, { accountNumber: "XXXXXX4455" }, { accountNumber: undefined, ifscCode: undefined }, {
      partnerName: "Godavari Finance",
    }]
  ) {
    const answer = await put(more);
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.body.accountNumber, "XXXXXX4455");
    assert.equal((await accounts("Godavari-1")).length, 1);
  }
  for (const more of [{ accountNumber: "XXXXXX4456" }, { accountNumber: "XXXXXX4455", ifscCode: "SBIN0000001" }]) {
    const refused = await put(more);
    assert.deepEqual([refused.status, refused.body.code], [400, "account_number_masked"]);
  }
  assert.equal((await put({ accountNumber: "99990000111122" })).body.accountNumber, "XXXXXX1122");
  const rows = await accounts("Godavari-1");
  assert.deepEqual(rows.map((one) => [one.account_last4, one.is_first, one.superseded_at === null]), [[
    "4455",
    true,
    false,
  ], ["1122", false, true]]);
  assert.equal((await put({ blockedReason: "under review" })).body.blockedReason, "under review");
  assert.equal((await put({})).body.blockedAt, null);
});

Deno.test("what is wrong with a partner is refused by name and field", async () => {
  const bad: [Record<string, unknown>, string, string][] = [
    [{ gstNumber: "33AAFCT2210N1ZX" }, "/gstNumber", "gstin_check_digit_wrong"],
    [{ gstNumber: "33AAFCT2210" }, "/gstNumber", "gstin_malformed"],
    [{ stateCode: "27" }, "/stateCode", "gstin_of_another_state"],
    [{ pan: "AAAAA1111A" }, "/gstNumber", "gstin_of_another_pan"],
    [{ gstNumber: null }, "/stateCode", "partner_state_missing"],
    [{ gstNumber: null, stateCode: "00" }, "/stateCode", "state_unknown"],
    [{ accountNumber: "1.23457E+15" }, "/accountNumber", "account_number_mangled"],
    [{ accountNumber: "12/34567" }, "/accountNumber", "account_number_malformed"],
    [{ ifscCode: "HDFC1001234" }, "/ifscCode", "ifsc_malformed"],
    [{ ifscCode: null }, "/ifscCode", "bank_account_incomplete"],
    [{ email: "nobody" }, "/email", "not_an_email"],
    [{ owner: 1 }, "/owner", "unknown_key"],
  ];
  for (const [more, pointer, code] of bad) {
    const answer = await world.api("POST /api/admin/partners", {
      as,
      body: { ...godavari, destinationId: "X-1", ...more },
    });
    const [first] = answer.body.errors;
    assert.deepEqual([answer.status, first.pointer, first.code], [400, pointer, code], answer.text);
  }
});

Deno.test("destination ids are case-sensitive, and another company's partner is not there", async () => {
  for (const id of ["godavari-1", cauvery.destinationId, "nobody"]) {
    const read = await world.api(`GET /api/admin/partners/${id}`, { as });
    assert.deepEqual([read.status, read.body.code], [404, "partner_not_found"]);
    const put = await world.api(`PUT /api/admin/partners/${id}`, { as, body: change });
    assert.deepEqual([put.status, put.body.code], [404, "partner_not_found"]);
  }
  assert.equal(
    (await world.api(`GET /api/admin/partners/${cauvery.destinationId}`, { as: "owner@rival.test" })).status,
    200,
  );
  const list = await world.api("GET /api/admin/partners?limit=2", { as: "auditor@house.test" });
  assert.deepEqual(list.body.data.map((one: { destinationId: string }) => one.destinationId), [
    deccan.destinationId,
    "Godavari-1",
  ]);
  const next = await world.api(`GET /api/admin/partners?limit=2&cursor=${list.body.nextCursor}`, { as });
  assert.equal(next.body.data.length, 2);
  const found = await world.api("GET /api/admin/partners?q=kaveri", { as });
  assert.deepEqual(found.body.data.map((one: { destinationId: string }) => one.destinationId), [kaveri.destinationId]);
  assert.equal((await accounts(cauvery.destinationId, rival)).length, 1);
});

Deno.test("partners come as a CSV, all or none; what a row leaves out stays", async () => {
  const path = "POST /api/admin/partners/import";
  const header = "destination_id,partner_name,address,email,gst_number,account_number,ifsc_code";
  const good =
    `${header}\nTapi-1,Tapi Referrals,"1, Ring Road",tapi@tapi.test,24AAECG7719Q1Z1,123456789,SBIN0000001\nGodavari-1,Godavari,4 Anna Salai,accounts@godavari.test,,,\n`;
  const preview = await world.api(`${path}?preview=true`, { as, csv: good });
  assert.deepEqual(preview.body, { preview: true, totalRows: 2, new: 1, changed: 1 });
  assert.equal((await world.api("GET /api/admin/partners/Tapi-1", { as })).status, 404);
  const bad = await world.api(path, {
    as,
    csv: good + `Tapi-1,T,A,x,24AAECG7719Q1Z1,1.2E+10,SBIN0000001\nTapi-1,T,A,t@t.test,24AAECG7719Q1Z2,,\n`,
  });
  assert.equal(bad.body.code, "partner_import_refused", bad.text);
  assert.deepEqual(bad.body.errors.map((one: { pointer: string; code: string }) => [one.pointer, one.code]), [
    ["/rows/4/email", "not_an_email"],
    ["/rows/4/account_number", "account_number_mangled"],
    ["/rows/5/destination_id", "partner_twice"],
    ["/rows/5/gst_number", "gstin_check_digit_wrong"],
  ]);
  assert.deepEqual((await world.api(path, { as, csv: good })).body, {
    preview: false,
    totalRows: 2,
    new: 1,
    changed: 1,
  });
  const kept = await world.api("GET /api/admin/partners/Godavari-1", { as });
  assert.deepEqual([kept.body.partnerName, kept.body.gstNumber, kept.body.city, kept.body.accountNumber], [
    "Godavari",
    "33AAFCT2210N1ZI",
    "Chennai",
    "XXXXXX4455",
  ]);
});

Deno.test("GST on a reason is said of it in every category; a company's reasons are its own", async () => {
  const before = await world.api("GET /api/admin/payout-reasons", { as: "owner@rival.test" });
  const body = { category: "trail", reasonForPayment: "base_referral", isEligibleForGst: false };
  const answer = await world.api("PUT /api/admin/payout-reasons", { as, body });
  assert.equal(answer.status, 200, answer.text);
  const said = answer.body.data.filter((one: { reasonForPayment: string }) => one.reasonForPayment === "base_referral");
  assert.deepEqual(
    said.map((one: { category: string; isEligibleForGst: boolean }) => [one.category, one.isEligibleForGst]),
    [["trail", false], ["upfront", false]],
  );
  assert.equal((await world.api("GET /api/admin/payout-reasons", { as: "owner@rival.test" })).text, before.text);
});

Deno.test("settings are set whole by who may approve, and an unknown layout of bank files is refused", async () => {
  const { updatedAt: _, ...body } = (await world.api("GET /api/admin/payout-settings", { as })).body;
  assert.deepEqual([body.payableBasis, body.twoApprovalsAboveFile], ["GST_ONLY", 2500000]);
  assert.equal((await world.api("PUT /api/admin/payout-settings", { as, body })).status, 403);
  const set = await world.api("PUT /api/admin/payout-settings", {
    body: { ...body, payableBasis: "FULL", writeOffLimit: "2.50" },
  });
  assert.deepEqual([set.status, set.body.payableBasis, set.body.writeOffLimit], [200, "FULL", 2.5], set.text);
  const refused = await world.api("PUT /api/admin/payout-settings", { body: { ...body, bankProfile: "none" } });
  assert.deepEqual([refused.status, refused.body.code], [400, "bank_profile_unknown"]);
  const other = await world.api("GET /api/admin/payout-settings", { as: "owner@rival.test" });
  assert.equal(other.body.payableBasis, "GST_ONLY");
});
