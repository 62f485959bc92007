import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { einvoiceWorld, house, invoice, rowsOf } from "../support/einvoice_world.ts";

const documents = 1_000;
const kills = 20;

/** Together thirty calls in a hundred go wrong, half of them after the portal did what was asked. */
const kinds = [
  { kind: "http_503" },
  { kind: "http_504", afterEffect: true },
  { kind: "timeout", latencyMs: 3_000 },
  { kind: "timeout_after_success", latencyMs: 3_000 },
  { kind: "truncated" },
  { kind: "malformed" },
  { kind: "undecipherable" },
  { kind: "token_expired" },
  { kind: "http_429", retryAfter: 1 },
];
const each = 100 * (1 - 0.7 ** (1 / kinds.length));

const world = await einvoiceWorld({ realClock: true });
Deno.test.afterAll(() => world.close());
world.site.timeoutMs = 1_500;
const [ewbSite] = await world.ewayDeps.sites("sandbox");
Object.assign(ewbSite as object, { timeoutMs: 1_500 });
const date = new Date().toLocaleDateString("en-CA", { timeZone: "Asia/Kolkata" });
const sum = (counts: Record<string, number>) => Object.values(counts).reduce((all, n) => all + n, 0);

/** Registered: to be sent on the road, to be cancelled, or neither. Consumers' goods: their bill, changed or cancelled. */
const consumer = { name: "Asha Stores", address: "12 MG Road", city: "Bengaluru", pincode: "560001", stateCode: "29" };
const goods = [{ description: "Ledger books", hsn: "482010", quantity: 10, unit: "NOS", rate: 6000, gstRate: 18 }];
const transport = { mode: "road", vehicleNumber: "MH12AB1234", distanceKm: 980 };
const vehicle = { vehicleNumber: "KA01AB0001", fromPlace: "Pune", fromState: "27", reasonCode: "1", remarks: "broke" };
const isRetail = (n: number) => n % 5 === 4;

function spawn(): Deno.ChildProcess {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-P=test", "--no-check", fileURLToPath(new URL("portal_worker.ts", import.meta.url))],
    stdin: "piped",
    stdout: "null",
    stderr: "null",
  }).spawn();
  const told = {
    workerUrl: world.database.workerUrl,
    tenantId: house.id,
    irp: world.site,
    ewb: ewbSite,
    leaseSeconds: 4,
  };
  const writer = child.stdin.getWriter();
  // One that is killed before it has read what it is told is as dead as one killed later.
  void writer.write(new TextEncoder().encode(JSON.stringify(told))).then(() => writer.close()).catch(() => {});
  return child;
}

async function postBatch(from: number, howMany: number): Promise<string[]> {
  const vouchers = Array.from(
    { length: howMany },
    (_, n) => isRetail(from + n) ? invoice({ date, party: consumer, lines: goods }) : invoice({ date, lines: goods }),
  );
  const { body } = await world.api("POST /api/vouchers/bulk", { body: { vouchers } });
  return body.results.map((result: { id: string }) => result.id);
}

const asked = { bills: 0, cancellations: 0, vehicles: 0, billCancellations: 0 };

/** What people ask for meanwhile, each of what stands now; a refusal is theirs to have. */
async function people(ids: readonly string[]): Promise<void> {
  const wish = async (
    kind: keyof typeof asked,
    work: (sql: Parameters<Parameters<ReturnType<typeof rowsOf>>[0]>[0]["sql"]) => Promise<unknown>,
  ) => {
    await rowsOf(world)(({ sql }) => work(sql)).then(() => asked[kind]++, () => {});
  };
  for (const [n, id] of ids.entries()) {
    const wanted = world.db.json(transport);
    if (n % 5 === 4 || n % 5 === 1) {
      await wish("bills", (sql) => sql`select ewaybill.request_generation(${id}, ${wanted})`);
    }
  }
  const standing = await rowsOf(world)(({ sql }) =>
    sql<{ irn: string | null; ewb_number: string | null; retail: boolean }[]>`
      select e.irn, b.ewb_number, e.id is null as retail
      from billing.vouchers v
      left join einvoice.e_invoices e on e.voucher_id = v.id and e.status = 'generated'
      left join ewaybill.e_way_bills b on b.voucher_id = v.id and b.status = 'active'
      where e.irn is not null or b.ewb_number is not null
      order by random() limit 30`
  );
  for (const [n, { irn, ewb_number: number, retail }] of standing.entries()) {
    if (irn && n % 3 === 0) {
      await wish("cancellations", (sql) => sql`select * from einvoice.request_cancellation(${irn}, '2', 'wrong rate')`);
    } else if (number && n % 3 === 1) {
      await wish(
        "vehicles",
        (sql) => sql`select * from ewaybill.request_change(${number}, 'update_vehicle', ${sql.json(vehicle)})`,
      );
    } else if (number && retail && n % 3 === 2) {
      const why = { reasonCode: "2", remarks: "withdrawn" };
      await wish(
        "billCancellations",
        (sql) => sql`select * from ewaybill.request_change(${number}, 'cancel', ${sql.json(why)})`,
      );
    }
  }
}

