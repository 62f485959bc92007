import { callJson } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import { Refusal } from "../shared/refusals.ts";
import type { Company } from "./schema.ts";

/** The company as JSON text. Refuses: not_found, before it is set up. */
export async function readCompany(ctx: Context): Promise<string> {
  const json = await withTenant(ctx, (tx) => callJson(tx.sql, "core.company_json", {}));
  if (json === null) throw new Refusal("not_found", 404, "the company is not set up yet; PUT /api/company does it");
  return json;
}

/** Sets the company whole and answers it as JSON text. Refuses what core.put_company refuses. */
export async function putCompany(ctx: Context, company: Company): Promise<string> {
  const json = await withTenant(ctx, (tx) => callJson(tx.sql, "core.put_company", { p_company: company }));
  return json ?? "null";
}
