import { Hono } from "hono";
import {
  listEInvoices,
  listPending,
  listRegistrations,
  lookupQuery,
  pendingQuery,
  readByIrn,
  readEInvoice,
  readPayload,
  readSignedQr,
} from "../../domain/einvoice/mod.ts";
import { qrPng, qrSvg } from "../../domain/print/mod.ts";
import { answerJson, answerOne } from "../answer.ts";
import type { Env } from "../deps.ts";
import { endpoint } from "../middleware/endpoint.ts";
import { contextOf } from "../middleware/tenant.ts";

const tag = "e-invoice";
const missing = { 404: ["not_found"] };
/** The QR code of a cancelled one would pass for valid. */
const ofValid = { ...missing, 409: ["qr_of_cancelled_irn"] };

/** E-invoices as they stand: lists, single ones, their payloads and QR codes. */
export function einvoiceLookups(app: Hono<Env>): Hono<Env> {
  const scope = "einvoice:read";
  const reads = (summary: string, refuses: Record<number, string[]> = missing) =>
    endpoint({ summary, tag, scope, answers: { status: 200, description: summary }, refuses });
  return app
    .get(
      "/api/einvoice",
      endpoint({
        summary: "E-invoices by the document's number, IRN, day or status, newest first",
        tag,
        scope,
        query: lookupQuery,
        answers: { status: 200, description: "A page of e-invoices", list: true },
      }),
      async (c) => answerJson(c, await listEInvoices(contextOf(c), c.req.valid("query"))),
    )
    .get(
      "/api/einvoice/pending",
      endpoint({
        summary: "E-invoices that wait for their IRN, by the day on which they must have it",
        description: "`deadline` and `daysLeft` where the law limits the company to thirty days.",
        tag,
        scope,
        query: pendingQuery,
        answers: { status: 200, description: "A page of e-invoices", list: true },
      }),
      async (c) => answerJson(c, await listPending(contextOf(c), c.req.valid("query"))),
    )
    .get(
      "/api/einvoice/registrations",
      reads("The company's registrations at the portal"),
      async (c) => answerJson(c, await listRegistrations(contextOf(c))),
    )
    .get(
      "/api/einvoice/irn/:irn",
      reads("The e-invoice with an IRN"),
      async (c) => answerOne(c, await readByIrn(contextOf(c), c.req.param("irn"))),
    )
    .get(
      "/api/einvoice/:voucherId",
      reads("The e-invoice of a voucher; of one that needs none, not_required and why"),
      async (c) => answerOne(c, await readEInvoice(contextOf(c), c.req.param("voucherId"))),
    )
    .get(
      "/api/einvoice/:voucherId/payload",
      reads("The INV-01 document as sent to the portal", { ...missing, 409: ["e_invoice_not_applicable"] }),
      async (c) => answerOne(c, await readPayload(contextOf(c), c.req.param("voucherId"))),
    )
    .get(
      "/api/einvoice/:voucherId/qr.svg",
      endpoint({
        summary: "The signed QR code",
        tag,
        scope,
        answers: { status: 200, description: "SVG", media: "image/svg+xml" },
        refuses: ofValid,
      }),
      async (c) =>
        c.body(qrSvg(await readSignedQr(contextOf(c), c.req.param("voucherId"))), 200, {
          "content-type": "image/svg+xml",
        }),
    )
    .get(
      "/api/einvoice/:voucherId/qr.png",
      endpoint({
        summary: "The signed QR code as a picture",
        tag,
        scope,
        answers: { status: 200, description: "PNG", media: "image/png" },
        refuses: ofValid,
      }),
      async (c) =>
        c.body(qrPng(await readSignedQr(contextOf(c), c.req.param("voucherId"))), 200, { "content-type": "image/png" }),
    );
}
