import assert from "node:assert/strict";
import fc from "fast-check";
import { house, rival } from "../support/payout_world.ts";
import { type ModelFile, type Outcome, SettlementModel } from "../support/settlement_model.ts";
import { type Row, settlementHeader, settlementWorld, utr } from "../support/settlement_world.ts";

/** Random files over a few invoices: what the database makes of them is what the rules written a second time do. */
const world = await settlementWorld();
Deno.test.afterAll(() => world.close());
const rupees = (paise: number) => (paise / 100).toFixed(2);
const amounts = [10_000, 10_000, 25_050, 10_000, 7];

interface AskedRow {
  readonly invoice: number;
  readonly reference: number;
  readonly amount: number;
  readonly day: string;
  readonly status: string;
  readonly remarks: string;
  readonly isLoud: boolean;
}
type Step =
  | { readonly kind: "settle"; readonly rows: readonly AskedRow[]; readonly named: number; readonly preview: boolean }
  | { readonly kind: "again"; readonly which: number; readonly state: ModelFile["state"]; readonly approvedOn: string }
  | { readonly kind: "cancel"; readonly which: number };

const often = <T>(weight: number, value: T, ...others: T[]) =>
  fc.oneof({ weight, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: fc.constantFrom(...others) });
const row: fc.Arbitrary<AskedRow> = fc.record({
  invoice: fc.nat(amounts.length), // the last is nobody's
  reference: often(2, 0, 1, 2, 3, 4, 5, 6, -1, -1, -2), // negative: none, or none that can be read
  amount: often(6, 0, 1, -1, NaN),
  day: often(6, "2026-11-19", "2026-11-20", "2026-11-18", "2026-11-16", "2026-11-21", "2026-02-30"),
  status: fc.constantFrom(
    ..."SUCCESS SUCCESS SUCCESS FAILED FAILED RETURNED RETURNED PENDING PENDING paid Reversed WHO".split(" "),
    "",
  ),
  remarks: often(4, "", "Account closed"),
  isLoud: fc.boolean(),
});
const state = fc.constantFrom<ModelFile["state"]>("sent_to_bank", "sent_to_bank", "approved", "generated");
const approvedOn = fc.constantFrom("2026-11-16", "2026-11-18", "2026-11-19", "2026-11-20");
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant("settle" as const),
      rows: fc.array(row, { minLength: 1, maxLength: 14 }),
      named: fc.integer({ min: -4, max: 3 }),
      preview: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("again" as const), which: fc.nat(31), state, approvedOn }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("cancel" as const), which: fc.nat(4) }) },
);

let run = 0;
let serial = 0;
let bank = 0;

/** One company's story: bank files go out, settlement files come in, failed payments are tried again. */
class Story {
  readonly model = new SettlementModel("2026-11-20");
  readonly base = 100_000 + 10 * ++run;
  readonly nos = amounts.map((_, i) => this.base + i);

  async begin(second: ModelFile["state"], day: string): Promise<void> {
    await this.export(this.nos.slice(0, 3), "sent_to_bank", "2026-11-18", true);
    await this.export(this.nos.slice(3), second, day, true);
    await world.exported(this.nos.map((no, i) => ({ no, amount: rupees(amounts[i]!) })), { tenant: rival });
  }

  private async export(nos: number[], status: ModelFile["state"], day: string, isFirst: boolean): Promise<void> {
    const wanted = nos.map((no) => ({ no, amount: amounts[no - this.base]! }));
    const id = isFirst
      ? await world.exported(wanted.map(({ no, amount }) => ({ no, amount: rupees(amount) })), { status })
      : await world.exportedAgain(nos, status);
    await world.admin`update payout.bank_file_log set approved_at = ${`${day}T11:00:00+05:30`}
      where tenant_id = ${house.id} and bank_file_id = ${id}`;
    this.model.export(id, status, day, wanted);
  }

  async take(step: Step): Promise<void> {
    if (step.kind === "settle") await this.settle(step);
    else if (step.kind === "cancel") await this.cancel(step.which);
    else {
      const ended = [...this.model.invoices.values()].filter(({ status }) =>
        ["failed", "returned", "submitted"].includes(status)
      );
      const nos = ended.map(({ no }) => no).filter((no) => step.which & 1 << (no - this.base));
      if (nos.length > 0) await this.export(nos, step.state, step.approvedOn, false);
    }
  }

  private async cancel(which: number): Promise<void> {
    const file = this.model.files[which];
    if (!file) return;
    const answer = await world.api(`POST /api/admin/bank-files/${file.id}/cancel`, {
      body: { reason: "a wrong month" },
    });
    assert.equal(answer.status === 200, this.model.cancel(file), answer.text);
  }

  private rowOf({ invoice, reference, amount, day, status, remarks, isLoud }: AskedRow): Row {
    const right = amounts[invoice] ?? 500;
    const name = invoice < amounts.length ? `inv_${this.base + invoice}` : `inv_${900_000 + this.base}`;
    const bank = reference === -2 ? "N/A" : reference < 0 ? "" : utr(10 * run + reference);
    const loud = (text: string) =>
      isLoud ? ` ${text === text.toUpperCase() ? text.toLowerCase() : text.toUpperCase()} ` : text;
    return [loud(name), loud(bank), Number.isNaN(amount) ? "abc" : rupees(right + amount), day, loud(status), remarks];
  }

