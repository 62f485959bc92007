import type { Hono } from "hono";
import postgres from "postgres";
import { hashPassword } from "../../domain/core/mod.ts";
import type { Env } from "../../routes/deps.ts";
import { send } from "./app.ts";
import type { TestDatabase } from "./database.ts";

export const password = "correct horse battery staple";
/** scrypt costs a tenth of a second; every person of the tests has the same password. */
let passwordHash: Promise<string> | undefined;

export interface Company {
  readonly tenantId: string;
  /** A person's id by their e-mail address. */
  readonly people: Readonly<Record<string, string>>;
}

/** One of each role, at a company called `name`: `owner@<name>.test`, … A partner acts for destination D-1. */
export const everyRole = [
  "owner",
  "accountant",
  "ap_clerk",
  "logistics",
  "auditor",
  "partner",
  "platform_admin",
] as const;

/** Makes a company and its people, as the set-up would: as the owner of the database, in the tenant's own context. */
export async function makeCompany(
  database: TestDatabase,
  name: string,
  roles: readonly string[] = ["owner"],
): Promise<Company> {
  const hash = await (passwordHash ??= hashPassword(password));
  const tenantId = crypto.randomUUID();
  const people: Record<string, string> = {};
  const sql = postgres(database.adminUrl, { max: 1, onnotice: () => {} });
  try {
    await sql.begin(async (tx) => {
      await tx`set local role pakka_owner`;
      await tx`select core.enter(${tx.json({ tenantId })})`;
      await tx`select core.create_tenant(${name})`;
      for (const role of roles) {
        const email = `${role}@${name}.test`;
        const [made] = await tx`select core.create_user(${email}, ${role}, ${[role]}, ${hash},
          ${role === "partner" ? "D-1" : null}) as id`;
        people[email] = made?.id;
      }
    });
  } finally {
    await sql.end();
  }
  return { tenantId, people };
}

/** Signs in over HTTP and answers the access token. */
export async function signInAs(app: Hono<Env>, email: string): Promise<string> {
  const answer = await send(app, "POST /api/auth/login", { body: { email, password } });
  if (answer.status !== 200) throw new Error(`${email} cannot sign in: ${answer.text}`);
  return answer.body.accessToken;
}
