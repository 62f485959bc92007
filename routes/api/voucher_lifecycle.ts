import { Hono } from "hono";
import {
  cancelBody,
  cancelVoucher,
  changeBody,
  changeVoucher,
  convertBody,
  convertVoucher,
  deleteDraft,
  postDraft,
} from "../../domain/voucher/mod.ts";
import { answerCreated, answerJson } from "../answer.ts";
import type { Env } from "../deps.ts";
import { endpoint } from "../middleware/endpoint.ts";
import { contextOf } from "../middleware/tenant.ts";

const tag = "vouchers";
const scope = "vouchers:write";
const missing = { 404: ["not_found"] };
const faults = ["voucher_refused", "gst_rate_missing", "gst_rate_not_in_force", "invoice_date_in_future"];

/** What becomes of a voucher once it is there: changed, posted, cancelled, turned into a sale, thrown away. */
export function voucherLifecycle(): Hono<Env> {
  return new Hono<Env>()
    .put(
      "/api/vouchers/:id",
      endpoint({
        summary: "Changes a draft, or narration and reference of a posted voucher",
        tag,
        scope,
        body: changeBody,
        answers: { status: 200, description: "The voucher" },
        refuses: {
          ...missing,
          400: faults,
          409: ["voucher_is_cancelled", "period_locked", "numbering_series_missing"],
        },
      }),
      async (c) => answerJson(c, await changeVoucher(contextOf(c), c.req.param("id"), c.req.valid("json"))),
    )
    .delete(
      "/api/vouchers/:id",
      endpoint({
        summary: "Throws a draft away",
        tag,
        scope,
        answers: { status: 204, description: "It is gone" },
        refuses: { ...missing, 409: ["voucher_is_posted"] },
      }),
      async (c) => {
        await deleteDraft(contextOf(c), c.req.param("id"));
        return c.body(null, 204);
      },
    )
    .post(
      "/api/vouchers/:id/post",
      endpoint({
        summary: "Posts a draft; it keeps its id",
        tag,
        scope,
        creates: true,
        answers: { status: 200, description: "The voucher as posted" },
        refuses: {
          ...missing,
          400: faults,
          409: ["draft_is_posted", "draft_has_changed", "period_locked", "numbering_series_missing"],
        },
      }),
      async (c) =>
        answerCreated(c, await postDraft(contextOf(c), c.var.deps.posting, c.req.param("id"), c.var.claim), 200),
    )
    .post(
      "/api/vouchers/:id/cancel",
      endpoint({
        summary: "Cancels a posted voucher: number and row stay, books and stock are taken back",
        tag,
        scope,
        body: cancelBody,
        answers: { status: 200, description: "The voucher, cancelled" },
        refuses: {
          ...missing,
          409: [
            "voucher_is_cancelled",
            "voucher_is_draft",
            "voucher_has_dependants",
            "e_invoice_alive",
            "e_way_bill_alive",
            "period_locked",
            "stock_insufficient",
          ],
        },
      }),
      async (c) => answerJson(c, await cancelVoucher(contextOf(c), c.req.param("id"), c.req.valid("json"))),
    )
    .post(
      "/api/vouchers/:id/convert",
      endpoint({
        summary: "Turns a proforma invoice or a delivery challan into a sale",
        tag,
        scope,
        body: convertBody,
        creates: true,
        answers: { status: 201, description: "The sale as posted" },
        refuses: {
          ...missing,
          400: faults,
          409: ["not_convertible", "already_converted", "proforma_expired", "original_is_cancelled", "period_locked"],
        },
      }),
      async (c) =>
        answerCreated(
          c,
          await convertVoucher(
            contextOf(c),
            c.var.deps.posting,
            c.req.param("id"),
            c.req.valid("json"),
            c.var.claim,
          ),
        ),
    );
}
