import assert from "node:assert/strict";
import { callJson } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import { house, rival } from "../support/payout_world.ts";
import { paidOn, type Row, settlementHeader, settlementWorld, success, utr } from "../support/settlement_world.ts";

/** What happens to partners, banks and files between one settlement and the next. */
const world = await settlementWorld();
Deno.test.afterAll(() => world.close());
let last = 4000;
let references = 0;
const fresh = () => ++references;

async function exported(...amounts: string[]): Promise<number[]> {
  const invoices = amounts.map((amount) => ({ no: ++last, amount }));
  await world.exported(invoices);
  await world.exported(invoices, { tenant: rival });
  return invoices.map(({ no }) => no);
}
async function taken(rows: readonly Row[], fields: Record<string, string> = {}, as = "accountant@house.test") {
  const answer = await world.settle(rows, { fields, as });
  assert.equal(answer.status, 200, answer.text);
  return await world.classes(answer.body.reconciliationId, as.endsWith("rival.test") ? rival : house);
}
const say = (no: number, n: number | null, amount: string, status: string, remarks = "", day = paidOn): Row => [
  `inv_${no}`,
  n === null ? "" : utr(n),
  amount,
  day,
  status,
  remarks,
];
const attempts = (no: number) =>
  world.one(
    "select string_agg(concat_ws(' ', t.status, t.utr_number), ', ' order by t.attempt_no) from payout.payout_items as t join payout.invoices as i on i.tenant_id = t.tenant_id and i.id = t.invoice_id where i.tenant_id = $1 and i.public_no = $2",
    house.id,
    no,
  );

Deno.test("a failure without a reference is one; its reason tells whether the partner's details must be changed", async () => {
  const reasons = [
    ["Invalid account number", "partner"],
    ["ACCOUNT CLOSED", "partner"],
    ["Account frozen", "partner"],
    ["NRE account", "partner"],
    ["Beneficiary name mismatch", "partner"],
    ["Insufficient funds", "payer"],
    ["Daily limit exceeded", "payer"],
    ["Bank not available", "payer"],
    ["After cut-off", "payer"],
    ["", "payer"],
    ["something else", "payer"],
  ];
  const nos = await exported(...reasons.map(() => "10.00"));
  const answer = await world.settle(reasons.map(([reason], i) => say(nos[i]!, null, "10.00", "FAILED", reason)));
  assert.equal(answer.body.summary.failed, reasons.length);
  const classes = await world.admin<{ failureClass: string }[]>`
    select failure_class as "failureClass" from payout.invoices where tenant_id = ${house.id} and public_no = any (${nos}) order by public_no`;
  assert.deepEqual(classes.map(({ failureClass }) => failureClass), reasons.map(([, failureClass]) => failureClass));
});

Deno.test("the file of the first bank file comes late, when the second has the invoice: by its bank file, by its reference, or by neither", async () => {
  const [named] = await exported("20.00");
  const first = await world.one(
    "select l.bank_file_id from payout.bank_file_log as l join payout.invoices as i on i.tenant_id = l.tenant_id and i.bank_file_id = l.id where i.tenant_id = $1 and i.public_no = $2",
    house.id,
    named,
  );
  const [told, plain] = await exported("21.00", "22.00");
  const reference = fresh();
  assert.deepEqual(
    await taken([
      say(named!, null, "20.00", "FAILED"),
      say(told!, reference, "21.00", "FAILED"),
      say(plain!, null, "22.00", "FAILED"),
    ]),
    ["FAILED", "FAILED", "FAILED"],
  );
  await world.exportedAgain([named!, told!, plain!]);
  assert.deepEqual(await taken([success(named!, fresh(), "20.00")], { bankFileId: first }), [
    "POSSIBLE_DOUBLE_PAYMENT",
  ]);
  assert.deepEqual(await taken([success(told!, reference, "21.00")]), ["POSSIBLE_DOUBLE_PAYMENT"]);
  assert.equal(await attempts(named!), "FAILED, EXPORTED");
  assert.equal(await attempts(told!), `FAILED ${utr(reference)}, EXPORTED`);
  const newest = fresh();
  assert.deepEqual(await taken([success(plain!, newest, "22.00")]), ["SETTLED"], "it can only be of the newest");
  assert.equal(await attempts(plain!), `FAILED, SUCCESS ${utr(newest)}`);
});

