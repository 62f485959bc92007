import { Hono } from "hono";
import type { Env } from "../deps.ts";
import { bankFiles } from "./bank_files.ts";
import { partnerInvoices } from "./partner_invoices.ts";
import { partnerSigning } from "./partner_signing.ts";
import { payoutImports } from "./payout_imports.ts";
import { payoutPartners } from "./payout_partners.ts";
import { settlementExceptions } from "./settlement_exceptions.ts";
import { settlementReports } from "./settlement_reports.ts";
import { settlements } from "./settlements.ts";

/** Partner payouts, from the partner to what the bank said of a payment. */
export function payouts(): Hono<Env> {
  const routes = new Hono<Env>();
  routes.route("/", partnerInvoices());
  routes.route("/", partnerSigning());
  routes.route("/", payoutPartners());
  routes.route("/", payoutImports());
  routes.route("/", bankFiles());
  routes.route("/", settlements());
  routes.route("/", settlementReports());
  routes.route("/", settlementExceptions());
  return routes;
}
