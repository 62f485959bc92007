import { Hono } from "hono";
import { readPartnerInvoice } from "../../../domain/payout/mod.ts";
import { readExact } from "../../../domain/shared/exact_json.ts";
import type { Env } from "../../deps.ts";
import { contextOf } from "../../middleware/tenant.ts";
import { showPage } from "../layout.tsx";
import { page } from "../page.ts";
import { Facts } from "../parts.tsx";
import { payouts } from "../sections.ts";
import { instantIn, rupees } from "../words/figures.ts";
import { wordsOf } from "../words/language.ts";
import { PayoutState, Steps } from "./parts.tsx";
import type { Invoice } from "./shapes.ts";

/** `/partner/invoices/:id/signed`: it is signed and submitted; what comes next. */
export function signed(): Hono<Env> {
  return new Hono<Env>().get(
    "/partner/invoices/:id/signed",
    page({ summary: "An invoice was signed", scope: "partner:own" }),
    async (c) => {
      const words = wordsOf(c);
      const one = readExact<Invoice>(await readPartnerInvoice(contextOf(c), c.req.param("id")));
      const at = `/partner/invoices/${one.invoiceId}`;
      if (one.signedAt === null) return c.redirect(at, 303);
      const { signed: says, facts, invoice } = words.partner;
      const payment = one.payableBasis === "GST_ONLY" ? says.payment : says.paymentFull;
      return showPage(
        c,
        { title: says.title, section: payouts },
        (
          <>
            <Steps at="done" words={words} />
            <section class="sheet narrow">
              <div class="body stacked">
                <div role="status">
                  <h1>
                    <span class="tick" aria-hidden="true">✓</span> {says.title}
                  </h1>
                  <p>{says.about(one.invoiceNumber)}</p>
                </div>
                <Facts
                  facts={{
                    [payment]: <b>{rupees(one.payableAmount)}</b>,
                    [facts.status]: <PayoutState of={one.status} words={words} />,
                    [facts.signedAt]: instantIn(words, one.signedAt),
                  }}
                />
                <p>{says.next}</p>
                <div class="actions">
                  <a class="button main" href={`${at}/pdf?type=signed`} download>{invoice.downloadSigned}</a>
                  <a class="button" href="/partner">{says.back}</a>
                </div>
              </div>
            </section>
          </>
        ),
      );
    },
  );
}
