import { Buffer } from "node:buffer";
import { createHmac, randomUUID } from "node:crypto";
import { callJson, callRows } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import type { Keys } from "../shared/keys.ts";
import { type Answered, type Claim, once } from "../shared/once.ts";
import { keysAfter, pageJson } from "../shared/page.ts";
import { sealSecret } from "../shared/secret_box.ts";
import { maskedNumber, type NewPartner, type PartnerBody, type PartnersQuery } from "./partners_schema.ts";

/** A page of partners, by name, as JSON text. */
export async function listPartners(ctx: Context, { limit, cursor, q }: PartnersQuery): Promise<string> {
  const after = keysAfter(cursor, 2);
  const like = `%${(q ?? "").replace(/[\\%_]/g, "\\$&")}%`;
  const rows = await withTenant(ctx, ({ sql, tenantId }) =>
    sql<{ id: string; name: string; json: string }[]>`
      select id, name, document::text as json from payout.partner_list
      where tenant_id = ${tenantId}
        ${q === undefined ? sql`` : sql`and (name ilike ${like} or destination_id = ${q} or gst_number = upper(${q}))`}
        ${after ? sql`and (name, id) > (${after[0] ?? ""}, ${after[1] ?? ""}::uuid)` : sql``}
      order by name, id limit ${limit + 1}::int`);
  return pageJson(rows.map(({ id, name, json }) => ({ keys: [name, id], json })), limit);
}

/** A partner as JSON text, the account masked. Refuses: partner_not_found. */
export async function readPartner(ctx: Context, destinationId: string): Promise<string> {
  const asked = { p_destination_id: destinationId };
  return await withTenant(ctx, ({ sql }) => callJson(sql, "payout.read_partner", asked)) ?? "null";
}

/**
 * Makes a partner (null: the body names the destination) or changes one; what a change leaves out is emptied, but for the
 * bank account, which stays. Refuses: partner_exists, partner_not_found, partner_state_missing, state_unknown,
 * account_number_masked, gstin_malformed, gstin_check_digit_wrong, gstin_of_another_state, gstin_of_another_pan.
 */
export async function putPartner(
  ctx: Context,
  keys: Keys,
  destinationId: string | null,
  body: NewPartner | PartnerBody,
  claim: Claim | null = null,
): Promise<Answered> {
  const partner = { ...body, ...(destinationId === null ? {} : { destinationId }) } as NewPartner;
  const mode = destinationId === null ? "new" : "known";
  return await once(ctx, claim, async ({ sql, tenantId }) => {
    const sent = [withSealedAccount(keys, tenantId, partner)];
    await callRows(sql, "payout.put_partners", { p_partners: JSON.stringify(sent), p_mode: mode });
    return await callJson(sql, "payout.partner_json", { p_destination_id: partner.destinationId }) ?? "null";
  });
}

/** A partner as the database takes it: the account number sealed for the row it will be, never in the clear. */
export function withSealedAccount(keys: Keys, tenantId: string, partner: NewPartner): Record<string, unknown> {
  const { accountNumber, ifscCode, accountHolder, ...rest } = partner;
  if (!accountNumber || !ifscCode) return rest;
  const place = { ifscCode, ...(accountHolder ? { holderName: accountHolder } : {}) };
  if (maskedNumber.test(accountNumber)) return { ...rest, account: { ...place, masked: accountNumber } };
  const id = randomUUID();
  const box = { tenantId, table: "payout.bank_accounts", column: "account_encrypted", rowId: id };
  const hash = createHmac("sha256", Buffer.from(keys.bankAccounts)).update(`${accountNumber}|${ifscCode}`).digest(
    "hex",
  );
  const encrypted = sealSecret(keys, box, accountNumber);
  return { ...rest, account: { ...place, id, hash, encrypted, last4: accountNumber.slice(-4) } };
}
