import { Hono } from "hono";
import {
  approveBankFile,
  bankFileAnswer,
  bankFileDetails,
  bankFileQuery,
  bankFilesQuery,
  downloadBankFile,
  endBankFile,
  endBankFileBody,
  exportAnswer,
  exportBankFile,
  exportBody,
  listBankFiles,
  listSubmitted,
  markSent,
  readBankFile,
  retryAnswer,
  retryBody,
  retryFailed,
  submittedAnswer,
  submittedQuery,
} from "../../domain/payout/mod.ts";
import { answerCreated, answerJson, answerOne } from "../answer.ts";
import type { Env } from "../deps.ts";
import { endpoint } from "../middleware/endpoint.ts";
import { contextOf } from "../middleware/tenant.ts";

const tag = "partner payouts";
const missing = { 404: ["bank_file_not_found"] };
const one = { status: 200, description: "The bank file", schema: bankFileAnswer } as const;

/** What partners are owed, the files banks pay it by, and who answers for them. */
export function bankFiles(): Hono<Env> {
  return changing(reading(new Hono<Env>()));
}

function reading(app: Hono<Env>): Hono<Env> {
  const scope = "payouts:read";
  return app
    .get(
      "/api/admin/invoices/submitted",
      endpoint({
        summary: "Signed invoices and how their payment stands",
        description: "By month and number. `summary` is over all that match, not the page: what would be paid.",
        tag,
        scope,
        query: submittedQuery,
        answers: { status: 200, description: "A page of invoices, and the sums of all", schema: submittedAnswer },
      }),
      async (c) => answerJson(c, await listSubmitted(contextOf(c), c.req.valid("query"))),
    )
    .get(
      "/api/admin/bank-files",
      endpoint({
        summary: "Bank files, newest first",
        tag,
        scope,
        query: bankFilesQuery,
        answers: { ...one, description: "A page of bank files", list: true },
      }),
      async (c) => answerJson(c, await listBankFiles(contextOf(c), c.req.valid("query"))),
    )
    .get(
      "/api/admin/bank-files/:id",
      endpoint({
        summary: "A bank file: who made, approved and sent it, its lines, what was left out",
        description: "`items` is a page of its lines, accounts masked; `nextCursor` leads to the next.",
        tag,
        scope,
        query: bankFileQuery,
        answers: { ...one, schema: bankFileDetails },
        refuses: missing,
      }),
      async (c) => answerOne(c, await readBankFile(contextOf(c), c.req.param("id"), c.req.valid("query"))),
    )
    .get(
      "/api/admin/bank-files/:id/download",
      endpoint({
        summary: "The file for the bank, once it is approved",
        description:
          "Before that, and after it was cancelled, a draft with masked accounts: `x-pakka-draft: true`, and a name that says so. Each download is a security event.",
        tag,
        scope: "payouts:write",
        answers: { status: 200, description: "The bytes, the same every time; x-content-sha256", media: "text/csv" },
        refuses: { ...missing, 409: ["document_damaged"] },
      }),
      async (c) => {
        const file = await downloadBankFile(contextOf(c), c.var.deps.keys, c.req.param("id"));
        return c.body(file.bytes as Uint8Array<ArrayBuffer>, 200, {
          "content-type": file.fileName.endsWith(".csv")
            ? "text/csv; charset=us-ascii"
            : "text/plain; charset=us-ascii",
          "content-disposition": `attachment; filename="${file.fileName}"`,
          "cache-control": "private, no-store",
          "x-content-sha256": file.sha256,
          ...(file.draft && { "x-pakka-draft": "true" }),
        });
      },
    );
}

function changing(app: Hono<Env>): Hono<Env> {
  const inState = (...more: string[]) => ({ ...missing, 409: ["bank_file_not_in_state", ...more] });
  return app
    .post(
      "/api/admin/export-bank-file",
      endpoint({
        summary: "Makes the bank file of what is submitted",
        description:
          "Of a month, of the invoices named, or of all. What is left out is told with its reason, never silently. Above the layout's rows it is several files: `files`.",
        tag,
        scope: "payouts:write",
        body: exportBody,
        example: { month: "2024-11", invoiceIds: ["inv_12345", "inv_12346"], format: "csv" },
        creates: true,
        answers: { ...one, schema: exportAnswer },
        refuses: {
          400: ["bank_profile_unknown"],
          404: ["invoice_unknown"],
          409: ["nothing_to_export", "bank_client_code_missing"],
        },
      }),
      async (c) => {
        const made = await exportBankFile(contextOf(c), c.var.deps.keys, c.req.valid("json"), c.var.claim);
        return answerCreated(c, made, 200);
      },
    )
    .post(
      "/api/admin/bank-files/:id/approve",
      endpoint({
        summary: "Approves a bank file: another person than who made it, each once",
        description:
          "403 approver_made_the_file for the maker, under whatever session or key. Two approvals above the company's limits, and where two partners share an account.",
        tag,
        scope: "payouts:approve",
        answers: one,
        refuses: inState("bank_file_approved_by_you", "bank_file_changed"),
      }),
      async (c) => answerJson(c, await approveBankFile(contextOf(c), c.req.param("id"))),
    )
    .post(
      "/api/admin/bank-files/:id/mark-sent",
      endpoint({
        summary: "Says that an approved bank file was given to the bank",
        tag,
        scope: "payouts:approve",
        answers: one,
        refuses: inState("bank_file_changed"),
      }),
      async (c) => answerJson(c, await markSent(contextOf(c), c.req.param("id"))),
    )
    .post(
      "/api/admin/bank-files/:id/cancel",
      endpoint({
        summary: "Takes back a bank file that was not sent; its invoices wait for the next",
        tag,
        scope: "payouts:write",
        body: endBankFileBody,
        answers: one,
        refuses: inState("bank_file_was_reported"),
      }),
      async (c) => {
        const { reason } = c.req.valid("json");
        return answerJson(c, await endBankFile(contextOf(c), c.req.param("id"), "cancelled", reason));
      },
    )
    .post(
      "/api/admin/bank-files/:id/reject",
      endpoint({
        summary: "Turns down a bank file that waits for approval; its invoices wait for the next",
        tag,
        scope: "payouts:approve",
        body: endBankFileBody,
        answers: one,
        refuses: inState("bank_file_was_reported"),
      }),
      async (c) => {
        const { reason } = c.req.valid("json");
        return answerJson(c, await endBankFile(contextOf(c), c.req.param("id"), "rejected", reason));
      },
    )
    .post(
      "/api/admin/retry-failed",
      endpoint({
        summary: "Puts failed and returned payments back among those that wait for a bank file",
        description: "{retried, refused}: where the partner's details were the cause, they have to be changed first.",
        tag,
        scope: "payouts:write",
        body: retryBody,
        example: { reconciliationId: "rec_456" },
        answers: { status: 200, description: "What is tried again, and what not", schema: retryAnswer },
        refuses: { 404: ["reconciliation_unknown"] },
      }),
      async (c) => answerJson(c, await retryFailed(contextOf(c), c.req.valid("json"))),
    );
}