/** What is open, by kind. */
async function open(): Promise<Record<string, number>> {
  const [row] = await rowsOf(world)(({ sql }) =>
    sql<Record<string, number>[]>`
      select (select count(*)::int from einvoice.e_invoices where status in ('pending', 'sending', 'unknown')) as invoices,
             (select count(*)::int from einvoice.cancellations where cancellation_status in ('requested', 'unknown')) as cancellations,
             (select count(*)::int from ewaybill.e_way_bills where status in ('pending', 'sending', 'unknown')) as bills,
             (select count(*)::int from ewaybill.changes where status in ('requested', 'unknown')) as changes`
  );
  return row!;
}

/** Lets the storm go on for a while. A breaker would end it, and how often nothing is sent is not what is tried here. */
async function rest(ms: number): Promise<void> {
  for (const until = Date.now() + ms; Date.now() < until;) {
    await world.admin`delete from ops.breakers`;
    await world.admin`delete from ops.call_budgets`;
    await new Promise((wake) => setTimeout(wake, 200));
  }
}

/** The day after: no faults, everything is due at once, and the workers live. */
async function calm(): Promise<void> {
  await world.db`delete from sandbox.faults`;
  const workers = [spawn(), spawn()];
  const until = Date.now() + 120_000;
  while (sum(await open()) > 0) {
    assert.ok(Date.now() < until, `still open after two minutes: ${JSON.stringify(await open())}`);
    await world.admin`delete from ops.breakers`;
    await world
      .admin`update einvoice.e_invoices set next_attempt_at = now() where status in ('pending', 'unknown') and next_attempt_at > now()`;
    await world
      .admin`update ewaybill.e_way_bills set next_attempt_at = now() where status in ('pending', 'unknown') and next_attempt_at > now()`;
    await world
      .admin`update ewaybill.changes set next_attempt_at = now() where status in ('requested', 'unknown') and next_attempt_at > now()`;
    await new Promise((wake) => setTimeout(wake, 1_000));
  }
  for (const worker of workers) worker.kill("SIGKILL");
  await Promise.all(workers.map((worker) => worker.status));
}

Deno.test({
  name:
    "a thousand documents, thirty calls in a hundred wrong, twenty workers killed: no IRN twice, none lost, nothing told as cancelled that is not",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    for (const portal of ["irp", "ewb"]) {
      for (const plan of kinds) {
        await world.fault({ portal, operation: "*", times: 1_000_000, probability: each, ...plan });
      }
    }
    const ids: string[] = [];
    let workers = [spawn(), spawn()];
    for (let turn = 0; turn < kills; turn++) {
      const batch = await postBatch(ids.length, documents / kills);
      ids.push(...batch);
      await people(batch);
      await rest(2_000 + Math.random() * 1_500);
      const [victim, ...others] = workers;
      victim!.kill("SIGKILL");
      await victim!.status;
      workers = [...others, spawn()];
    }
    for (const worker of workers) worker.kill("SIGKILL");
    await Promise.all(workers.map((worker) => worker.status));
    const before = await open();
    await calm();

    const rows = await rowsOf(world)(({ sql }) =>
      sql`select v.number, e.status, e.irn, b.status as bill, b.ewb_number, b.error_code
          from billing.vouchers v
          left join einvoice.e_invoices e on e.voucher_id = v.id
          left join lateral (select * from ewaybill.e_way_bills b where b.voucher_id = v.id order by b.id desc limit 1) b on true
          where v.id = any(${ids}::uuid[])`
    );
    const irns = new Map(
      (await world.db`select document_no, irn, status from sandbox.irp_invoices`).map((r) => [r.document_no, r]),
    );
    const bills = await world.admin`select document_no, ewb_no::text, status from sandbox.ewb_bills`;
    const calls = await world.admin`
      select outcome, count(*)::int as n from ops.api_calls where outcome <> 'done' group by 1 order by 1`;
    console.log(
      JSON.stringify({
        asked,
        openWhenTheStormEnded: before,
        calls: Object.fromEntries(calls.map((r) => [r.outcome, r.n])),
      }),
    );

    assert.equal(rows.length, documents);
    for (const row of rows) {
      const there = irns.get(row.number);
      const billsThere = bills.filter((bill) => bill.document_no === row.number);
      if (row.status !== null) {
        assert.equal(there?.irn, row.irn, `${row.number} is registered there as here`);
        assert.equal(there?.status, row.status === "cancelled" ? "CNL" : "ACT", `${row.number} ${row.status}`);
      }
      const alive = billsThere.filter((bill) => bill.status === "ACT");
      assert.ok(alive.length <= 1, `${row.number} has ${alive.length} living bills`);
      assert.equal(
        alive[0]?.ewb_no ?? null,
        row.bill === "active" ? row.ewb_number : null,
        `${row.number} ${row.bill} ${row.error_code}`,
      );
    }
    assert.equal(new Set(rows.map(({ irn }) => irn).filter(Boolean)).size, documents * 4 / 5);
    for (const [what, n] of Object.entries(asked)) assert.ok(n > 5, `the storm has seen ${n} ${what}`);
    assert.ok(sum(before) > 0, "something was open when the storm ended");
  },
});
