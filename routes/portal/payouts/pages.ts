import { Hono } from "hono";
import type { Env } from "../../deps.ts";
import { bankFile } from "./bank_file.tsx";
import { bankFiles } from "./bank_files.tsx";
import { exception } from "./exception.tsx";
import { exceptions } from "./exceptions.tsx";
import { exporting } from "./exporting.tsx";
import { payoutImport } from "./import.tsx";
import { submittedInvoices } from "./invoices.tsx";
import { payoutOverview } from "./overview.tsx";
import { partner } from "./partner.tsx";
import { partnerForm } from "./partner_form.tsx";
import { partners } from "./partners.tsx";
import { payoutReasons } from "./reasons.tsx";
import { payoutSettings } from "./settings.tsx";
import { settlement } from "./settlement.tsx";
import { settlements } from "./settlements.tsx";

/** The pages of those who pay partners, under `/payouts`. */
export function payoutPages(): Hono<Env> {
  const pages = new Hono<Env>();
  pages.route("/", payoutOverview());
  pages.route("/", exporting());
  pages.route("/", submittedInvoices());
  pages.route("/", bankFiles());
  pages.route("/", bankFile());
  pages.route("/", settlements());
  pages.route("/", settlement());
  pages.route("/", exceptions());
  pages.route("/", exception());
  pages.route("/", partners());
  pages.route("/", partnerForm());
  pages.route("/", partner());
  pages.route("/", payoutImport());
  pages.route("/", payoutReasons());
  pages.route("/", payoutSettings());
  return pages;
}
