import assert from "node:assert/strict";
import { signedInvoices } from "../support/payout_bulk.ts";
import { rival } from "../support/payout_world.ts";
import { paidOn, type Row, settlementWorld, success, utr } from "../support/settlement_world.ts";

/** Two people at the same instant: with one reference, one file, one preview, or with a bank file that is taken back. */
const world = await settlementWorld();
Deno.test.afterAll(() => world.close());
const [owner, accountant, clerk] = ["owner@house.test", "accountant@house.test", "clerk@house.test"];
let last = 6000;
let references = 0;

async function exported(
  many: number,
  amount = "100.00",
  status = "sent_to_bank",
): Promise<{ nos: number[]; file: string }> {
  const invoices = Array.from({ length: many }, () => ({ no: ++last, amount }));
  await world.exported(invoices, { tenant: rival });
  return { file: await world.exported(invoices, { status }), nos: invoices.map(({ no }) => no) };
}
const deadlocks = () => world.one("select deadlocks from pg_stat_database where datname = current_database()");
const count = (what: string, ...values: unknown[]) => world.one(`select count(*) from payout.${what}`, ...values);
const apply = (id: string, as: string) => world.api(`POST /api/admin/reconciliation/${id}/apply`, { as });

/** Rounds of a race; PostgreSQL found no deadlock in any of them, hidden by a retry or not. */
async function rounds(many: number, race: (round: number) => Promise<void>): Promise<void> {
  for (const as of [owner, accountant, clerk]) await world.api("GET /api/admin/payout-settings", { as });
  for (let round = 0; round < many; round++) await race(round);
  await world.admin`select pg_stat_force_next_flush()`;
  assert.equal(await deadlocks(), "0");
}

Deno.test("two people send two files with one reference at once: exactly one payment stands, every time", async () => {
  const winners = new Set<number>();
  await rounds(25, async () => {
    const { nos } = await exported(2);
    const reference = ++references;
    const both = await Promise.all([
      world.settle([success(nos[0]!, reference, "100.00")], { as: owner }),
      world.settle([success(nos[1]!, reference, "100.00")], { as: accountant }),
    ]);
    assert.deepEqual(both.map(({ status }) => status), [200, 200], both.map(({ text }) => text).join("\n"));
    const classes = (await Promise.all(both.map(({ body }) => world.classes(body.reconciliationId)))).flat();
    assert.deepEqual([...classes].sort(), ["DUPLICATE_UTR", "SETTLED"]);
    winners.add(classes.indexOf("SETTLED"));
    const standing = await Promise.all(nos.map((no) => world.standing(no)));
    assert.deepEqual(standing.sort(), ["in_bank_file 0.00", `paid 100.00 ${utr(reference)}`]);
    assert.equal(await count("utr_registry where utr = $1 and released_at is null", utr(reference)), "1");
    assert.equal(await world.standing(nos[0]!, rival), "in_bank_file 0.00");
  });
  assert.ok(winners.size > 0);
});

Deno.test("two people apply two previews with one reference at once: one is applied, the other is out of date", async () => {
  await rounds(10, async () => {
    const { nos } = await exported(2);
    const reference = ++references;
    const ids: string[] = [];
    for (const no of nos) {
      const preview = await world.settle([success(no, reference, "100.00")], { preview: true });
      ids.push(preview.body.reconciliationId);
    }
    const both = await Promise.all([apply(ids[0]!, owner), apply(ids[1]!, accountant)]);
    assert.deepEqual(both.map(({ status }) => status).sort(), [200, 409], both.map(({ text }) => text).join("\n"));
    assert.equal(both.find(({ status }) => status === 409)!.body.code, "settlement_preview_out_of_date");
    assert.equal(await count("utr_registry where utr = $1", utr(reference)), "1");
  });
});

Deno.test("one file six times at once: one result and five that tell of it; booked once", async () => {
  await rounds(8, async () => {
    const { nos } = await exported(3);
    const rows = nos.map((no) => success(no, ++references, "100.00"));
    const all = await Promise.all(
      Array.from({ length: 6 }, (_, i) => world.settle(rows, { as: [owner, accountant, clerk][i % 3]! })),
    );
    assert.deepEqual(all.map(({ status }) => status), Array(6).fill(200), all.map(({ text }) => text).join("\n"));
    assert.equal(new Set(all.map(({ body }) => body.reconciliationId)).size, 1);
    assert.deepEqual(all.map(({ body }) => body.duplicate).sort(), [false, true, true, true, true, true]);
    assert.ok(all.every(({ body }) => body.status === "applied" && body.summary.successful === 3));
    const booked =
      "postings as p join payout.settlement_files as f on f.tenant_id = p.tenant_id and f.id = p.settlement_file_id where f.reconciliation_id = $1";
    assert.equal(await count(booked, all[0]!.body.reconciliationId), "1");
  });
});

