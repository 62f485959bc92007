import assert from "node:assert/strict";
import type { TransactionSql } from "../../db/pool.ts";
import { house, rival } from "../support/payout_world.ts";
import { settlementWorld } from "../support/settlement_world.ts";
import { acting } from "../support/tenants.ts";

const world = await settlementWorld();
Deno.test.afterAll(() => world.close());
const nos = Array.from({ length: 20 }, (_, i) => ({ no: 100 + i, amount: "1000.00" }));
const tenants = [house, rival];

Deno.test.beforeAll(async () => {
  for (const tenant of tenants) {
    await world.exported(nos, { tenant });
    await world.admin`
      insert into ops.notifications (tenant_id, kind, key, severity, subject, body, mail_due_at)
      select ${tenant.id}, 'portal_down', 'n' || n, 'critical', 'Down', 'Nothing goes out.', now() - interval '1 hour'
      from generate_series(1, 20) as n`;
    await world.admin`
      insert into payout.otp_log (tenant_id, public_no, invoice_id, destination_id, email, document_sha256, otp_hash, code_encrypted, otp_sent_at, otp_expires_at)
      select tenant_id, public_no, id, destination_id, partner_email, sha256(''), 'hash', 'sealed', now(), now() + interval '1 day'
      from payout.invoices where tenant_id = ${tenant.id}`;
    await world.admin`
      insert into payout.documents (tenant_id, invoice_id, kind, file_name, sha256, size, bytes, keep_until)
      select tenant_id, id, 'original', 'a.pdf', sha256('x'), 1, 'x', '2040-01-01' from payout.invoices where tenant_id = ${tenant.id}`;
  }
  await world.admin`
    insert into ops.installation_notifications (kind, key, severity, subject, body, mail_due_at)
    select 'portal_down', 'n' || n, 'critical', 'Down', 'Nothing goes out.', now() - interval '1 hour' from generate_series(1, 20) as n`;
});

/** Plans in which a subquery is looked for anew for each row of the table, which the planner is free to choose. */
async function badPlans(sql: TransactionSql): Promise<void> {
  for (const plan of ["hashjoin", "mergejoin", "material", "memoize", "hashagg", "sort", "indexscan", "bitmapscan"]) {
    await sql.unsafe(`set local enable_${plan} = off`);
  }
}

const claims: Record<string, (sql: TransactionSql) => Promise<readonly { id: string }[]>> = {
  "ops.claim_mail": (sql) => sql`select id from ops.claim_mail(3)`,
  "ops.claim_operators_mail": (sql) => sql`select id from ops.claim_operators_mail(3)`,
  "payout.claim_otp_mails": (sql) => sql`select id from payout.claim_otp_mails(3, interval '5 minutes')`,
  "payout.claim_documents": (sql) => sql`select id from payout.claim_documents(3, 60)`,
};

for (const [name, claim] of Object.entries(claims)) {
  Deno.test(`${name}: of two workers each takes as many as it was told to, and none of the other's`, async () => {
    for (const tenant of name === "ops.claim_operators_mail" ? [house] : tenants) {
      const [both, taken] = [Promise.withResolvers<void>(), [] as string[][]];
      const worker = () =>
        acting(world.workerDb, tenant.id)(async ({ sql }) => {
          await badPlans(sql);
          if (taken.push((await claim(sql)).map(({ id }) => id)) === 2) both.resolve();
          await both.promise; // neither has committed when the other looks
        });
      await Promise.all([worker(), worker()]);
      assert.deepEqual(taken.map((ids) => ids.length), [3, 3], tenant.id);
      assert.equal(new Set(taken.flat()).size, 6);
    }
  });
}
