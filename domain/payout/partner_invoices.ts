import { callJson, callOne } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import { type Answered, type Claim, onceIn } from "../shared/once.ts";
import { readWith } from "../shared/zod_details.ts";
import { keepDocument } from "./documents.ts";
import { requireOwnDestination } from "./own_destination.ts";
import { type GeneratePartnerInvoice, month as aMonth, type PartnerInvoicesQuery } from "./partner_invoices_schema.ts";
import { printPartnerInvoice } from "./partner_print.ts";

/** A partner's own invoices and the months that have none yet, with their counts, as JSON text. Refuses: destination_not_found, partner_not_found. */
export async function listPartnerInvoices(
  ctx: Context,
  destinationId: string,
  query: PartnerInvoicesQuery = {},
): Promise<string> {
  requireOwnDestination(ctx, destinationId);
  return await invoicesOfPartner(ctx, destinationId, query);
}

/** The same for the company that pays any of them. Refuses: partner_not_found. */
export async function invoicesOfPartner(
  ctx: Context,
  destinationId: string,
  { financial_year, status }: PartnerInvoicesQuery = {},
): Promise<string> {
  const asked = {
    p_destination_id: destinationId,
    p_financial_year: financial_year ?? null,
    p_status: status ?? null,
  };
  return await withTenant(ctx, ({ sql }) => callJson(sql, "payout.partner_invoices", asked)) ?? "null";
}

/**
 * Makes the invoice of a month: numbered, frozen, printed, and the print kept, all of it or nothing. Answers the invoice.
 * Refuses: destination_not_found, partner_not_found, partner_invoice_exists (with the invoice), payout_month_in_future, partner_blocked,
 * partner_not_registered, company_not_set_up, no_eligible_payouts, gst_base_not_positive, invoice_number_*.
 */
export async function generateInvoice(
  ctx: Context,
  destinationId: string,
  { month, invoiceNumber }: GeneratePartnerInvoice,
  claim: Claim | null = null,
): Promise<Answered> {
  requireOwnDestination(ctx, destinationId);
  const asked = { p_destination_id: destinationId, p_month: month, p_invoice_number: invoiceNumber ?? null };
  return await withTenant(ctx, (tx) =>
    onceIn(tx, claim, async () => {
      const made = await callOne(tx.sql, "payout.generate_invoice", asked);
      if (!made?.id || !made.invoice_id) throw new Error("an invoice that was generated is not there");
      const paper = await callOne(tx.sql, "payout.invoice_to_draw", {
        p_invoice_id: made.invoice_id,
        p_destination_id: destinationId,
      });
      const sha256 = await keepDocument(tx.sql, {
        invoiceRowId: made.id,
        kind: "original",
        fileName: `${fileName(made.invoice_number ?? made.invoice_id)}.pdf`,
        bytes: printPartnerInvoice(paper?.print ?? "", null),
      });
      const kept = { p_invoice_id: made.id, p_sha256: sha256 };
      return await callJson(tx.sql, "payout.keep_original", kept) ?? "null";
    }));
}

/** A number of an invoice as the name of a file: INV/NOV24/001 is INV-NOV24-001. */
function fileName(number: string): string {
  return number.replaceAll("/", "-");
}

/**
 * The invoice of a month, or what it would say today under this number, or under the next one. Nothing is stored.
 * Refuses: destination_not_found, partner_not_found, and before there is an invoice whatever generateInvoice refuses.
 */
export async function invoiceData(
  ctx: Context,
  destinationId: string,
  month: string,
  { invoiceNumber }: { invoiceNumber?: string | undefined } = {},
): Promise<string> {
  requireOwnDestination(ctx, destinationId);
  const asked = {
    p_destination_id: destinationId,
    p_month: readWith(aMonth, month, "/month"),
    p_invoice_number: invoiceNumber ?? null,
  };
  return await withTenant(ctx, ({ sql }) => callJson(sql, "payout.invoice_data", asked)) ?? "null";
}

/** An invoice whole, with what happened to it. Refuses: partner_invoice_not_found. */
export async function readPartnerInvoice(ctx: Context, invoiceId: string): Promise<string> {
  const asked = ownInvoice(ctx, invoiceId);
  return await withTenant(ctx, ({ sql }) => callJson(sql, "payout.read_partner_invoice", asked)) ?? "null";
}

/**
 * Cancels an invoice that no bank may still pay. Its number stays used; the month can be invoiced anew.
 * Refuses: partner_invoice_not_found, partner_invoice_cancelled, partner_invoice_not_cancellable.
 */
export async function cancelPartnerInvoice(
  ctx: Context,
  invoiceId: string,
  { reason }: { reason: string },
): Promise<string> {
  const asked = { ...ownInvoice(ctx, invoiceId), p_reason: reason };
  return await withTenant(ctx, ({ sql }) => callJson(sql, "payout.cancel_partner_invoice", asked)) ?? "null";
}

/** The arguments of whatever looks for one invoice: who acts for no destination finds none. */
export function ownInvoice(ctx: Context, invoiceId: string) {
  return { p_invoice_id: invoiceId, p_destination_id: ctx.actor.destinationId ?? null };
}
