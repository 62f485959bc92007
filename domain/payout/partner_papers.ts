import { callJson, callOne } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import { type DocumentKind, openDocument } from "./documents.ts";
import { ownInvoice } from "./partner_invoices.ts";
import { drawPartnerInvoice, printReceipt } from "./partner_print.ts";
import { refuse } from "./refusals.ts";
import type { ObjectStore } from "./store.ts";

/** A document to be handed out. */
export interface Paper {
  readonly fileName: string;
  readonly bytes: Uint8Array;
}

/**
 * An invoice as it was printed and kept. Refuses: partner_invoice_not_found, partner_invoice_not_signed (ask for the
 * original), and what openDocument refuses.
 */
export async function invoicePdf(
  ctx: Context,
  store: ObjectStore,
  invoiceId: string,
  type: DocumentKind,
): Promise<Paper> {
  const { id } = await toDraw(ctx, invoiceId, type);
  return await openDocument(ctx, store, id, type);
}

/** The same pages as one SVG, drawn from what was frozen with the invoice. Refuses as invoicePdf does. */
export async function invoicePicture(ctx: Context, invoiceId: string, type: DocumentKind): Promise<string> {
  const { print, signature } = await toDraw(ctx, invoiceId, type);
  return drawPartnerInvoice(print, type === "signed" ? signature : null);
}

/** The receipt of what was paid and not returned. Refuses: partner_invoice_not_found, partner_invoice_not_paid. */
export async function receiptPdf(ctx: Context, invoiceId: string): Promise<Paper> {
  const json = await withTenant(ctx, ({ sql }) => callJson(sql, "payout.print_receipt", ownInvoice(ctx, invoiceId)));
  const { invoiceNumber }: { invoiceNumber: string } = JSON.parse(json ?? "null");
  return { fileName: `${invoiceNumber.replaceAll("/", "-")}-receipt.pdf`, bytes: printReceipt(json ?? "") };
}

interface ToDraw {
  readonly id: string;
  readonly print: string;
  readonly signature: string | null;
}

async function toDraw(ctx: Context, invoiceId: string, type: DocumentKind): Promise<ToDraw> {
  const asked = ownInvoice(ctx, invoiceId);
  const found = await withTenant(ctx, ({ sql }) => callOne(sql, "payout.invoice_to_draw", asked)) as ToDraw;
  if (type === "signed" && found.signature === null) {
    throw refuse("partner_invoice_not_signed", { invoiceId, hint: "?type=original" });
  }
  return found;
}
