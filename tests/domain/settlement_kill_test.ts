import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { until } from "../jobs/job_world.ts";
import { house, rival } from "../support/payout_world.ts";
import { paidOn, type Row, settlementWorld, success } from "../support/settlement_world.ts";

/** A process or a backend that dies in the middle of applying: all of the file stands or nothing, and it is applied afterwards. */
const world = await settlementWorld();
Deno.test.afterAll(() => world.close());
const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });
const many = 600;
let last = 7000;
let references = 0;

/** A previewed file of payments, failures and returns; its id. */
async function previewed(): Promise<{ id: string; nos: number[] }> {
  const invoices = Array.from({ length: many }, () => ({ no: ++last, amount: "100.00" }));
  const nos = invoices.map(({ no }) => no);
  await world.exported(invoices);
  await world.exported(invoices.slice(0, 10), { tenant: rival });
  const rows = nos.map((no, i): Row =>
    i % 10 === 0 ? [`inv_${no}`, "", "100.00", paidOn, "FAILED", "Account closed"] : success(no, ++references, "100.00")
  );
  const returned: Row = [`inv_${nos[1]}`, rows[1]![1], "100.00", paidOn, "RETURNED"];
  const { body } = await world.settle([...rows, returned], { preview: true });
  return { id: body.reconciliationId, nos };
}

/** `status rows paid failed returned references journals exceptions` of a file and its invoices. */
const standing = ({ id, nos }: { id: string; nos: number[] }) =>
  world.one(
    `select concat_ws(' ', f.status,
       (select count(*) from payout.settlement_rows as r where r.tenant_id = f.tenant_id and r.file_id = f.id),
       (select string_agg(n.text, ' ') from (select concat(i.status, ':', count(*), ':', sum(i.settled_amount)) as text from payout.invoices as i
          where i.tenant_id = f.tenant_id and i.public_no = any ($3) group by i.status order by i.status) as n),
       (select string_agg(n.text, ' ') from (select concat(t.status, ':', count(*)) as text from payout.payout_items as t join payout.invoices as i
          on i.tenant_id = t.tenant_id and i.id = t.invoice_id where i.tenant_id = f.tenant_id and i.public_no = any ($3) group by t.status order by t.status) as n),
       (select count(*) from payout.utr_registry as u where u.tenant_id = f.tenant_id and u.file_id = f.id),
       (select coalesce(sum(p.amount), 0) from payout.postings as p where p.tenant_id = f.tenant_id and p.settlement_file_id = f.id),
       (select count(*) from billing.vouchers as v where v.tenant_id = f.tenant_id and v.reference = f.reconciliation_id))
     from payout.settlement_files as f where f.tenant_id = $1 and f.reconciliation_id = $2`,
    house.id,
    id,
    nos,
  );
const [failed, arrived] = [many / 10, many - many / 10];
const nothing = `previewed ${many + 1} in_bank_file:${many}:0.00 EXPORTED:${many} 0 0 0`;
const everything = [
  `applied ${many + 1} failed:${failed}:0.00 paid:${arrived - 1}:${arrived - 1}00.00 returned:1:0.00`,
  `FAILED:${failed} RETURNED:1 SUCCESS:${arrived - 1} ${arrived} ${arrived + 1}00.00 2`,
].join(" ");

async function connections(condition = "true"): Promise<number> {
  const [row] = await world.admin.unsafe<{ n: number }[]>(`select count(*)::int as n from pg_stat_activity
    where datname = current_database() and application_name = 'to be killed' and ${condition}`);
  return row!.n;
}
const isApplying = async () => await connections("state = 'active' and query like '%apply_previewed%'") > 0;

/** Applies in a process of its own; `death` comes once it has begun. */
async function dying(id: string, death: (child: Deno.ChildProcess) => Promise<unknown>): Promise<void> {
  const { actor } = await world.context("owner@house.test");
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-P=test", "--no-check", fileURLToPath(new URL("settlement_apply_process.ts", import.meta.url))],
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const writer = child.stdin.getWriter();
  const told = { appUrl: world.database.appUrl, actor, reconciliationId: id, now: world.clock.now().toISOString() };
  await writer.write(new TextEncoder().encode(JSON.stringify(told)));
  await writer.close();
  const reader = child.stdout.getReader();
  await reader.read();
  await death(child);
  await reader.cancel();
  try {
    child.kill("SIGKILL");
  } catch {
    // It is dead.
  }
  await child.status;
  await until(async () => await connections() === 0, 20_000);
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Nothing or everything stands; and afterwards, applied again, everything does. */
async function endsWhole(file: { id: string; nos: number[] }): Promise<string> {
  const left = await standing(file);
  assert.ok(left === nothing || left === everything, left);
  assert.equal(await world.one("select count(*) from payout.settlement_intake"), "0");
  const again = await world.api(`POST /api/admin/reconciliation/${file.id}/apply`, { as: "accountant@house.test" });
  assert.deepEqual([again.status, again.body.duplicate], [200, left === everything], again.text);
  assert.equal(await standing(file), everything);
  assert.equal(
    await world.one("select count(*) from payout.invoices where tenant_id = $1 and status <> 'in_bank_file'", rival.id),
    "0",
  );
  return left === nothing ? "nothing" : "everything";
}

test("a process killed while it applies leaves the whole file applied or nothing of it, and it can be applied afterwards", async () => {
  const ends: string[] = [];
  for (const ms of [0, 40, 120, 300]) {
    const file = await previewed();
    await dying(file.id, async (child) => {
      await until(async () => await isApplying() || (await standing(file)) === everything, 20_000);
      await pause(ms);
      child.kill("SIGKILL");
    });
    ends.push(`${ms} ms: ${await endsWhole(file)}`);
  }
  console.log(ends.join(", "));
});

test("a backend of PostgreSQL that is ended while it applies takes all of it back, and the file can be applied afterwards", async () => {
  const ends: string[] = [];
  for (const ms of [0, 80, 300]) {
    const file = await previewed();
    await dying(file.id, async () => {
      await until(async () => await isApplying() || (await standing(file)) === everything, 20_000);
      await pause(ms);
      await world.admin`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and application_name = 'to be killed'`;
    });
    ends.push(`${ms} ms: ${await endsWhole(file)}`);
  }
  console.log(ends.join(", "));
});

test("killed between the payments and their journal, nothing of them is there", async () => {
  const file = await previewed();
  const books = await world.admin.reserve();
  await books`select pg_advisory_lock(18, hashtext(${house.id}))`;
  await dying(file.id, async (child) => {
    await until(async () => await connections("wait_event = 'advisory'") > 0, 20_000);
    child.kill("SIGKILL");
    await child.status;
    await books`select pg_advisory_unlock_all()`;
  });
  books.release();
  assert.equal(await endsWhole(file), "nothing");
});
