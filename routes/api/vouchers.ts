import { type Context as HonoContext, Hono } from "hono";
import { printQuery, printVoucher } from "../../domain/print/mod.ts";
import {
  bulkBody,
  explainVoucher,
  explanationAnswer,
  listQuery,
  listVouchers,
  postBulk,
  postVoucher,
  previewVoucher,
  readPrint,
  readVoucher,
  voucherBody,
} from "../../domain/voucher/mod.ts";
import { answerCreated, answerJson, answerOne } from "../answer.ts";
import type { Env } from "../deps.ts";
import { endpoint } from "../middleware/endpoint.ts";
import { contextOf } from "../middleware/tenant.ts";

const tag = "vouchers";
const missing = { 404: ["not_found"] };
const faults = {
  400: [
    "gst_rate_not_in_force",
    "hsn_too_short",
    "invoice_date_in_future",
    "gstin_check_digit_wrong",
    "party_unknown",
    "voucher_refused",
  ],
  409: ["company_not_set_up", "numbering_series_missing", "numbering_series_exhausted", "numbering_series_collides"],
  422: ["idempotency_key_reused"],
  429: ["posting_queue_full"],
};

/** Vouchers: posted one by one, in bulk, previewed, listed, read, printed. */
export function vouchers(): Hono<Env> {
  return writing(reading(new Hono<Env>()));
}

function writing(app: Hono<Env>): Hono<Env> {
  const scope = "vouchers:write";
  return app
    .post(
      "/api/vouchers",
      endpoint({
        summary: "Posts a voucher: numbered, booked, and queued for its e-invoice; or keeps it as a draft",
        tag,
        scope,
        body: voucherBody,
        creates: true,
        answers: { status: 201, description: "The voucher as posted" },
        refuses: faults,
      }),
      async (c) =>
        answerCreated(c, await postVoucher(contextOf(c), c.var.deps.posting, c.req.valid("json"), c.var.claim)),
    )
    .post(
      "/api/vouchers/bulk",
      endpoint({
        summary: "Posts up to 1,000 vouchers; each is posted or refused for itself",
        tag,
        scope,
        body: bulkBody,
        creates: true,
        answers: { status: 200, description: "One result a voucher, in the order sent" },
        refuses: { 422: faults[422] },
      }),
      async (c) =>
        answerCreated(
          c,
          await postBulk(contextOf(c), c.var.deps.posting, c.req.valid("json").vouchers, c.var.claim),
          200,
        ),
    )
    .post(
      "/api/vouchers/preview",
      endpoint({
        summary: "Computes a voucher as posting would and explains it; stores nothing and takes no number",
        tag,
        scope: "vouchers:read",
        body: voucherBody,
        answers: { status: 200, description: "The voucher as it would be posted, with `explain`" },
        refuses: { 400: faults[400], 409: ["company_not_set_up", "numbering_series_missing"] },
      }),
      async (c) => answerJson(c, await previewVoucher(contextOf(c), c.req.valid("json"))),
    );
}

function reading(app: Hono<Env>): Hono<Env> {
  const scope = "vouchers:read";
  return app
    .get(
      "/api/vouchers",
      endpoint({
        summary: "Vouchers, newest first",
        tag,
        scope,
        query: listQuery,
        answers: { status: 200, description: "A page of vouchers", list: true },
      }),
      async (c) => answerJson(c, await listVouchers(contextOf(c), c.req.valid("query"))),
    )
    .get(
      "/api/vouchers/:id",
      endpoint({
        summary: "A voucher",
        tag,
        scope,
        answers: { status: 200, description: "The voucher" },
        refuses: missing,
      }),
      async (c) => answerOne(c, await readVoucher(contextOf(c), c.req.param("id"))),
    )
    .get(
      "/api/vouchers/:id/explain",
      endpoint({
        summary: "The rule, the source, the inputs and the rounding behind each figure of a voucher",
        tag,
        scope,
        answers: {
          status: 200,
          description: "Every figure, by its pointer into the voucher",
          schema: explanationAnswer,
        },
        refuses: missing,
      }),
      async (c) => answerOne(c, await explainVoucher(contextOf(c), c.req.param("id"))),
    )
    .get(
      "/api/vouchers/:id/pdf",
      endpoint({
        summary: "The printed document: its first copy, or with copies=all every copy its kind has",
        tag,
        scope,
        query: printQuery,
        answers: {
          status: 200,
          description: "PDF, with the signed QR once it is registered",
          media: "application/pdf",
        },
        refuses: missing,
      }),
      async (c) => answerPdf(c, await readPrint(contextOf(c), c.req.param("id")), c.req.valid("query").copies),
    );
}

function answerPdf(c: HonoContext<Env>, document: string, copies: "all" | undefined): Response {
  const { number, type } = JSON.parse(document) as { number: string | null; type: string };
  const name = number === null ? `${type}-draft` : number.replaceAll("/", "-");
  return c.body(printVoucher(document, { copies }) as Uint8Array<ArrayBuffer>, 200, {
    "content-type": "application/pdf",
    "content-disposition": `inline; filename="${name}.pdf"`,
  });
}
