import { Hono } from "hono";
import type { Env } from "../../deps.ts";
import { bankFile } from "./bank_file.tsx";
import { bankFiles } from "./bank_files.tsx";
import { exporting } from "./exporting.tsx";
import { submittedInvoices } from "./invoices.tsx";
import { payoutOverview } from "./overview.tsx";

/** The pages of those who pay partners, under `/payouts`. */
export function payoutPages(): Hono<Env> {
  const pages = new Hono<Env>();
  pages.route("/", payoutOverview());
  pages.route("/", exporting());
  pages.route("/", submittedInvoices());
  pages.route("/", bankFiles());
  pages.route("/", bankFile());
  return pages;
}
