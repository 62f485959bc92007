import { type Context, Hono } from "hono";
import { z } from "zod";
import {
  readConsent,
  readPartnerInvoice,
  readSigning,
  requestOtp,
  storeSoon,
  verifyOtp,
} from "../../../domain/payout/mod.ts";
import { readExact } from "../../../domain/shared/exact_json.ts";
import { Refusal } from "../../../domain/shared/refusals.ts";
import type { Env } from "../../deps.ts";
import { contextOf } from "../../middleware/tenant.ts";
import { showPage } from "../layout.tsx";
import { page, visitorOf } from "../page.ts";
import { Head } from "../parts.tsx";
import { payouts } from "../sections.ts";
import { wordsOf } from "../words/language.ts";
import type { Consent, Invoice, Signing } from "./shapes.ts";
import { SigningSheet } from "./signing_sheet.tsx";
import { Steps } from "./parts.tsx";

const form = z.strictObject({
  otpId: z.string().max(40),
  otpCode: z.string().max(40).transform((code) => code.replace(/[\s-]/g, "")),
});
const scope = "partner:own";

/** `/partner/invoices/:id/sign`: a code is mailed, entered, and the invoice is signed. */
export function sign(): Hono<Env> {
  return new Hono<Env>()
    .get("/partner/invoices/:id/sign", page({ summary: "Sign an invoice", scope }), (c) => showSigning(c))
    .get("/partner/invoices/:id/otp", page({ summary: "Sign an invoice", scope }), (c) => {
      return c.redirect(`/partner/invoices/${c.req.param("id")}/sign`, 303);
    })
    .post("/partner/invoices/:id/otp", page({ summary: "Ask for a one-time password", scope }), async (c) => {
      const [ctx, id] = [contextOf(c), c.req.param("id")];
      const destinationId = ctx.actor.destinationId ?? "";
      try {
        await requestOtp(ctx, c.var.deps, id, { destinationId }, c.req.header("user-agent") ?? null);
        return c.redirect(`/partner/invoices/${id}/sign`, 303);
      } catch (error) {
        return await showSigning(c, refusalOfAForm(error));
      }
    })
    .post("/partner/invoices/:id/sign", page({ summary: "Sign an invoice", scope, form }), async (c) => {
      const [ctx, id, { otpId, otpCode }] = [contextOf(c), c.req.param("id"), c.req.valid("form")];
      // What no mail can have said is not worth one of three attempts.
      if (!/^\d{6}$/.test(otpCode)) return await showSigning(c, "malformed");
      const body = { destinationId: ctx.actor.destinationId ?? "", otpId, otpCode };
      try {
        await verifyOtp(ctx, c.var.deps, id, body, c.req.header("user-agent") ?? null);
        storeSoon(ctx, c.var.deps.later);
        return c.redirect(`/partner/invoices/${id}/signed`, 303);
      } catch (error) {
        return await showSigning(c, refusalOfAForm(error));
      }
    });
}

/** A refusal that the page itself tells; anything else is a page of its own. */
function refusalOfAForm(error: unknown): Refusal {
  if (!(error instanceof Refusal) || error.status === 404) throw error;
  return error;
}

async function showSigning(c: Context<Env>, refused?: Refusal | "malformed") {
  const [ctx, words, visitor] = [contextOf(c), wordsOf(c), visitorOf(c)];
  const id = c.req.param("id") ?? "";
  const invoice = readExact<Invoice>(await readPartnerInvoice(ctx, id));
  const at = `/partner/invoices/${invoice.invoiceId}`;
  if (invoice.status !== "generated") return c.redirect(at, 303);
  const signing = readExact<Signing>(await readSigning(ctx, id));
  const consent = readExact<Consent>(await readConsent(ctx, id));
  const { title } = words.partner.signing;
  const status = refused === "malformed" ? 400 : refused?.status ?? 200;
  if (refused instanceof Refusal && refused.facts.retryAfter !== undefined) {
    c.header("retry-after", String(refused.facts.retryAfter));
  }
  return showPage(
    c,
    { title, section: payouts, status },
    (
      <>
        <Head
          title={title}
          now={ctx.clock.now()}
          words={words}
          above={{ href: at, label: words.partner.invoice.title(invoice.invoiceNumber) }}
        />
        <Steps at="sign" words={words} />
        <SigningSheet {...{ invoice, signing, consent, refused, words, visitor }} />
      </>
    ),
  );
}
