import { Hono } from "hono";
import type { Env } from "../../deps.ts";
import { showRefusal } from "../error_page.tsx";
import { page } from "../page.ts";
import { wordsOf } from "../words/language.ts";
import { dashboard } from "./dashboard.tsx";
import { invoiceFiles } from "./files.ts";
import { generate } from "./generate.tsx";
import { invoice } from "./invoice.tsx";
import { sign } from "./sign.tsx";
import { signed } from "./signed.tsx";

/** A partner's own pages: months, invoices, their signature and their payment. */
export function partnerPages(): Hono<Env> {
  const pages = new Hono<Env>();
  for (const part of [dashboard, invoiceFiles, sign, signed, invoice, generate]) pages.route("/", part());
  return pages.get(
    "/partner/*",
    page({ summary: "What is not there", scope: "partner:own" }),
    (c) => showRefusal(c, 404, wordsOf(c).refusals.route_not_found ?? "there is no such page", "route_not_found"),
  );
}