Deno.test("two successes with two references of one invoice in one file: the first settles, the second may be a second payment", async () => {
  const [no] = await exported("30.00");
  const [one, two] = [fresh(), fresh()];
  assert.deepEqual(await taken([success(no!, one, "30.00"), success(no!, two, "30.00")]), [
    "SETTLED",
    "POSSIBLE_DOUBLE_PAYMENT",
  ]);
  assert.equal(await world.standing(no!), `paid 30.00 ${utr(one)}`);
  assert.equal(await world.one("select count(*) from payout.utr_registry where utr = $1", utr(two)), "0");
});

Deno.test("the order of the file applies: pending then success, success then returned, failed then success", async () => {
  const [pending, returned, late, both] = await exported("40.00", "41.00", "42.00", "43.00");
  const [a, b, c, d, e] = [fresh(), fresh(), fresh(), fresh(), fresh()];
  assert.deepEqual(
    await taken([
      say(pending!, null, "40.00", "PENDING"),
      success(returned!, b, "41.00"),
      say(late!, null, "42.00", "FAILED", "timeout"),
      success(both!, d, "43.00"),
      success(pending!, a, "40.00"),
      say(returned!, b, "41.00", "RETURNED", "Account closed", "2026-11-20"),
      success(late!, c, "42.00"),
      say(both!, null, "43.00", "PENDING"),
      success(pending!, e, "40.00"),
    ]),
    [
      "PENDING",
      "SETTLED",
      "FAILED",
      "SETTLED",
      "SETTLED",
      "RETURNED",
      "LATE_SUCCESS",
      "NO_CHANGE",
      "POSSIBLE_DOUBLE_PAYMENT",
    ],
  );
  assert.equal(await world.standing(pending!), `paid 40.00 ${utr(a)}`);
  assert.equal(await world.standing(returned!), `returned 0.00 ${utr(b)}`);
  assert.equal(await world.standing(late!), "failed 0.00");
  assert.equal(await world.standing(both!), `paid 43.00 ${utr(d)}`);
});

Deno.test("a reference given free by a return within the file pays another below it, and not one above it", async () => {
  const [first, above, below] = await exported("50.00", "51.00", "52.00");
  const reference = fresh();
  assert.deepEqual(
    await taken([
      success(first!, reference, "50.00"),
      success(above!, reference, "51.00"),
      say(first!, reference, "50.00", "RETURNED"),
      success(below!, reference, "52.00"),
    ]),
    ["SETTLED", "DUPLICATE_UTR", "RETURNED", "SETTLED"],
  );
  assert.equal(await world.standing(above!), "in_bank_file 0.00");
});

Deno.test("a return with a reference of its own gives the payment's free, in the order of the file, whichever file paid", async () => {
  const [paid, above, below, other, next] = await exported("53.00", "54.00", "55.00", "56.00", "57.00");
  const [reference, own, second] = [fresh(), fresh(), fresh()];
  assert.deepEqual(await taken([success(paid!, reference, "53.00")]), ["SETTLED"]);
  assert.deepEqual(
    await taken([
      success(above!, reference, "54.00"),
      success(other!, second, "56.00"),
      say(paid!, own, "53.00", "RETURNED"),
      success(below!, reference, "55.00"),
      say(other!, null, "56.00", "RETURNED"),
      success(next!, second, "57.00"),
    ]),
    ["DUPLICATE_UTR", "SETTLED", "RETURNED", "SETTLED", "RETURNED", "SETTLED"],
  );
  const [last, alone] = await exported("58.00", "59.00");
  assert.deepEqual(await taken([success(last!, fresh(), "58.00")]), ["SETTLED"]);
  assert.deepEqual(
    await taken([say(last!, references + 1, "58.00", "RETURNED"), success(alone!, references, "59.00")]),
    ["RETURNED", "SETTLED"],
    "no other row of the file shares anything",
  );
  references++;
});

