import { callJson } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";

interface Chosen {
  /** `2024-11`; every month where left out. */
  readonly month?: string | undefined;
  /** Public ids (`inv_12`); all that are submitted where left out. */
  readonly invoiceIds?: readonly string[] | undefined;
  readonly profile?: string | undefined;
}

/**
 * What a bank file of these invoices would hold: sums, columns, what is left out and why; nothing is made. Answers JSON text.
 * Refuses: bank_profile_unknown.
 */
export async function previewBankFile(ctx: Context, { month, invoiceIds, profile }: Chosen): Promise<string> {
  return await withTenant(ctx, async ({ sql }) => {
    const asked = {
      p_month: month ?? null,
      p_public_nos: invoiceIds ? numbers(invoiceIds) : null,
      p_profile: profile ?? null,
    };
    return (await callJson(sql, "payout.preview_bank_file", asked))!;
  });
}

/** What ticked invoices come to: `{totalInvoices, totalAmount}` as JSON text. */
export async function weighSelection(ctx: Context, invoiceIds: readonly string[]): Promise<string> {
  const p_public_nos = numbers(invoiceIds);
  return await withTenant(ctx, async ({ sql }) => (await callJson(sql, "payout.selection_json", { p_public_nos }))!);
}

/** The layouts of bank files with the columns of each, as JSON text. */
export async function listBankProfiles(ctx: Context): Promise<string> {
  return await withTenant(ctx, async ({ sql }) => (await callJson(sql, "payout.bank_profiles_json", {}))!);
}

/** `inv_12` → `12`; what is no public id of an invoice is left out. */
function numbers(invoiceIds: readonly string[]): string[] {
  return invoiceIds.flatMap((id) => /^(?:inv_)?(\d{1,18})$/.exec(id)?.[1] ?? []);
}
