import assert from "node:assert/strict";
import { exceptionWorld } from "../support/exception_world.ts";
import { house, rival } from "../support/payout_world.ts";
import { paidOn, type Row, utr } from "../support/settlement_world.ts";

const world = await exceptionWorld();
const nos = Array.from({ length: 25 }, (_, i) => i + 1);
const invoices = nos.map((no) => ({ no, amount: "1000.00" }));
await world.exported(invoices);
await world.exported(invoices, { tenant: rival });

/** A repeatable stream of chances (mulberry32); SEED=… asks for another one. */
function chances(seed: number) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
const seed = Number(Deno.env.has("SEED") ? Deno.env.get("SEED") : 20261121);
const chance = chances(seed);
const one = <T>(of: readonly T[]): T => of[Math.floor(chance() * of.length)]!;

const row = (): Row => [
  chance() < 0.1 ? "inv_99999" : `inv_${one(nos)}`,
  chance() < 0.1 ? "" : utr(`Q${Math.floor(chance() * 60)}`),
  one(["1000.00", "1000.00", "1000.00", "900.00", "100.00", "999.50", "1300.00", "0.50"]),
  one([paidOn, paidOn, paidOn, "2026-11-20", "2026-11-01", "2026-12-01"]),
  one(["SUCCESS", "SUCCESS", "SUCCESS", "FAILED", "RETURNED", "PENDING"]),
  one(["", "Bank timeout", "Account closed"]),
];
const decisions = [
  { resolution: "allocate" },
  { resolution: "allocate", amount: "50.00" },
  { resolution: "write_off", reason: "little" },
  { resolution: "link_to_invoice", invoiceId: "inv_1" },
  { resolution: "accept_status" },
  { resolution: "accept_status", utrNumber: utr("R1") },
  { resolution: "ignore_with_reason", reason: "no" },
  { resolution: "raise_with_bank", reason: "asked" },
];
/** Mostly one that its class allows, and rather one that does something. */
function decision(allowed: readonly string[]) {
  const apt = decisions.filter(({ resolution }) => allowed.includes(resolution));
  const bold = apt.filter(({ resolution }) => !/ignore|raise/.test(resolution));
  const body = one(chance() < 0.7 && bold.length > 0 ? bold : chance() < 0.6 ? apt : decisions);
  if ("invoiceId" in body) return { ...body, invoiceId: `inv_${one(nos)}` };
  return "utrNumber" in body ? { ...body, utrNumber: utr(`R${Math.floor(chance() * 9)}`) } : body;
}

async function step(done: Record<string, number>): Promise<void> {
  const what = chance();
  if (what < 0.4) {
    const rows = Array.from({ length: 1 + Math.floor(chance() * 4) }, row);
    const answer = await world.settle(rows);
    assert.equal(answer.status, 200, answer.text);
    return count(done, "file");
  }
  if (what < 0.92) {
    const waiting = await world.admin<{ id: string; allowed: string[] }[]>`
      select e.id, k.resolutions as allowed from payout.settlement_exceptions as e join payout.settlement_classes as k using (classification)
      where e.tenant_id = ${house.id} and (e.status <> 'RESOLVED' or ${chance()} < 0.1) order by e.created_at, e.file_id, e.line_no`;
    if (waiting.length === 0) return;
    const { id, allowed } = one(waiting);
    const answer = await world.resolve(id, decision(allowed));
    assert.ok([200, 400, 404, 409].includes(answer.status), answer.text);
    return count(done, answer.body.code ?? answer.body.resolution);
  }
  const { body } = await world.api("POST /api/admin/retry-failed", {
    body: { invoiceIds: nos.map((no) => `inv_${no}`) },
  });
  const again = await world.admin<{ no: number }[]>`
    select public_no::int as no from payout.invoices where tenant_id = ${house.id} and status = 'submitted'`;
  if (again.length > 0) await world.exportedAgain(again.map(({ no }) => no), one(["sent_to_bank", "approved"]));
  count(done, body.retried.length > 0 ? "exported again" : "nothing to retry");
}

function count(done: Record<string, number>, what: string): void {
  done[what] = (done[what] ?? 0) + 1;
}

Deno.test("whatever banks say and people decide, in whatever order, everything that holds money agrees after each step", async () => {
  const done: Record<string, number> = {};
  for (let n = 1; n <= Number(Deno.env.has("STEPS") ? Deno.env.get("STEPS") : 60); n++) {
    try {
      await step(done);
      await world.agrees();
    } catch (error) {
      throw new Error(`seed ${seed}, step ${n}: ${JSON.stringify(done)}`, { cause: error });
    }
  }
  console.log(JSON.stringify(done));
  await world.agrees(rival);
  for (const no of nos) assert.equal(await world.standing(no, rival), "in_bank_file 0.00");
  await world.close();
});
