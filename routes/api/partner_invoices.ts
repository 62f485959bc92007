import { Hono } from "hono";
import {
  cancelPartnerInvoice,
  cancelPartnerInvoiceBody,
  generateInvoice,
  generatePartnerInvoiceBody,
  invoiceData,
  invoiceDataQuery,
  listPartnerInvoices,
  partnerInvoiceAnswer,
  partnerInvoiceDetails,
  partnerInvoicesAnswer,
  partnerInvoicesQuery,
  readPartnerInvoice,
  storeSoon,
} from "../../domain/payout/mod.ts";
import { answerCreated, answerJson, answerOne } from "../answer.ts";
import type { Env } from "../deps.ts";
import { endpoint } from "../middleware/endpoint.ts";
import { contextOf } from "../middleware/tenant.ts";
import { partnerPapers } from "./partner_papers.ts";

const own = { tag: "partner payouts", scope: "partner:own" } as const;
const numbers = [
  "invoice_number_too_long",
  "invoice_number_characters_not_allowed",
  "invoice_number_starts_wrongly",
];
const notInvoiced = [
  ...["partner_not_registered", "partner_blocked", "company_not_set_up", "no_eligible_payouts"],
  ...["gst_base_not_positive", "invoice_number_taken"],
];

/** A partner's invoices: what is still to be invoiced, what was, and what became of it. */
export function partnerInvoices(): Hono<Env> {
  return partnerPapers(ofOneInvoice(ofAMonth(new Hono<Env>())));
}

function ofAMonth(app: Hono<Env>): Hono<Env> {
  return app
    .get(
      "/api/partner/:destinationId/invoices",
      endpoint({
        ...own,
        summary: "A partner's invoices, the latest month first, and the months that have none yet",
        description:
          "Counts are of the financial year asked for, whatever the status; cancelled invoices are listed and not counted.",
        query: partnerInvoicesQuery,
        answers: { status: 200, description: "Invoices and counts", schema: partnerInvoicesAnswer },
        refuses: { 404: ["destination_not_found", "partner_not_found"] },
      }),
      async (c) =>
        answerJson(
          c,
          await listPartnerInvoices(contextOf(c), c.req.param("destinationId"), c.req.valid("query")),
        ),
    )
    .post(
      "/api/partner/:destinationId/invoice/generate",
      endpoint({
        ...own,
        summary: "Makes the invoice of a month",
        description: "Numbered, frozen with all details as they are, printed. It is submitted by signing it.",
        body: generatePartnerInvoiceBody,
        creates: true,
        answers: { status: 201, description: "The invoice", schema: partnerInvoiceAnswer },
        refuses: {
          400: ["payout_month_in_future", ...numbers],
          404: ["destination_not_found", "partner_not_found"],
          409: ["partner_invoice_exists", ...notInvoiced],
        },
      }),
      async (c) => {
        const { destinationId } = c.req.param();
        const generated = await generateInvoice(contextOf(c), destinationId, c.req.valid("json"), c.var.claim);
        storeSoon(contextOf(c), c.var.deps.later);
        return answerCreated(c, generated);
      },
    )
    .get(
      "/api/partner/:destinationId/invoice/:month/data",
      endpoint({
        ...own,
        summary: "What the invoice of a month says; before there is one, what it would say today",
        description: "A preview has status not_generated, no invoiceId, and takes no number.",
        query: invoiceDataQuery,
        answers: { status: 200, description: "The invoice or its preview", schema: partnerInvoiceAnswer },
        refuses: {
          400: ["payout_month_in_future", ...numbers],
          404: ["destination_not_found", "partner_not_found"],
          409: notInvoiced,
        },
      }),
      async (c) => {
        const { destinationId, month } = c.req.param();
        return answerOne(c, await invoiceData(contextOf(c), destinationId, month, c.req.valid("query")));
      },
    );
}

function ofOneInvoice(app: Hono<Env>): Hono<Env> {
  const missing = ["partner_invoice_not_found"];
  const one = { status: 200, description: "The invoice and its timeline", schema: partnerInvoiceDetails } as const;
  return app
    .get(
      "/api/partner/invoice/:invoiceId",
      endpoint({
        ...own,
        summary: "An invoice with what happened to it",
        answers: one,
        refuses: { 404: missing },
      }),
      async (c) => answerOne(c, await readPartnerInvoice(contextOf(c), c.req.param("invoiceId"))),
    )
    .post(
      "/api/partner/invoice/:invoiceId/cancel",
      endpoint({
        ...own,
        summary: "Cancels an invoice that no bank may still pay",
        description:
          "Its number stays used; the month can be invoiced anew. What a signed one made owed is taken back.",
        body: cancelPartnerInvoiceBody,
        answers: one,
        refuses: {
          404: missing,
          409: ["partner_invoice_cancelled", "partner_invoice_not_cancellable", "period_locked"],
        },
      }),
      async (c) => {
        const { invoiceId } = c.req.param();
        return answerJson(c, await cancelPartnerInvoice(contextOf(c), invoiceId, c.req.valid("json")));
      },
    );
}
