import { callRows } from "../../db/call.ts";
import { type TenantTransaction, withTenant } from "../../db/tenant.ts";
import type { Context } from "./context.ts";
import { Refusal } from "./refusals.ts";

/** An IRN, or the number of an e-way bill, plain or consolidated. */
const number = /^(?:[0-9a-f]{64}|\d{10,12})$/i;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Runs `work` in a transaction of the tenant and answers what it found. Nothing (null, undefined, false), a refusal with
 * status 404 or an id that is none is the one refusal `not_found`, whether the row does not exist or is another
 * company's; the latter is recorded in audit.security_events. `entity` is the table, `billing.parties`.
 */
export async function mustFind<T>(
  ctx: Context,
  entity: string,
  id: string,
  work: (tx: TenantTransaction) => Promise<T | null | undefined | false>,
): Promise<T> {
  if (!uuid.test(id)) throw refusal();
  let found: T | null | undefined | false;
  try {
    found = await withTenant(ctx, work);
  } catch (error) {
    if (!(error instanceof Refusal && error.status === 404)) throw error;
  }
  if (found !== null && found !== undefined && found !== false) return found;
  throw await notFound(ctx, entity, id);
}

/**
 * The refusal `not_found` for an id (or a portal's number) that was looked for and not found, after recording a reach into
 * another company. It opens a transaction of its own, since the caller's ends with the refusal: never call it inside one.
 */
export async function notFound(ctx: Context, entity: string, id: string): Promise<Refusal> {
  if (uuid.test(id)) {
    await withTenant(ctx, (tx) => callRows(tx.sql, "audit.record_crossing", { p_entity: entity, p_id: id }));
  } else if (number.test(id)) {
    await withTenant(ctx, (tx) => callRows(tx.sql, "audit.record_number_crossing", { p_entity: entity, p_number: id }));
  }
  return refusal();
}

function refusal(): Refusal {
  return new Refusal("not_found", 404, "there is nothing with this id");
}
