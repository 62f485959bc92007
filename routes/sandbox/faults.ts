import { Hono } from "hono";
import * as z from "zod";
import type { Database } from "../../db/pool.ts";
import { allKinds, type FaultKind } from "./fault_kinds.ts";
import { operationsOf, type PortalName } from "./operations.ts";
import { told } from "./told.ts";

export { strike } from "./wire_faults.ts";

const plan = z.strictObject({
  portal: z.enum(Object.keys(operationsOf) as PortalName[]),
  operation: z.string().default("*"),
  kind: z.enum(allKinds),
  /** How often it strikes: once, or without end where it has an end in time or a probability. */
  times: z.int().min(1).max(1_000_000).optional(),
  /** In how many of a hundred requests. */
  probability: z.number().gt(0).max(100).optional(),
  /** No longer than this, on the clock of the portals. */
  until: z.iso.datetime({ offset: true }).optional(),
  /** For requests of this taxpayer alone. */
  gstin: z.string().min(1).max(15).optional(),
  latencyMs: z.int().min(0).max(300_000).optional(),
  retryAfter: z.int().min(0).max(86_400).optional(),
  code: z.string().max(20).optional(),
  message: z.string().max(300).optional(),
  /** Whether the portal did what was asked before the answer went wrong; each kind has its own default. */
  afterEffect: z.boolean().optional(),
  /** How long what was done is not found by questions. */
  lagSeconds: z.int().min(0).max(604_800).optional(),
  skewSeconds: z.int().min(-604_800).max(604_800).optional(),
  /** How many sign-ins fail after token_revoked. */
  count: z.int().min(1).max(1000).optional(),
  sizeMb: z.int().min(1).max(500).optional(),
}).superRefine(({ portal, operation }, c) => {
  const known = operationsOf[portal];
  if (known.has(operation)) return;
  const message = `${portal} has no such operation: one of ${[...known].join(", ")} is wanted`;
  c.addIssue({ code: "custom", path: ["operation"], message, params: { code: "not_one_of" } });
}).transform(({ portal, ...rest }) => ({ ...rest, portal: portal === "irp1" ? "irp" : portal }));

type Plan = z.infer<typeof plan>;

export interface Fault {
  readonly kind: FaultKind;
  readonly params: Omit<Plan, "portal" | "operation" | "kind" | "times">;
}

/** Plan, see and clear faults: mounted at /sandbox/faults, only where PAKKA_SANDBOX is on. */
export function sandboxFaults(db: Database): Hono {
  const app = new Hono();
  app.post("/", told(plan), async (c) => c.json(await planFault(db, c.var.told), 201));
  app.get("/", async (c) => {
    const data = await db`select id, portal, operation, kind, remaining, params, created_at as "createdAt"
      from sandbox.faults order by id`;
    return c.json({ data });
  });
  app.get("/kinds", (c) => c.json({ data: allKinds }));
  app.delete("/", async (c) => {
    await db`delete from sandbox.faults`;
    return c.body(null, 204);
  });
  app.delete("/:id{[0-9]+}", async (c) => {
    await db`delete from sandbox.faults where id = ${c.req.param("id")}`;
    return c.body(null, 204);
  });
  return app;
}

async function planFault(db: Database, { portal, operation, kind, times, ...params }: Plan) {
  const hasEnd = params.until !== undefined || params.probability !== undefined;
  const remaining = times ?? (hasEnd ? 1_000_000 : 1);
  const [fault] = await db`insert into sandbox.faults (portal, operation, kind, remaining, params)
    values (${portal}, ${operation}, ${kind}, ${remaining}, ${db.json(params)})
    returning id, portal, operation, kind, remaining, params`;
  return fault;
}

export interface Struck {
  readonly portal: string;
  readonly operation: string;
  readonly gstin: string | undefined;
  readonly now: Date;
}

/** The fault planned for this request, counted as used; null on an ordinary day. */
export async function takeFault(db: Database, { portal, operation, gstin, now }: Struck): Promise<Fault | null> {
  const [fault] = await db<Fault[]>`
    select kind, params from sandbox.take_fault(${portal}, ${operation}, ${gstin ?? null}, ${now})`;
  if (fault?.kind === "token_revoked") await failSignIns(db, portal, fault);
  return fault ?? null;
}

/** A token taken back while nobody can sign in. */
async function failSignIns(db: Database, portal: string, { params }: Fault): Promise<void> {
  await db`insert into sandbox.faults (portal, operation, kind, remaining)
    values (${portal}, 'authenticate', 'http_503', ${params.count ?? 3})`;
}

/** The time a portal believes it is: its clock may be off. */
export function toldTime(now: Date, fault: Fault | null): Date {
  return fault?.kind === "clock_skew" ? new Date(now.getTime() + (fault.params.skewSeconds ?? 600) * 1000) : now;
}

/** Whether the token of this request is to be forgotten first. */
export function takesToken(fault: Fault | null): boolean {
  return fault?.kind === "token_expired" || fault?.kind === "token_revoked";
}
