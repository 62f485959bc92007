import { Hono } from "hono";
import { z } from "zod";
import {
  applyReconciliation,
  reconcilePayment,
  settlementAnswer,
  settlementExample,
  settlementFields,
} from "../../domain/payout/mod.ts";
import { answerJson } from "../answer.ts";
import type { Env } from "../deps.ts";
import { endpoint } from "../middleware/endpoint.ts";
import { contextOf } from "../middleware/tenant.ts";
import { uploadOf } from "../middleware/upload.ts";

const tag = "partner payouts";
const scope = "payouts:write";
const previewQuery = z.strictObject({
  preview: z.enum(["true", "false"]).default("false").meta({ description: "true: classified, and nothing is changed" }),
});

/** What banks report of payments: settlement files, taken in and applied. */
export function settlements(): Hono<Env> {
  return new Hono<Env>()
    .post(
      "/api/admin/reconcile-payment",
      endpoint({
        summary: "Takes a bank's settlement file and applies it, whole or not at all",
        description:
          "A form with the file in `settlementFile` and the fields `bankFileId`, `month` and `profile`, all of them optional. The same bytes again change nothing and are answered as before, with `duplicate` true. Lists hold the first 200 rows each.",
        tag,
        scope,
        upload: "settlementFile",
        example: settlementExample,
        query: previewQuery,
        answers: { status: 200, description: "The reconciliation", schema: settlementAnswer },
        refuses: {
          400: [
            "bank_profile_unknown",
            "csv_column_missing",
            "csv_no_rows",
            "csv_not_utf8",
            "csv_too_many_rows",
            "settlement_file_has_no_rows",
            "settlement_file_mangled",
            "settlement_file_too_large",
            "settlement_file_too_long",
          ],
          404: ["bank_file_not_found"],
          409: ["settlement_preview_out_of_date", "settlement_needs_second_person"],
        },
      }),
      async (c) => {
        const upload = uploadOf(c);
        const preview = c.req.valid("query").preview === "true";
        const asked = { preview, ...settlementFields(upload.fields) };
        return answerJson(c, await reconcilePayment(contextOf(c), upload, asked));
      },
    )
    .post(
      "/api/admin/reconciliation/:id/apply",
      endpoint({
        summary: "Applies a previewed settlement file as it was seen",
        tag,
        scope,
        answers: { status: 200, description: "The reconciliation", schema: settlementAnswer },
        refuses: {
          404: ["reconciliation_unknown"],
          409: ["settlement_preview_out_of_date", "settlement_file_held", "settlement_needs_second_person"],
        },
      }),
      async (c) => answerJson(c, await applyReconciliation(contextOf(c), c.req.param("id"))),
    );
}
