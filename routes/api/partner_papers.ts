import type { Hono } from "hono";
import { invoicePdf, partnerPdfQuery, receiptPdf } from "../../domain/payout/mod.ts";
import { answerPdf } from "../answer.ts";
import type { Env } from "../deps.ts";
import { endpoint } from "../middleware/endpoint.ts";
import { contextOf } from "../middleware/tenant.ts";

const own = { tag: "partner payouts", scope: "partner:own" } as const;
const missing = ["partner_invoice_not_found"];
const pdf = { status: 200, description: "PDF", media: "application/pdf" } as const;

/** What a partner holds on paper: the invoice as generated and as signed, and the receipt of its payment. */
export function partnerPapers(app: Hono<Env>): Hono<Env> {
  return app
    .get(
      "/api/partner/invoice/:invoiceId/pdf",
      endpoint({
        ...own,
        summary: "The printed invoice, as it was signed or as it was generated",
        query: partnerPdfQuery,
        answers: pdf,
        refuses: {
          404: [...missing, "document_not_kept"],
          409: ["partner_invoice_not_signed", "document_damaged"],
          503: ["document_store_unavailable"],
        },
      }),
      async (c) => {
        const { invoiceId } = c.req.param();
        const { type } = c.req.valid("query");
        return answerPdf(c, await invoicePdf(contextOf(c), c.var.deps.documents, invoiceId, type));
      },
    )
    .get(
      "/api/partner/invoice/:invoiceId/receipt",
      endpoint({
        ...own,
        summary: "The receipt of what was paid on an invoice",
        answers: pdf,
        refuses: { 404: missing, 409: ["partner_invoice_not_paid"] },
      }),
      async (c) => answerPdf(c, await receiptPdf(contextOf(c), c.req.param("invoiceId"))),
    );
}