  private async settle({ rows: asked, named, preview }: Step & { kind: "settle" }): Promise<void> {
    const rows = asked.map((one) => this.rowOf(one));
    const file = this.model.files[named] ?? null;
    const lines = rows.map((one) => [...one, "", ""].slice(0, 6).join(","));
    const text = `${settlementHeader},serial\n${lines.map((line) => `${line},${serial}`).join("\n")}\n`;
    serial++;
    const fields: Record<string, string> = file ? { bankFileId: file.id } : {};
    const before = preview ? await this.standing() : "";
    let answer = await world.settle(text, { fields, preview });
    assert.equal(answer.status, 200, answer.text);
    const wanted = this.model.settle(rows, file);
    if (preview) {
      assert.equal(await this.standing(), before, "a preview changes nothing");
      await this.same(answer.body, wanted);
      answer = await world.api(`POST /api/admin/reconciliation/${answer.body.reconciliationId}/apply`);
      assert.equal(answer.status, 200, answer.text);
    }
    await this.same(answer.body, wanted);
    assert.equal(await this.standing(), this.wanted());
  }

  // deno-lint-ignore no-explicit-any -- an answer, looked at field by field
  private async same(body: any, wanted: Outcome): Promise<void> {
    assert.deepEqual(await world.classes(body.reconciliationId), wanted.classes);
    const inPaise = (sums: Record<string, number>) =>
      Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, Math.round(sum * 100)]));
    assert.deepEqual(body.control.rows, wanted.rows);
    assert.deepEqual(inPaise(body.control.amounts), wanted.amounts);
    assert.deepEqual(inPaise(body.control.exported), wanted.exported);
  }

  private async standing(): Promise<string> {
    return await world.one(
      `select concat_ws(E'\\n',
        (select string_agg(concat_ws(' ', i.public_no, i.status, i.settled_amount), E'\\n' order by i.public_no) from payout.invoices as i
         where i.tenant_id = $1 and i.public_no = any ($2)),
        (select string_agg(concat_ws(' ', i.public_no, t.attempt_no, t.status, t.settled_amount, t.utr_number), E'\\n' order by i.public_no, t.attempt_no)
         from payout.payout_items as t join payout.invoices as i on i.tenant_id = t.tenant_id and i.id = t.invoice_id
         where i.tenant_id = $1 and i.public_no = any ($2)),
        (select string_agg(concat_ws(' ', u.utr, i.public_no), E'\\n' order by u.utr) from payout.utr_registry as u
         join payout.payout_items as t on t.tenant_id = u.tenant_id and t.id = u.item_id join payout.invoices as i on i.tenant_id = t.tenant_id and i.id = t.invoice_id
         where u.tenant_id = $1 and u.released_at is null and i.public_no = any ($2)),
        (select string_agg(concat_ws(' ', l.bank_file_id, l.status), E'\\n' order by l.public_no) from payout.bank_file_log as l
         where l.tenant_id = $1 and l.bank_file_id = any ($3)),
        (select concat('bank ', coalesce(sum(e.credit) - sum(e.debit), 0.00)) from ledger.ledger_entries as e
         join ledger.ledgers as l on l.tenant_id = e.tenant_id and l.id = e.ledger_id where e.tenant_id = $1 and l.code = 'bank'))`,
      house.id,
      this.nos,
      this.model.files.map(({ id }) => id),
    );
  }

  private wanted(): string {
    const { invoices, files, references } = this.model;
    const all = [...invoices.values()].sort((one, other) => one.no - other.no);
    return [
      ...all.map(({ no, status, settled }) => `${no} ${status} ${rupees(settled)}`),
      ...all.flatMap(({ no, attempts }) =>
        attempts.map((one) => [no, one.no, one.status, rupees(one.settled), one.utr ?? []].flat().join(" "))
      ),
      ...[...references].sort().map(([reference, { invoice }]) => `${reference} ${invoice.no}`),
      ...files.map(({ id, state }) => `${id} ${state}`),
      `bank ${rupees(bank + this.model.bank)}`,
    ].join("\n");
  }
}

Deno.test("whatever banks write, the database and the rules written a second time agree: classes, states, sums, books", async () => {
  const classes = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), state, approvedOn, async (steps, second, day) => {
      const story = new Story();
      const settle = story.model.settle.bind(story.model);
      story.model.settle = (...asked) => {
        const outcome = settle(...asked);
        for (const name of outcome.classes) classes.set(name, (classes.get(name) ?? 0) + 1);
        return outcome;
      };
      await story.begin(second, day);
      try {
        for (const one of steps) await story.take(one);
      } finally {
        bank += story.model.bank;
      }
    }),
    { numRuns: 25, endOnFailure: true },
  );
  assert.equal(
    await world.one("select count(*) from payout.invoices where tenant_id = $1 and status <> 'in_bank_file'", rival.id),
    "0",
    "the other company's invoices, under the same numbers, stand as they were",
  );
  console.log([...classes].sort().map((one) => one.join(" ")).join(", "));
});
