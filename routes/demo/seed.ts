import { openDatabase } from "../../db/pool.ts";
import type { Database } from "../../db/pool.ts";
import { scopesOf, setUpTenant } from "../../domain/core/mod.ts";
import { putRegistration } from "../../domain/einvoice/mod.ts";
import { listRegistrations, putRegistration as putEwayRegistration } from "../../domain/ewaybill/mod.ts";
import type { Clock, Context } from "../../domain/shared/context.ts";
import type { Keys } from "../../domain/shared/keys.ts";
import { demoCompany, rivalCompany } from "./companies.ts";
import { seedPayouts } from "./payouts.ts";

interface Seeding {
  readonly adminUrl: string;
  readonly db: Database;
  readonly keys: Keys;
  readonly clock: Clock;
  readonly onProgress: (line: string) => void;
}

/** The demo companies with their people and their credentials at the sandbox portals; once, then left as they are. */
export async function seedDemo({ adminUrl, db, keys, clock, onProgress }: Seeding): Promise<void> {
  const admin = openDatabase(adminUrl, { max: 1, applicationName: "pakka demo seed" });
  try {
    await enlistRecipients(db);
    for (const tenant of [demoCompany, rivalCompany]) {
      const owner = ownerOf(tenant.id, db, clock);
      if (await setUpTenant(admin, tenant, clock)) {
        onProgress(`demo company: ${tenant.company.legalName}`);
        await enlist(db, tenant);
        await putRegistration(owner, keys, credentials(tenant));
      }
      // A company of a run before there were e-way bills has no registration for them yet.
      if (!await isRegisteredForEway(owner)) await putEwayRegistration(owner, keys, credentials(tenant));
    }
    await seedPayouts(admin, ownerOf(demoCompany.id, db, clock), keys);
  } finally {
    await admin.end({ timeout: 5 });
  }
}

async function isRegisteredForEway(owner: Context): Promise<boolean> {
  const { data } = JSON.parse(await listRegistrations(owner));
  return data.length > 0;
}

type Tenant = typeof demoCompany;

function gstinOf(tenant: Tenant): string {
  return (tenant.company.gstins as { gstin: string }[])[0]!.gstin;
}

function credentials(tenant: Tenant) {
  const gstin = gstinOf(tenant);
  const environment = "sandbox" as const;
  return {
    gstin,
    environment,
    clientId: "pakka-demo",
    clientSecret: "pakka-demo-client",
    username: `API_${gstin}`,
    password: "pakka-demo",
  };
}

/** The company as the sandbox portal knows it. */
async function enlist(db: Database, tenant: Tenant): Promise<void> {
  const { gstin, clientId, clientSecret, username, password } = credentials(tenant);
  const { legalName, aggregateTurnover } = tenant.company as { legalName: string; aggregateTurnover: string };
  const taxpayer = {
    gstin,
    legal_name: legalName,
    turnover: aggregateTurnover,
    username,
    password,
    client_id: clientId,
    client_secret: clientSecret,
  };
  await db`select sandbox.register_irp_taxpayer(${db.json(taxpayer)})`;
}

/** A unit in a special economic zone, which the portal must know as one; the demo invoices sell to it. */
async function enlistRecipients(db: Database): Promise<void> {
  const unit = { gstin: "24AABCS4321Q1Z8", legal_name: "Kandla Textiles SEZ Unit", taxpayer_type: "SEZ" };
  await db`select sandbox.register_irp_taxpayer(${db.json(unit)})`;
}

function ownerOf(tenantId: string, db: Database, clock: Clock): Context {
  const actor = {
    kind: "user" as const,
    tenantId,
    userId: null,
    roles: ["owner"],
    scopes: new Set<string>(scopesOf(["owner"])),
  };
  return { db, actor, clock, requestId: "demo-seed", ip: null };
}