Deno.test("a reference that differs in case and blanks only is the same; another company's own is not", async () => {
  const [one, two, three] = await exported("60.00", "61.00", "62.00");
  const reference = fresh();
  const lower: Row = [`inv_${two}`, ` ${utr(reference).toLowerCase()} `, "61.00", paidOn, "SUCCESS"];
  assert.deepEqual(await taken([success(one!, reference, "60.00"), lower]), ["SETTLED", "DUPLICATE_UTR"]);
  const same: Row = [` INV_${one}`, utr(reference).toLowerCase(), "60.0", paidOn, "success"];
  assert.deepEqual(await taken([success(one!, reference, "60.00"), same, success(999_123, 1, "1.00")]), [
    "ALREADY_APPLIED",
    "DUP_ROW",
    "UNKNOWN_INVOICE",
  ]);
  assert.deepEqual(await taken([success(three!, reference, "62.00")], {}, "accountant@rival.test"), ["SETTLED"]);
  assert.equal(await world.standing(three!), "in_bank_file 0.00", "one's payment is not the other's");
  assert.equal(await world.standing(three!, rival), `paid 62.00 ${utr(reference)}`);
});

Deno.test("the partner's account is changed between export and settlement: the payment is of the account it went to", async () => {
  const [no] = await exported("70.00");
  await world.admin`update payout.bank_accounts as a set superseded_at = now() from payout.partners as p
    where p.tenant_id = ${house.id} and p.destination_id = ${`P-${no}`} and a.tenant_id = p.tenant_id and a.partner_id = p.id`;
  await world
    .admin`insert into payout.bank_accounts (tenant_id, partner_id, holder_name, account_encrypted, account_last4, account_hash, ifsc_code, is_first)
    select tenant_id, id, 'new', 'sealed', '1111', sha256('new'), 'SBIN0000300', false from payout.partners where tenant_id = ${house.id} and destination_id = ${`P-${no}`}`;
  assert.deepEqual(await taken([success(no!, fresh(), "70.00")]), ["SETTLED"]);
  assert.equal(
    await world.one(
      "select a.account_last4 from payout.payout_items as t join payout.bank_accounts as a on a.tenant_id = t.tenant_id and a.id = t.bank_account_id join payout.invoices as i on i.tenant_id = t.tenant_id and i.id = t.invoice_id where i.tenant_id = $1 and i.public_no = $2",
      house.id,
      no,
    ),
    "7890",
  );
});

Deno.test("an invoice that a bank may still pay, or has paid, cannot be cancelled", async () => {
  const [no] = await exported("80.00");
  const cancel = async (reason: string) =>
    await withTenant(await world.context(), ({ sql }) => {
      const asked = { p_invoice_id: `inv_${no}`, p_destination_id: `P-${no}`, p_reason: reason };
      return callJson(sql, "payout.cancel_partner_invoice", asked);
    });
  await assert.rejects(cancel("wrong month"), /partner_invoice_not_cancellable/);
  assert.deepEqual(await taken([say(no!, null, "80.00", "PENDING")]), ["PENDING"]);
  await assert.rejects(cancel("wrong month"), /partner_invoice_not_cancellable/);
  assert.deepEqual(await taken([success(no!, fresh(), "80.00")]), ["SETTLED"]);
  await assert.rejects(cancel("wrong month"), /partner_invoice_not_cancellable/);
  assert.equal(await world.standing(no!), `paid 80.00 ${utr(references)}`);
});

Deno.test("a reference for many payments, where the layout has that: each counts with its invoice, and once", async () => {
  const [one, two, three] = await exported("90.00", "91.00", "92.00");
  const reference = fresh();
  const fields = { profile: "generic_shared_utr" };
  assert.deepEqual(
    await taken([
      success(one!, reference, "90.00"),
      success(two!, reference, "91.00"),
      say(two!, reference, "91.00", "RETURNED"),
    ], fields),
    [
      "SETTLED",
      "SETTLED",
      "RETURNED",
    ],
  );
  assert.deepEqual(await taken([success(one!, reference, "90.00"), success(three!, reference, "92.00")], fields), [
    "ALREADY_APPLIED",
    "SETTLED",
  ]);
  const [other] = await exported("93.00");
  const alone = fresh();
  assert.deepEqual(await taken([success(other!, alone, "93.00")]), ["SETTLED"]);
  assert.equal(await world.one("select string_agg(scope, '') from payout.utr_registry where utr = $1", utr(alone)), "");
});