Deno.test("one preview is applied by four people at once: done once, and told to the others", async () => {
  await rounds(8, async () => {
    const { nos } = await exported(1);
    const rows = [success(nos[0]!, ++references, "100.00")];
    const { body: { reconciliationId: id } } = await world.settle(rows, { preview: true });
    const all = await Promise.all([
      apply(id, owner),
      apply(id, accountant),
      apply(id, clerk),
      world.settle(rows, { as: owner }),
    ]);
    assert.deepEqual(all.map(({ status }) => status), [200, 200, 200, 200], all.map(({ text }) => text).join("\n"));
    assert.deepEqual(all.map(({ body }) => body.duplicate).sort(), [false, true, true, true]);
    assert.equal(await count("utr_registry where utr = $1", utr(references)), "1");
  });
});

Deno.test("a settlement beside the taking back of its bank file: one of them is first, and the other sees it", async () => {
  const ends = new Set<string>();
  await rounds(16, async (round) => {
    const { nos, file } = await exported(5, "100.00", "approved");
    const rows = nos.map((no) => success(no, ++references, "100.00"));
    const cancel = () =>
      world.api(`POST /api/admin/bank-files/${file}/cancel`, { as: owner, body: { reason: "a wrong month" } });
    const settle = () => world.settle(rows, { as: accountant });
    const [settled, cancelled] = round % 2
      ? await Promise.all([settle(), cancel()])
      : await Promise.all([cancel(), settle()]).then(([one, other]) => [other, one] as const);
    assert.equal(settled.status, 200, settled.text);
    const classes = new Set(await world.classes(settled.body.reconciliationId));
    const standing = new Set(
      (await Promise.all(nos.map((no) => world.standing(no)))).map((text) => text.split(" ")[0]),
    );
    assert.deepEqual([classes.size, standing.size], [1, 1]);
    if (cancelled.status === 200) assert.deepEqual([...classes, ...standing], ["NOT_EXPORTED", "submitted"]);
    else {
      assert.deepEqual([cancelled.status, cancelled.body.code], [409, "bank_file_not_in_state"], cancelled.text);
      assert.deepEqual([...classes, ...standing], ["SETTLED", "paid"]);
    }
    ends.add(`${cancelled.status}`);
  });
  console.log(`cancelling answered ${[...ends].sort().join(" and ")}`);
});

Deno.test("a file of returns beside a retry of the same invoices: neither waits for the other in a circle", async () => {
  await rounds(3, async () => {
    const { nos } = await exported(80);
    const rows = nos.map((no) => success(no, ++references, "100.00"));
    assert.equal((await world.settle(rows)).body.summary.successful, 80);
    const returned = rows.map(([no, reference]): Row => [no, reference, "100.00", paidOn, "RETURNED", "bank down"])
      .reverse();
    const invoiceIds = nos.map((no) => `inv_${no}`);
    const [settled, retried] = await Promise.all([
      world.settle(returned, { as: accountant }),
      world.api("POST /api/admin/retry-failed", { as: owner, body: { invoiceIds } }),
    ]);
    assert.equal(settled.status, 200, settled.text);
    assert.equal(retried.status, 200, retried.text);
    assert.equal(settled.body.control.rows.returned, 80);
    assert.ok([0, 80].includes(retried.body.retried.length), `${retried.body.retried.length}`);
  });
});

Deno.test("settlements beside exports, approvals and journals of the same company: all of them end", async () => {
  await rounds(4, async (round) => {
    const many = await Promise.all([exported(20), exported(20), exported(20, "100.00", "approved")]);
    const waiting = await exported(20, "100.00", "approved");
    const invoiceIds = await signedInvoices(world, 5, { from: 1 + 5 * round });
    const work = [
      ...many.map(({ nos }) => world.settle(nos.map((no) => success(no, ++references, "100.00")), { as: accountant })),
      world.api(`POST /api/admin/bank-files/${waiting.file}/mark-sent`, { as: owner }),
      world.api("POST /api/admin/export-bank-file", { as: clerk, body: { invoiceIds } }),
      ...[1, 2, 3].map((n) =>
        world.api("POST /api/vouchers", {
          as: owner,
          body: {
            type: "journal",
            date: "2026-11-20",
            entries: [{ ledger: "bank", debit: n }, { ledger: "partner_advances", credit: n }],
          },
        })
      ),
    ];
    for (const answer of await Promise.all(work)) assert.ok(answer.status < 300, answer.text);
  });
  assert.equal(
    await world.one("select count(*) from payout.invoices where tenant_id = $1 and status <> 'in_bank_file'", rival.id),
    "0",
  );
  assert.equal(await world.one("select count(*) from payout.settlement_intake"), "0");
});
