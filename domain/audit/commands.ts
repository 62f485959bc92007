import { callRows } from "../../db/call.ts";
import type { TenantTransaction } from "../../db/tenant.ts";

/**
 * Writes down what a person should look at (`refresh_token_reused`, `sign_in_throttled`, …), in the caller's transaction.
 * Facts are ids and counts, never a secret. Reaches into another company are recorded by domain/shared/not_found.ts.
 */
export async function recordSecurityEvent(
  tx: TenantTransaction,
  kind: string,
  facts: Record<string, string | number> = {},
): Promise<void> {
  await callRows(tx.sql, "audit.record_security_event", { p_kind: kind, p_facts: facts });
}
