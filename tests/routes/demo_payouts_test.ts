import assert from "node:assert/strict";
import { openDatabase } from "../../db/pool.ts";
import { fixedClock } from "../../domain/shared/context.ts";
import { demoPassword } from "../../routes/demo/companies.ts";
import { demoDestination, monthsBefore } from "../../routes/demo/payouts.ts";
import { seedDemo } from "../../routes/demo/seed.ts";
import { openApp, send } from "../support/app.ts";

Deno.test("the demo has partners and payouts of three months, once, also in a folder from before there were any", async () => {
  const clock = fixedClock("2026-11-20T10:00:00+05:30");
  const t = await openApp({ clock });
  const admin = openDatabase(t.database.adminUrl, { max: 1, applicationName: "pakka-tests" });
  const seed = () => seedDemo({ adminUrl: t.database.adminUrl, db: t.db, keys: t.keys, clock, onProgress: () => {} });
  const standing = async () => {
    const [row] = await admin`select (select count(*)::int from payout.partners) as partners,
      (select count(*)::int from payout.payout_calculation) as payouts, (select count(*)::int from payout.payout_imports) as files`;
    return row;
  };
  try {
    await seed();
    const first = await standing();
    assert.deepEqual(first, { partners: 3, payouts: 13, files: 3 });
    await admin`update core.users set destination_id = 'DEST001' where email = 'partner@demo.test'`;
    await seed();
    assert.deepEqual(await standing(), first);
    const body = { email: "partner@demo.test", password: demoPassword };
    const { body: { accessToken: token } } = await send(t.app, "POST /api/auth/login", { body });
    const list = await send(t.app, `GET /api/partner/${demoDestination}/invoices`, { token });
    assert.equal(list.status, 200, list.text);
    assert.match(list.text, /23400\.00/);
    clock.set("2026-12-03T10:00:00+05:30");
    await seed();
    assert.deepEqual(await standing(), { partners: 3, payouts: 20, files: 4 });
  } finally {
    await admin.end();
    await t.close();
  }
});

Deno.test("the months before a day are those that have ended in India", async () => {
  const t = await openApp();
  const actor = {
    kind: "job",
    tenantId: crypto.randomUUID(),
    userId: null,
    roles: [],
    scopes: new Set<string>(),
  } as const;
  const before = (instant: string) =>
    monthsBefore({ db: t.db, actor, clock: fixedClock(instant), requestId: "months", ip: null });
  try {
    assert.deepEqual(await before("2026-01-31T18:29:59Z"), ["2025-12", "2025-11", "2025-10"]);
    assert.deepEqual(await before("2026-01-31T18:30:00Z"), ["2026-01", "2025-12", "2025-11"]);
  } finally {
    await t.close();
  }
});
