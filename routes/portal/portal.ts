import { Hono } from "hono";
import type { Env } from "../deps.ts";
import { answerErrorPage } from "./error_page.tsx";
import { opsPages } from "./ops/pages.tsx";
import { partnerPages } from "./partner/pages.tsx";
import { payoutPages } from "./payouts/pages.ts";
import { signInPages } from "./sign_in.tsx";
import { staticFiles } from "./static.ts";
import { languageChoice } from "./words/choose.tsx";

/** The web pages: drawn here, readable without a script, over the same functions of the domain as the API. */
export function portal(): Hono<Env> {
  const pages = new Hono<Env>();
  pages.route("/", staticFiles());
  pages.route("/", languageChoice());
  pages.route("/", signInPages());
  pages.route("/", opsPages());
  pages.route("/", partnerPages());
  pages.route("/", payoutPages());
  pages.onError(answerErrorPage);
  return pages;
}
