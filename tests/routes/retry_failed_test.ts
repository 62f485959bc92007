import assert from "node:assert/strict";
import { exceptionWorld } from "../support/exception_world.ts";
import { changeAccount, signedInvoices } from "../support/payout_bulk.ts";
import { rival } from "../support/payout_world.ts";
import { type Row, utr } from "../support/settlement_world.ts";

const world = await exceptionWorld();
const month = "2024-11";
const [payer, partner, good, late, gone] = await signedInvoices(
  world,
  [1000, 2000, 3000, 4000, 5000].map((base) => ({ base })),
  { month },
);
const [theirs] = await signedInvoices(world, [{ base: 1000 }], { month, tenant: rival });
const today = () => world.clock.now().toISOString().slice(0, 10);
const row = (invoice: string, n: string, amount: string, status: string, why = ""): Row =>
  [invoice, n && utr(n), amount, today(), status, why] as const;

/** Made by the clerk, approved and sent by the owner. */
async function exported(as = "house") {
  const done = async (what: string, by: string, body = {}) => {
    const answer = await world.api(what, { as: `${by}@${as}.test`, body });
    assert.equal(answer.status, 200, answer.text);
    return answer.body;
  };
  const file = await done("POST /api/admin/export-bank-file", "clerk", { month });
  await done(`POST /api/admin/bank-files/${file.bankFileId}/approve`, "owner");
  await done(`POST /api/admin/bank-files/${file.bankFileId}/mark-sent`, "owner");
  return file;
}
const retry = async (reconciliationId: string, as = "clerk@house.test") =>
  (await world.api("POST /api/admin/retry-failed", { as, body: { reconciliationId } })).body;
const items = async (id: string) => (await world.api(`GET /api/admin/bank-files/${id}`)).body.items;
const idsOf = (rows: { invoiceId: string }[]) => rows.map(({ invoiceId }) => invoiceId);
let first = "";
let second = "";
let told = "";

Deno.test("what a file told of as failed waits for the next file again; the partner's own fault only once it is mended", async () => {
  first = (await exported()).bankFileId;
  await exported("rival");
  const answer = await world.told([
    row(payer!, "A1", "180.00", "FAILED", "Insufficient funds"),
    row(partner!, "A2", "360.00", "FAILED", "Invalid account number"),
    row(good!, "A3", "540.00", "SUCCESS"),
    row(late!, "", "720.00", "FAILED", "Bank timeout"),
    row(gone!, "A5", "900.00", "SUCCESS"),
    row(gone!, "A5", "900.00", "RETURNED", "Account closed"),
  ]);
  told = answer.reconciliationId;
  assert.deepEqual(answer.classes, ["FAILED", "FAILED", "SETTLED", "FAILED", "SETTLED", "RETURNED"]);
  const tried = await retry(told);
  assert.deepEqual(idsOf(tried.retried), [payer, late]);
  assert.deepEqual(tried.refused.map(({ invoiceId, code }: Record<string, string>) => [invoiceId, code]), [
    [partner, "bank_details_not_changed"],
    [gone, "bank_details_not_changed"],
  ]);
  assert.equal(
    (await world.api("GET /api/admin/invoices/submitted?month=2024-11&status=submitted")).body.invoices.length,
    2,
  );
  assert.deepEqual((await retry(told)).retried, [], "once is enough");
  const foreign = await world.api("POST /api/admin/retry-failed", {
    as: "owner@rival.test",
    body: { reconciliationId: told },
  });
  assert.equal(foreign.body.code, "reconciliation_unknown");
});

Deno.test("the next file is attempt 2, to the details of today; those of attempt 1 stay as they were; new details are held a day", async () => {
  await changeAccount(world, "DEST-000002", "5555666677");
  await changeAccount(world, "DEST-000005", "7777000011");
  assert.deepEqual(idsOf((await retry(told)).retried), [partner, gone]);
  const file = await exported();
  assert.deepEqual(file.excluded.map(({ invoiceId, code }: Record<string, string>) => [invoiceId, code]), [
    [partner, "bank_details_changed"],
    [gone, "bank_details_changed"],
  ]);
  second = file.bankFileId;
  assert.deepEqual(
    (await items(second)).map((
      { invoiceId, attempt, amount }: Record<string, unknown>,
    ) => [invoiceId, attempt, amount]),
    [
      [payer, 2, 180],
      [late, 2, 720],
    ],
  );
  world.clock.set("2026-11-21T16:00:00+05:30");
  const third = await exported();
  const [mended, returned] = await items(third.bankFileId);
  assert.deepEqual([mended.invoiceId, mended.attempt, mended.accountNumber], [partner, 2, "XXXXXX6677"]);
  assert.deepEqual([returned.invoiceId, returned.attempt, returned.amount], [gone, 2, 900]);
  const before = (await items(first)).find((one: { invoiceId: string }) => one.invoiceId === partner);
  assert.deepEqual([before.attempt, before.status, before.accountNumber === mended.accountNumber], [
    1,
    "FAILED",
    false,
  ]);
  await world.agrees();
});

Deno.test("a late file of the first bank file: what it says again changes nothing, what arrived after all is put before a person", async () => {
  const again = await world.told([
    row(payer!, "A1", "180.00", "FAILED", "Insufficient funds"),
    row(late!, "B4", "720.00", "SUCCESS"),
  ], { bankFileId: first });
  assert.deepEqual(again.classes, ["ALREADY_APPLIED", "POSSIBLE_DOUBLE_PAYMENT"]);
  assert.equal(await world.standing(Number(payer!.slice(4))), "in_bank_file 0.00", "attempt 2 goes on");
  await world.refused(again.ids[0]!, { resolution: "accept_status" }, "settlement_later_attempt_open");
  const settled = await world.told([
    row(payer!, "C1", "180.00", "SUCCESS"),
    row(late!, "", "720.00", "FAILED", "Duplicate instruction"),
  ], { bankFileId: second });
  assert.deepEqual(settled.classes, ["SETTLED", "FAILED"]);
  const accepted = await world.resolve(again.ids[0]!, { resolution: "accept_status", reason: "attempt 1 had arrived" });
  assert.deepEqual([accepted.status, accepted.body.status, accepted.body.attempt], [200, "RESOLVED", 1], accepted.text);
  assert.equal(await world.standing(Number(late!.slice(4))), `paid 720.00 ${utr("B4")}`);
  await world.agrees();
  await world.agrees(rival);
  assert.equal(
    (await world.api(`GET /api/admin/invoices/submitted?status=in_bank_file`, { as: "owner@rival.test" })).body
      .invoices[0].invoiceId,
    theirs,
  );
  await world.close();
});
