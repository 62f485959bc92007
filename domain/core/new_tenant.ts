import { randomBytes } from "node:crypto";
import { z } from "zod";
import { openDatabase } from "../../db/pool.ts";
import { ToolError } from "../../db/tools/files.ts";
import { runTool, withTarget } from "../../db/tools/target.ts";
import { companySchema } from "../masters/mod.ts";
import { systemClock } from "../shared/context.ts";
import { email, text } from "../shared/fields.ts";
import { readWith } from "../shared/zod_details.ts";
import { setUpTenant } from "./set_up.ts";

/** `company` is the body of PUT /api/company. */
const newTenantSchema = z.strictObject({
  name: text(100),
  company: companySchema,
  owner: z.strictObject({ email: email(), name: text(100) }),
});

/** What an operator hears once: the owner's password is stored only as its hash. */
export interface MadeTenant {
  readonly id: string;
  readonly password: string;
}

/** Makes a company that can post, with one owner. `adminUrl` signs in as an administrator of the database. */
export async function makeTenant(adminUrl: string, body: unknown): Promise<MadeTenant> {
  const { name, company, owner } = readWith(newTenantSchema, body);
  const made = { id: crypto.randomUUID(), password: randomBytes(12).toString("base64url") };
  const users = [{ email: owner.email, name: owner.name, roles: ["owner"] }];
  const admin = openDatabase(adminUrl, { max: 1, applicationName: "pakka tenant:new" });
  try {
    await setUpTenant(admin, { ...made, name, company, users }, systemClock);
    return made;
  } finally {
    await admin.end({ timeout: 5 });
  }
}

async function run(): Promise<void> {
  const [file] = Deno.args;
  if (!file) {
    throw new ToolError("name a file: deno task tenant:new company.json ({name, company, owner: {email, name}})");
  }
  const body = JSON.parse(await Deno.readTextFile(file));
  const { id, password } = await withTarget(({ adminUrl }) => makeTenant(adminUrl, body));
  console.log(`company ${body.name} (${id})\n${body.owner.email} signs in with ${password}`);
}

if (import.meta.main) await runTool(run);
