import assert from "node:assert/strict";
import { exceptionWorld } from "../support/exception_world.ts";
import { house, rival } from "../support/payout_world.ts";
import { approvedAt, paidOn, type Row, success, utr } from "../support/settlement_world.ts";

const world = await exceptionWorld();
const amount = "1000.00";
const nos = Array.from({ length: 20 }, (_, i) => i + 1);
const first = await world.exported(nos.map((no) => ({ no, amount })));
await world.exported(nos.map((no) => ({ no, amount })), { tenant: rival });
const failed = (no: number, n: string): Row => [`inv_${no}`, utr(n), amount, paidOn, "FAILED", "Bank timeout"];
const state = async (no: number) =>
  `${await world.standing(no)} | ${await world.one(
    `select string_agg(t.status, ' ' order by t.attempt_no) from payout.payout_items as t
     join payout.invoices as i on i.tenant_id = t.tenant_id and i.id = t.invoice_id where t.tenant_id = $1 and i.public_no = $2`,
    house.id,
    no,
  )}`;
const accept = { resolution: "accept_status", reason: "the bank confirms it" };

Deno.test("attempt 1 failed, attempt 2 is in a file not sent yet, and the bank says that 1 arrived: 2 waits", async () => {
  await world.told([failed(1, "A0"), failed(2, "B0")]);
  const second = await world.exportedAgain([1, 2], "approved");
  assert.equal(await state(1), "in_bank_file 0.00 | FAILED EXPORTED");
  const { ids, classes } = await world.told([success(1, "A1", amount), success(2, "B1", amount)], {
    bankFileId: first,
  });
  assert.deepEqual(classes, ["POSSIBLE_DOUBLE_PAYMENT", "POSSIBLE_DOUBLE_PAYMENT"]);
  assert.equal(await state(1), "in_bank_file 0.00 | FAILED ON_HOLD");
  const open = await world.refused(ids[0]!, accept, "settlement_later_attempt_open");
  assert.deepEqual([open.status, open.body.facts.bankFileId, open.body.facts.attempt], [
    409,
    second,
    2,
  ]);
  await world.agrees();

  const gone = await world.resolve(ids[1]!, { resolution: "ignore_with_reason", reason: "the bank took it back" });
  assert.equal(gone.status, 200, gone.text);
  assert.equal(await state(2), "in_bank_file 0.00 | FAILED EXPORTED", "it may go on");
  assert.equal(await state(1), "in_bank_file 0.00 | FAILED ON_HOLD", "this one may not");

  const ended = await world.api(`POST /api/admin/bank-files/${second}/cancel`, { body: { reason: "paid after all" } });
  assert.equal(ended.status, 200, ended.text);
  await world.resolve(ids[0]!, accept);
  assert.equal(await state(1), `paid 1000.00 ${utr("A1")} | SUCCESS CANCELLED`);
  await world.agrees();
});

Deno.test("attempt 2 was paid before the file of attempt 1 says that it was too: the second payment is an advance", async () => {
  await world.told([failed(3, "C0")]);
  const again = await world.exportedAgain([3]);
  assert.deepEqual((await world.told([success(3, "C2", amount)], { bankFileId: again })).classes, ["SETTLED"]);
  const { ids, classes } = await world.told([success(3, "C1", amount)], { bankFileId: first });
  assert.deepEqual(classes, ["POSSIBLE_DOUBLE_PAYMENT"]);
  await world.resolve(ids[0]!, accept);
  assert.equal(await state(3), `paid 1000.00 ${utr("C2")} | FAILED SUCCESS`);
  assert.equal(await world.one("select amount from payout.settlement_allocations where kind = 'advance'"), amount);
  await world.agrees();
});

Deno.test("a payment that came back is told as arrived again: accepted, the same attempt is paid under the new reference", async () => {
  await world.told([success(4, "D1", amount)]);
  await world.told([["inv_4", utr("D1"), amount, "2026-11-20", "RETURNED", "Account closed"]]);
  const { ids, classes } = await world.told([success(4, "D2", amount, "2026-11-20")]);
  assert.deepEqual(classes, ["LATE_SUCCESS"]);
  await world.resolve(ids[0]!, accept);
  assert.equal(await state(4), `paid 1000.00 ${utr("D2")} | SUCCESS`);
  await world.agrees();
});

