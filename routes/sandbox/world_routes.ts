import { Hono } from "hono";
import * as z from "zod";
import type { Database } from "../../db/pool.ts";
import type { PortalClock } from "./clock.ts";
import { told } from "./told.ts";

const gstin = z.string().regex(/^[0-9]{2}[0-9A-Z]{13}$/);
const day = z.iso.date();
const taxpayer = z.strictObject({
  gstin,
  legalName: z.string().min(1).max(200),
  tradeName: z.string().max(200).optional(),
  stateCode: z.string().regex(/^\d{2}$/).optional(),
  pincode: z.int().min(100_000).max(999_999).optional(),
  taxpayerType: z.enum(["REG", "SED", "SEZ", "CMP", "TCS", "TDS", "ISD"]).optional(),
  status: z.enum(["ACT", "CNL", "INA", "SUS", "PRO"]).optional(),
  blockStatus: z.enum(["U", "B"]).optional(),
  registeredOn: day.optional(),
  deregisteredOn: day.optional(),
  /** Rupees a year, decimal text. */
  turnover: z.string().regex(/^\d{1,16}(\.\d{1,2})?$/).optional(),
  username: z.string().max(100).optional(),
  password: z.string().max(100).optional(),
  clientId: z.string().max(100).optional(),
  clientSecret: z.string().max(100).optional(),
});
const moved = z.union([
  z.strictObject({ at: z.iso.datetime({ offset: true }) }),
  z.strictObject({ advanceSeconds: z.number().min(-1e9).max(1e9) }),
]);
const settings = z.strictObject(Object.fromEntries(
  [
    "callsPerMinute",
    "crossingLagSeconds",
    "readWindowHours",
    "cancelWindowHours",
    "irpTokenMinutes",
    "ewbTokenMinutes",
    "reportingDays",
    "ewbDocumentDays",
  ].map((name) => [name, z.number().min(0).max(1_000_000).nullable().optional()]),
));
const pin = z.int().min(100_000).max(999_999);
const distance = z.strictObject({ from: pin, to: pin, km: z.int().min(1).max(4_000).nullable() });

/** What a tester may know and set of the portals' world: taxpayers, the clock, windows, distances, inspections. */
export function worldRoutes(db: Database, clock: PortalClock): Hono {
  const app = new Hono();
  const time = () => ({ now: clock.now().toISOString(), standsStill: clock.isStanding });
  app.get("/clock", (c) => c.json(time()));
  app.put("/clock", told(moved), (c) => {
    const wish = c.var.told;
    if ("at" in wish) clock.stand(new Date(wish.at));
    else clock.advance(wish.advanceSeconds);
    return c.json(time());
  });
  app.delete("/clock", (c) => {
    clock.letGo();
    return c.json(time());
  });
  app.get("/taxpayers", async (c) => c.json({ data: await taxpayers(db) }));
  app.post("/taxpayers", told(taxpayer), async (c) => {
    const given = Object.entries(c.var.told).map(([key, value]) => [snake(key), value]);
    await db`select sandbox.register_irp_taxpayer(${db.json(Object.fromEntries(given))})`;
    const [made] = await taxpayers(db, c.var.told.gstin);
    return c.json(made, 201);
  });
  app.put("/settings", told(settings), async (c) => {
    for (const [name, value] of Object.entries(c.var.told)) {
      if (value === null || value === undefined) await db`delete from sandbox.settings where name = ${name}`;
      else {
        await db`insert into sandbox.settings values (${name}, ${value})
          on conflict (name) do update set value = excluded.value`;
      }
    }
    return c.json(await settingsNow(db));
  });
  app.get("/settings", async (c) => c.json(await settingsNow(db)));
  app.put("/distances", told(distance), async (c) => {
    const { from, to, km } = c.var.told;
    await db`insert into sandbox.pin_distances values (${from}, ${to}, ${km})
      on conflict (from_pin, to_pin) do update set km = excluded.km`;
    return c.json({ from, to, km });
  });
  app.post("/inspections", told(z.strictObject({ ewbNo: z.int() })), async (c) => {
    const { ewbNo } = c.var.told;
    const seen =
      await db`update sandbox.ewb_bills set verified_at = ${clock.now()} where ewb_no = ${ewbNo} returning 1`;
    return c.json({ ewbNo, seen: seen.length === 1 }, seen.length === 1 ? 201 : 404);
  });
  return app;
}

/** Taxpayers with what they sign in with: play credentials, hence told. */
export function taxpayers(db: Database, only: string | null = null) {
  return db<Record<string, unknown>[]>`
    select gstin, legal_name as "legalName", state_code as "stateCode", pincode, taxpayer_type as "taxpayerType", status,
      block_status as "blockStatus", turnover, username, password, client_id as "clientId", client_secret as "clientSecret"
    from sandbox.irp_taxpayers where ${only}::text is null or gstin = ${only} order by gstin`;
}

async function settingsNow(db: Database): Promise<Record<string, number>> {
  const names = Object.keys(settings.shape);
  const rows = await db<{ name: string; value: string }[]>`
    select n as name, sandbox.setting(n) as value from unnest(${names}::text[]) as n`;
  return Object.fromEntries(rows.map(({ name, value }) => [name, Number(value)]));
}

const snake = (key: string) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
