import assert from "node:assert/strict";
import {
  applyReconciliation,
  approveBankFile,
  exportBankFile,
  exportBody,
  markSent,
  previewBankFile,
  readPayoutOverview,
  reconcilePayment,
  weighSelection,
} from "../../domain/payout/mod.ts";
import { cauvery, deccan, kaveri, type Partner } from "../support/payout_world.ts";
import { settlementCsv } from "../support/settlement_world.ts";
import { type SigningWorld, signingWorld } from "../support/signing_world.ts";

let world: SigningWorld;
const [clerk, owner, rival] = ["clerk@house.test", "owner@house.test", "owner@rival.test"];

/** House: inv_1 and inv_2 submitted, inv_3 not signed. Rival: inv_1 submitted, of 46,800.00. */
Deno.test.beforeAll(async () => {
  world = await signingWorld();
  await signed(deccan, "2024-11");
  await signed(deccan, "2024-10");
  await world.generated("2024-11", kaveri);
  await world.importPayouts([["RIVAL-0001", "2024-11", "trail", "base_referral", "130000"]], rival);
  await signed(cauvery, "2024-11");
});
Deno.test.afterAll(async () => await world?.close());

async function signed(partner: Partner, month: string) {
  const invoiceId = await world.generated(month, partner);
  const { otpId } = (await world.askOtp(invoiceId, partner)).body;
  const { status } = await world.tryOtp(invoiceId, otpId, await world.codeOf(otpId, partner), partner);
  assert.equal(status, 200);
}

const ids = ["inv_1", "inv_2", "inv_3"];
const weigh = async (as: string, invoiceIds: readonly string[]) =>
  await weighSelection(await world.context(as), invoiceIds);
const preview = async (as: string, chosen: Parameters<typeof previewBankFile>[1]) =>
  JSON.parse(await previewBankFile(await world.context(as), chosen));
const overview = async (as: string) => await readPayoutOverview(await world.context(as));
const figures = async (as: string) => JSON.parse(await overview(as));

Deno.test("what is ticked is summed by the database: submitted invoices of the own company, each once, to the paisa", async () => {
  assert.match(await weigh(owner, ids), /"totalInvoices" : 2, "totalAmount" : 46800\.00/);
  assert.match(await weigh(rival, ids), /"totalInvoices" : 1, "totalAmount" : 46800\.00/, "the same ids, and its own");
  assert.match(await weigh(owner, ["inv_1", "1", "inv_1"]), /"totalInvoices" : 1, "totalAmount" : 23400\.00/);
  assert.match(await weigh(owner, ["inv_99", "nonsense", "inv_3", ""]), /"totalInvoices" : 0, "totalAmount" : 0\.00/);
  assert.match(await weigh(owner, []), /"totalInvoices" : 0, "totalAmount" : 0\.00/);
});

Deno.test("what a bank file would hold is told without making it, with what is left out and why, of the own company", async () => {
  const all = await preview(owner, {});
  assert.deepEqual([all.totalInvoices, all.totalAmount, all.month, all.profile], [2, 46800, null, "generic_v1"]);
  assert.deepEqual(all.excluded, []);
  const chosen = await preview(owner, { invoiceIds: ["inv_1", "inv_3", "inv_99"] });
  assert.deepEqual([chosen.totalInvoices, chosen.totalAmount, chosen.askedInvoices, chosen.month], [
    ...[1, 23400, 3],
    "2024-11",
  ]);
  assert.deepEqual(chosen.excluded.map((one: { invoiceId: string; code: string }) => [one.invoiceId, one.code]), [
    ["inv_3", "invoice_not_submitted"],
    ["inv_99", "invoice_unknown"],
  ]);
  const month = await preview(owner, { month: "2024-10" });
  assert.deepEqual([month.totalInvoices, month.totalAmount, month.month], [1, 23400, "2024-10"]);

  const theirs = await preview(rival, { invoiceIds: ids });
  assert.deepEqual([theirs.totalInvoices, theirs.totalAmount], [1, 46800]);
  assert.deepEqual(theirs.excluded.map((one: { code: string }) => one.code), ["invoice_unknown", "invoice_unknown"]);
  await assert.rejects(preview(owner, { profile: "no_such_bank" }), { code: "bank_profile_unknown" });
  for (const as of [owner, rival]) {
    const { body } = await world.api("GET /api/admin/bank-files", { as });
    assert.deepEqual(body.data, [], "nothing was made");
  }
});

Deno.test("the overview follows a month to its payment, and what one company does moves no figure of the other", async () => {
  const before = await overview(rival);
  assert.deepEqual(JSON.parse(before).submitted, { count: 1, amount: 46800 });
  assert.deepEqual(JSON.parse(before).months.map((one: { month: string }) => one.month), ["2024-11"]);
  const start = await figures(owner);
  assert.deepEqual(start.submitted, { count: 2, amount: 46800 });
  assert.deepEqual(start.months.map((one: Record<string, unknown>) => [one.month, one.invoices, one.unsigned]), [
    ["2024-11", 2, 1],
    ["2024-10", 1, 0],
  ]);

  const [maker, approver] = [await world.context(clerk), await world.context(owner)];
  const made = await exportBankFile(maker, world.keys, exportBody.parse({}), null);
  const { bankFileId } = JSON.parse(made.json);
  assert.deepEqual((await figures(owner)).toApprove, { count: 1, amount: 46800 });
  await approveBankFile(approver, bankFileId);
  assert.deepEqual((await figures(owner)).toSend, { count: 1, amount: 46800 });
  await markSent(approver, bankFileId);
  const sent = await figures(owner);
  assert.deepEqual([sent.submitted.count, sent.toApprove.count, sent.toSend.count], [0, 0, 0]);
  assert.deepEqual(sent.notReported, { count: 2, amount: 46800 });

  const row = (no: number, status: string) =>
    [`inv_${no}`, `HDFCN0000000000${no}`, "23400.00", "2026-11-20", status] as const;
  const text = settlementCsv([row(1, "SUCCESS"), row(2, "FAILED"), row(3, "SUCCESS")]);
  const upload = { file: new File([text], "s.csv"), fileName: "s.csv", fields: {} };
  const { reconciliationId } = JSON.parse(await reconcilePayment(maker, upload, { preview: true }));
  const looked = await figures(owner);
  assert.deepEqual([looked.toApply.count, looked.exceptions.count, looked.notReported.count], [1, 0, 2]);
  await applyReconciliation(maker, reconciliationId);
  const done = await figures(owner);
  assert.deepEqual([done.toApply.count, done.notReported.count], [0, 0]);
  assert.deepEqual(done.exceptions, { count: 1, critical: 1 }, "inv_3 was in no bank file");
  assert.deepEqual(done.failed, { count: 1, amount: 23400 });
  const [november] = done.months;
  assert.deepEqual([november.paid, november.paidAmount, november.failed], [1, 23400, 0]);
  assert.equal(await overview(rival), before);
});