Deno.test("an attempt of another bank file: accepted by a person, it is settled as its own file would have settled it", async () => {
  const other = await world.exported([{ no: 31, amount: "300.00" }]);
  const { ids, classes } = await world.told([success(31, "E1", "300.00")], { bankFileId: first });
  assert.deepEqual(classes, ["WRONG_BATCH"]);
  await world.resolve(ids[0]!, accept);
  assert.equal(await state(31), `paid 300.00 ${utr("E1")} | SUCCESS`);
  assert.equal(
    await world.one(
      "select status from payout.bank_file_log where bank_file_id = $1 and tenant_id <> $2",
      other,
      rival.id,
    ),
    "reconciled",
  );
  await world.agrees();
});

Deno.test("a row linked to an invoice that no bank was given is refused; linked to one of a later file it waits no more", async () => {
  const { ids } = await world.told([["inv_777001", utr("F1"), "50.00", paidOn, "SUCCESS"]]);
  await world.exported([{ no: 32, amount: "50.00" }], { status: "generated" });
  const link = { resolution: "link_to_invoice", invoiceId: "inv_32" };
  await world.refused(ids[0]!, link, "settlement_invoice_not_sent");
  await world
    .admin`update payout.bank_file_log set status = 'sent_to_bank', sent_to_bank_at = ${approvedAt} where status = 'generated'`;
  assert.equal((await world.resolve(ids[0]!, link)).body.status, "RESOLVED");
  assert.equal(await state(32), `paid 50.00 ${utr("F1")} | SUCCESS`);
  await world.agrees();
});

Deno.test("failed at another amount than was asked: accepted, the attempt failed; part of a payment that came back cannot be", async () => {
  await world.told([success(6, "G0", amount)]);
  const { ids, classes } = await world.told([
    ["inv_5", "", "999.00", paidOn, "FAILED", "Invalid account"],
    ["inv_6", utr("G2"), "400.00", paidOn, "RETURNED", "Account closed"],
  ]);
  assert.deepEqual(classes, ["AMOUNT_MISMATCH", "AMOUNT_MISMATCH"]);
  await world.resolve(ids[0]!, accept);
  assert.equal(await state(5), "failed 0.00 | FAILED");
  await world.refused(ids[1]!, accept, "settlement_exception_not_acceptable");
  await world.refused(ids[1]!, { resolution: "allocate" }, "settlement_exception_not_allocable");
  await world.agrees();
});

Deno.test("webhooks hear of what a decision made of an invoice; what it made fail is tried again with the file's others", async () => {
  await world.admin`
    insert into ops.webhooks (tenant_id, url, secret_encrypted) select ${house.id}, 'https://hooks.example/in', 'sealed'`;
  const { reconciliationId, ids } = await world.told([
    ["inv_700007", utr("H1"), amount, paidOn, "SUCCESS"],
    ["inv_700008", "", amount, paidOn, "FAILED", "Bank timeout"],
    ["inv_700009", "", amount, paidOn, "PENDING"],
    failed(10, "H4"),
  ]);
  for (const [i, no] of [7, 8, 9].entries()) {
    await world.resolve(ids[i]!, { resolution: "link_to_invoice", invoiceId: `inv_${no}` });
  }
  const events = await world.admin<{ said: string }[]>`
    select concat_ws(' ', event_type, body::jsonb #>> '{data,invoiceId}', body::jsonb #>> '{data,status}') as said
    from ops.webhook_deliveries where tenant_id = ${house.id} and event_type like 'partner_invoice.%' order by 1`;
  assert.deepEqual(events.map(({ said }) => said), [
    "partner_invoice.failed inv_10 failed",
    "partner_invoice.failed inv_8 failed",
    "partner_invoice.paid inv_7 paid",
  ]);
  const { body } = await world.api("POST /api/admin/retry-failed", { body: { reconciliationId } });
  assert.deepEqual(body.retried.map((one: { invoiceId: string }) => one.invoiceId), ["inv_8", "inv_10"]);
  await world.agrees();
});

Deno.test("where a bank gives one reference to many payments, two that are short are allocated under the same one", async () => {
  const { ids, classes } = await world.told([success(11, "J1", "900.00"), success(12, "J1", "800.00")], {
    profile: "generic_shared_utr",
  });
  assert.deepEqual(classes, ["AMOUNT_MISMATCH", "AMOUNT_MISMATCH"]);
  for (const id of ids) assert.equal((await world.resolve(id, { resolution: "allocate" })).status, 200);
  assert.equal(await state(12), `part_paid 800.00 ${utr("J1")} | EXPORTED`);
  await world.agrees();
});

Deno.test("the other company's stand as before, and the world closes", async () => {
  for (const no of nos) assert.equal(await world.standing(no, rival), "in_bank_file 0.00");
  await world.agrees(rival);
  await world.close();
});
