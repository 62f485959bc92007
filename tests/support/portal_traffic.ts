import type { NewTenant } from "../../domain/core/mod.ts";
import { type PortalDeps, type PortalSite, putRegistration } from "../../domain/einvoice/mod.ts";
import { sandboxSites } from "../../routes/sandbox/sandbox.ts";
import { gstinOf } from "./books.ts";
import { credentialsOf, type EInvoiceWorld, house, invoice, rival } from "./einvoice_world.ts";

/** The two invoice portals of the sandbox, and what of their traffic a test looks at. */
export interface Traffic {
  readonly deps: PortalDeps;
  readonly sites: { -readonly [key in keyof PortalSite]: PortalSite[key] }[];
  /** Calls since the last look, as "irp1 POST /eicore/v1.03/Invoice". */
  calls(): string[];
  run(tenant?: NewTenant, more?: Partial<PortalDeps>): ReturnType<EInvoiceWorld["run"]>;
  /** A portal answers nothing but 503 from here on; `afterEffect`: but does what it is asked. */
  down(portal: "irp" | "irp2", more?: Record<string, unknown>): Promise<void>;
  up(): Promise<void>;
  postMany(howMany: number, more?: Record<string, unknown>, as?: string): Promise<{ id: string; number: string }[]>;
  /** A breaker, as "open 5 irp1"; closed ones are not told. */
  breakers(): Promise<string[]>;
  /** Everybody is signed in everywhere, and the clock has moved on. */
  settleDown(): Promise<void>;
}

export async function portalTraffic(world: EInvoiceWorld): Promise<Traffic> {
  const pace = { callsPerMinute: 0, settleMs: 1_000, timeoutMs: 20_000 };
  const sites = (await sandboxSites(world.db, `${world.origin}/sandbox/irp`)).map((site) => ({ ...pace, ...site }));
  const deps: PortalDeps = { ...world.deps, sites: () => Promise.resolve(sites) };
  const traffic: Traffic = {
    deps,
    sites,
    calls: () =>
      world.calls.splice(0).filter((call) => !call.endsWith("/auth")).map((call) =>
        call.includes(" 2/") ? `irp2 ${call.replace(" 2/", " /")}` : `irp1 ${call}`
      ),
    run: (tenant = house, more = {}) => world.run(tenant, { ...deps, ...more }),
    down: (portal, more = {}) => world.fault({ portal, operation: "*", kind: "http_503", times: 100_000, ...more }),
    up: async () => void await world.db`delete from sandbox.faults`,
    async postMany(howMany, more = {}, as = "owner@house.test") {
      const body = { vouchers: Array(howMany).fill(invoice(more)) };
      const answer = await world.api("POST /api/vouchers/bulk", { body, as });
      return answer.body.results.map(({ id, number }: { id: string; number: string }) => ({ id, number }));
    },
    async breakers() {
      const rows = await world
        .admin`select state, failures, provider from ops.breakers where state <> 'closed' order by provider`;
      return rows.map(({ state, failures, provider }) => `${state} ${failures} ${provider}`);
    },
    async settleDown() {
      await traffic.up();
      for (const provider of [0, 1]) {
        const sites = () => Promise.resolve(traffic.sites.slice(provider, provider + 1));
        for (const tenant of [house, rival]) {
          await world.post(undefined, `owner@${tenant.name.split(" ")[0]!.toLowerCase()}.test`);
          await world.run(tenant, { ...deps, sites });
        }
      }
      await world.admin`delete from ops.breakers`;
      await world.admin`delete from ops.call_budgets`;
      world.later(1);
      world.calls.length = 0;
    },
  };

  return traffic;
}

/** Another GSTIN of a company, known to the portal and registered there. */
export async function anotherGstin(world: EInvoiceWorld, state: string, tenant: NewTenant = house): Promise<string> {
  const gstin = gstinOf(state, "AABCS1429B", "9");
  await world.admin`insert into core.company_gstins (tenant_id, company_id, gstin, state_code, address, city, pincode)
    select tenant_id, id, ${gstin}, ${state}, 'Elsewhere', 'Somewhere', '560002' from core.companies where tenant_id = ${tenant.id}`;
  const login = { ...credentialsOf(tenant), gstin, username: `API_${gstin}` };
  const { clientId, clientSecret, username, password } = login;
  const play = { username, password, client_id: clientId, client_secret: clientSecret };
  const taxpayer = { gstin, legal_name: "Another Branch", turnover: "80000000", ...play };
  await world.db`select sandbox.register_irp_taxpayer(${world.db.json(taxpayer)})`;
  await putRegistration(world.context(tenant, { db: world.db }), world.keys, login);
  return gstin;
}