Deno.test("what was exported and no file tells of is not assumed to be anything, and is told of as not reported", async () => {
  const [told, silent] = await exported("100.00", "101.00");
  const answer = await world.settle([success(told!, fresh(), "100.00")]);
  const { exported: sums, bankFiles } = answer.body.control;
  assert.deepEqual([sums.exported, sums.settled, sums.notReported, bankFiles.length], [201, 100, 101, 1]);
  assert.equal(await world.standing(silent!), "in_bank_file 0.00");
  assert.equal(
    await world.one(
      "select status from payout.bank_file_log where tenant_id = $1 and bank_file_id = $2",
      house.id,
      bankFiles[0],
    ),
    "part_reconciled",
  );
  await world.settle([success(silent!, fresh(), "101.00")]);
  assert.equal(
    await world.one(
      "select status from payout.bank_file_log where tenant_id = $1 and bank_file_id = $2",
      house.id,
      bankFiles[0],
    ),
    "reconciled",
  );
});

Deno.test("payments of several days are a journal a day; a return is one of its own; in a closed period they stand on today's", async () => {
  const nos = await exported("110.00", "111.00", "112.00");
  const answer = await world.settle([
    success(nos[0]!, fresh(), "110.00", "2026-11-19"),
    success(nos[1]!, fresh(), "111.00", "2026-11-18"),
    success(nos[2]!, references + 1, "112.00", "2026-11-19"),
    say(nos[2]!, ++references, "112.00", "RETURNED", "", "2026-11-20"),
  ]);
  const id = answer.body.reconciliationId;
  const posted = (of: string) =>
    world.one(
      "select string_agg(concat_ws(' ', p.kind, p.amount, p.posted_on), ', ' order by p.created_at, p.id) from payout.postings as p join payout.settlement_files as f on f.tenant_id = p.tenant_id and f.id = p.settlement_file_id where f.reconciliation_id = $1 and f.tenant_id = $2",
      of,
      house.id,
    );
  assert.equal(
    await posted(id),
    "settlement 111.00 2026-11-18, settlement 222.00 2026-11-19, return 112.00 2026-11-20",
  );
  const lock = await world.api("POST /api/periods/lock", { body: { until: "2026-11-19", reason: "closed" } });
  assert.ok(lock.status < 300, lock.text);
  const [no] = await exported("113.00");
  const late = await world.settle([success(no!, fresh(), "113.00", "2026-11-18")]);
  assert.equal(late.status, 200, late.text);
  assert.equal(await posted(late.body.reconciliationId), "settlement 113.00 2026-11-20");
});

Deno.test("a company that keeps payments out of its books settles all the same", async () => {
  await world.exported([{ no: ++last, amount: "120.00" }], { tenant: rival });
  await world.admin`update payout.settings set books_invoices = false where tenant_id = ${rival.id}`;
  assert.deepEqual(await taken([success(last, fresh(), "120.00")], {}, "accountant@rival.test"), ["SETTLED"]);
  assert.equal(
    await world.one("select count(*) from payout.postings where tenant_id = $1 and amount = 120.00", rival.id),
    "0",
  );
  await world.admin`update payout.settings set books_invoices = true where tenant_id = ${rival.id}`;
});

Deno.test("100,001 rows and files of more than 32 MiB are refused, and nothing of them is kept", async () => {
  const rows = Array.from({ length: 100_001 }, (_, i) => `inv_${900_000 + i},,1.00,${paidOn},PENDING,`);
  const before = await world.one("select count(*) from payout.settlement_files");
  const long = await world.settle(`${settlementHeader}\n${rows.join("\n")}\n`);
  assert.deepEqual([long.status, long.body.code], [400, "settlement_file_too_long"], long.text);
  const longer = await world.settle(`${settlementHeader}\n${rows.join("\n")}\n${rows[0]}\n`);
  assert.deepEqual([longer.status, longer.body.code], [400, "csv_too_many_rows"], longer.text);
  const large = await world.settle(new Uint8Array(32 * 1024 * 1024 + 1).fill(10));
  assert.deepEqual([large.status, large.body.code], [400, "settlement_file_too_large"], large.text);
  assert.equal(await world.one("select count(*) from payout.settlement_files"), before);
  assert.equal(await world.one("select count(*) from payout.settlement_intake"), "0");
});
