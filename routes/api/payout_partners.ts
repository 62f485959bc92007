import { Hono } from "hono";
import {
  importPartners,
  listPartners,
  listReasons,
  newPartnerBody,
  partnerAnswer,
  partnerBody,
  partnerExample,
  partnerImportQuery,
  partnersExample,
  partnersQuery,
  payoutSettingsBody,
  putPartner,
  putPayoutSettings,
  putReason,
  readPartner,
  readPayoutSettings,
  reasonBody,
} from "../../domain/payout/mod.ts";
import { answerCreated, answerJson, answerOne } from "../answer.ts";
import type { Env } from "../deps.ts";
import { endpoint } from "../middleware/endpoint.ts";
import { contextOf } from "../middleware/tenant.ts";
import { uploadOf } from "../middleware/upload.ts";

const tag = "partner payouts";
const faults = [
  "gstin_malformed",
  "gstin_check_digit_wrong",
  "gstin_of_another_state",
  "gstin_of_another_pan",
  "partner_state_missing",
  "state_unknown",
  "account_number_masked",
];
const one = { status: 200, description: "The partner, the account masked", schema: partnerAnswer } as const;

/** Who is paid, what for, and how: partners, reasons of payouts, settings. */
export function payoutPartners(): Hono<Env> {
  return settings(partners(new Hono<Env>()));
}

function partners(app: Hono<Env>): Hono<Env> {
  return app
    .get(
      "/api/admin/partners",
      endpoint({
        summary: "Partners who are paid commission",
        tag,
        scope: "payouts:read",
        query: partnersQuery,
        answers: { ...one, description: "A page of partners, by name", list: true },
      }),
      async (c) => answerJson(c, await listPartners(contextOf(c), c.req.valid("query"))),
    )
    .post(
      "/api/admin/partners",
      endpoint({
        summary: "Adds a partner",
        tag,
        scope: "payouts:write",
        body: newPartnerBody,
        example: { destinationId: "75c6b6c6-4ff2-415b-b793-7ab2343e2c21", ...partnerExample },
        creates: true,
        answers: { ...one, status: 201 },
        refuses: { 400: faults, 409: ["partner_exists"] },
      }),
      async (c) =>
        answerCreated(c, await putPartner(contextOf(c), c.var.deps.keys, null, c.req.valid("json"), c.var.claim)),
    )
    .post(
      "/api/admin/partners/import",
      endpoint({
        summary: "Adds and changes partners from a CSV, all of them or none",
        description:
          "Columns: destination_id, partner_name, address, email; and gst_number, gst_status, pan, state_code, city, pincode, phone, language, account_holder, account_number, ifsc_code. What a row leaves out stays as it is.",
        tag,
        scope: "payouts:write",
        upload: "file",
        example: partnersExample,
        query: partnerImportQuery,
        answers: { status: 200, description: "How many are new and how many changed" },
        refuses: { 400: ["partner_import_refused", "csv_column_missing", "csv_not_utf8", "csv_no_rows"] },
      }),
      async (c) =>
        answerJson(c, await importPartners(contextOf(c), c.var.deps.keys, uploadOf(c), c.req.valid("query"))),
    )
    .get(
      "/api/admin/partners/:destinationId",
      endpoint({
        summary: "A partner",
        tag,
        scope: "payouts:read",
        answers: one,
        refuses: { 404: ["partner_not_found"] },
      }),
      async (c) => answerOne(c, await readPartner(contextOf(c), c.req.param("destinationId"))),
    )
    .put(
      "/api/admin/partners/:destinationId",
      endpoint({
        summary: "Changes a partner",
        description:
          "The whole partner is sent; what is left out is emptied, but for the bank account, which stays. Invoices keep what they were made with.",
        tag,
        scope: "payouts:write",
        body: partnerBody,
        example: partnerExample,
        answers: one,
        refuses: { 400: faults, 404: ["partner_not_found"] },
      }),
      async (c) => {
        const { destinationId } = c.req.param();
        return answerOne(
          c,
          (await putPartner(contextOf(c), c.var.deps.keys, destinationId, c.req.valid("json"))).json,
        );
      },
    );
}

function settings(app: Hono<Env>): Hono<Env> {
  return app
    .get(
      "/api/admin/payout-reasons",
      endpoint({
        summary: "What payouts are paid for, and whether GST is due on it",
        tag,
        scope: "payouts:read",
        answers: { status: 200, description: "Every reason" },
      }),
      async (c) => answerJson(c, await listReasons(contextOf(c))),
    )
    .put(
      "/api/admin/payout-reasons",
      endpoint({
        summary: "Adds or changes a reason of payouts",
        tag,
        scope: "payouts:write",
        body: reasonBody,
        answers: { status: 200, description: "Every reason" },
      }),
      async (c) => answerJson(c, await putReason(contextOf(c), c.req.valid("json"))),
    )
    .get(
      "/api/admin/payout-settings",
      endpoint({
        summary: "How the company pays its partners",
        tag,
        scope: "payouts:read",
        answers: { status: 200, description: "The settings" },
      }),
      async (c) => answerJson(c, await readPayoutSettings(contextOf(c))),
    )
    .put(
      "/api/admin/payout-settings",
      endpoint({
        summary: "Sets how the company pays its partners",
        description: "Invoices and bank files that are there keep what they were made with.",
        tag,
        scope: "payouts:approve",
        body: payoutSettingsBody,
        answers: { status: 200, description: "The settings" },
        refuses: { 400: ["bank_profile_unknown"] },
      }),
      async (c) => answerJson(c, await putPayoutSettings(contextOf(c), c.req.valid("json"))),
    );
}
