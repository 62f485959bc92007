import assert from "node:assert/strict";
import type { NewTenant } from "../../domain/core/mod.ts";
import type { Answer } from "./app.ts";
import { house } from "./payout_world.ts";
import { type Row, type SettlementWorld, settlementWorld } from "./settlement_world.ts";
import { acting } from "./tenants.ts";

export interface ExceptionWorld extends SettlementWorld {
  /** Settles rows of the house and answers what it became, with the exceptions in the order of their lines. */
  told(rows: readonly Row[], fields?: Record<string, string>): Promise<Told>;
  /** `resolve(id, { resolution: "allocate" })`, as the owner unless told: another person than who uploads. */
  resolve(id: string, body: unknown, as?: string, headers?: Record<string, string>): Promise<Answer>;
  /** Refused, and by this name. */
  refused(id: string, body: unknown, code: string, as?: string): Promise<Answer>;
  /** What the books say left the bank, less what came back. */
  bank(tenant?: NewTenant): Promise<string>;
  /** Everything that must hold after any decision: see below. */
  agrees(tenant?: NewTenant): Promise<void>;
}

interface Told {
  readonly reconciliationId: string;
  readonly classes: string[];
  readonly ids: string[];
}

export async function exceptionWorld(): Promise<ExceptionWorld> {
  const world = await settlementWorld();
  const list = (tenant: NewTenant, text: string) =>
    world.admin.unsafe(text, [tenant.id]) as unknown as Promise<{ said: string }[]>;
  const resolve: ExceptionWorld["resolve"] = (id, body, as = "owner@house.test", headers = {}) =>
    world.api(`POST /api/admin/exceptions/${id}/resolve`, { as, body, headers });
  return {
    ...world,
    resolve,
    async told(rows, fields = {}) {
      const answer = await world.settle(rows, { fields });
      assert.equal(answer.status, 200, answer.text);
      const { reconciliationId } = answer.body;
      const ids = await world.admin<{ id: string }[]>`
        select e.id from payout.settlement_exceptions as e
        join payout.settlement_files as f on f.tenant_id = e.tenant_id and f.id = e.file_id
        where f.tenant_id = ${house.id} and f.reconciliation_id = ${reconciliationId} order by e.line_no`;
      return { reconciliationId, classes: await world.classes(reconciliationId), ids: ids.map(({ id }) => id) };
    },
    async refused(id, body, code, as) {
      const answer = await resolve(id, body, as);
      assert.equal(answer.body.code, code, answer.text);
      return answer;
    },
    bank: (tenant = house) =>
      world.one(
        `select coalesce(sum(e.credit) - sum(e.debit), 0.00) from ledger.ledger_entries as e
         join ledger.ledgers as l on l.tenant_id = e.tenant_id and l.id = e.ledger_id where e.tenant_id = $1 and l.code = 'bank'`,
        tenant.id,
      ),
    async agrees(tenant = house) {
      for (const [promise, text] of Object.entries(promises)) {
        assert.deepEqual((await list(tenant, text)).map(({ said }) => said), [], promise);
      }
      // Raises where a control equation does not hold.
      await acting(world.db, tenant.id)(async ({ sql }) => {
        await sql`
          select payout.settlement_totals(f.id, array(select l.id from payout.bank_file_log as l),
            (f.totals #>> '{rows,total}')::int, (f.totals #>> '{amounts,total}')::numeric, null)
          from payout.settlement_files as f where f.status = 'applied'`;
      });
    },
  };
}

/** What each sentence promises is looked for where it is broken. */
const promises = {
  "an invoice has settled what its attempts have": `
    select i.invoice_id || ' ' || i.settled_amount as said from payout.invoices as i where i.tenant_id = $1
      and i.settled_amount <> (select coalesce(sum(t.settled_amount), 0) from payout.payout_items as t where t.tenant_id = $1 and t.invoice_id = i.id)`,
  "an invoice says of its last standing attempt what that says": `
    select concat_ws(' ', i.invoice_id, i.status, t.status) as said from payout.invoices as i
    join payout.payout_items as t on t.tenant_id = $1 and t.invoice_id = i.id and t.is_standing
    where i.tenant_id = $1 and i.status is distinct from case when t.status = 'SUCCESS' then 'paid' when t.settled_amount > 0 then 'part_paid' else 'in_bank_file' end`,
  "a reference that is alive stands for an attempt that got money, or an advance": `
    select u.utr as said from payout.utr_registry as u join payout.payout_items as t on t.tenant_id = $1 and t.id = u.item_id
    where u.tenant_id = $1 and u.released_at is null and t.settled_amount = 0
      and not exists (select from payout.settlement_allocations as a where a.tenant_id = $1 and a.item_id = t.id
        having sum(case a.kind when 'advance' then a.amount when 'advance_returned' then -a.amount end) > 0)`,
  "the bank's ledger has what was paid, in advance too, and not returned": `
    select paid.amount || ' is not ' || booked.amount as said
    from (select coalesce(sum(t.settled_amount), 0) + (select coalesce(sum(case a.kind when 'advance' then a.amount when 'advance_returned' then -a.amount end), 0) from payout.settlement_allocations as a where a.tenant_id = $1) as amount
          from payout.payout_items as t where t.tenant_id = $1) as paid,
      (select coalesce(sum(e.credit) - sum(e.debit), 0) as amount from ledger.ledger_entries as e
       join ledger.ledgers as l on l.tenant_id = e.tenant_id and l.id = e.ledger_id where e.tenant_id = $1 and l.code = 'bank') as booked
    where paid.amount <> booked.amount`,
  "what is owed to partners fell by what was settled and written off": `
    select paid.amount || ' is not ' || booked.amount as said
    from (select coalesce(sum(t.settled_amount), 0) + (select coalesce(sum(case a.kind when 'write_off' then a.amount when 'write_off_reversed' then -a.amount end), 0) from payout.settlement_allocations as a where a.tenant_id = $1) as amount
          from payout.payout_items as t where t.tenant_id = $1) as paid,
      (select coalesce(sum(e.debit) - sum(e.credit), 0) as amount from ledger.ledger_entries as e
       join ledger.ledgers as l on l.tenant_id = e.tenant_id and l.id = e.ledger_id where e.tenant_id = $1 and l.code = 'partner_payouts_payable') as booked
    where paid.amount <> booked.amount`,
  "a resolved exception has its decision among the decisions": `
    select e.id::text as said from payout.settlement_exceptions as e where e.tenant_id = $1 and e.status = 'RESOLVED'
      and not exists (select from payout.settlement_resolutions as d where d.tenant_id = $1 and d.exception_id = e.id and d.resolution = e.resolution)`,
};
