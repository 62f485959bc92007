import { Hono } from "hono";
import { readPartnerInvoice } from "../../../domain/payout/mod.ts";
import type { Visitor } from "../../../domain/core/mod.ts";
import { readExact } from "../../../domain/shared/exact_json.ts";
import type { Env } from "../../deps.ts";
import { contextOf } from "../../middleware/tenant.ts";
import { showPage } from "../layout.tsx";
import { page, visitorOf } from "../page.ts";
import { Action, Facts, Head, Sheet } from "../parts.tsx";
import { payouts } from "../sections.ts";
import type { Words } from "../words/en.ts";
import { dayIn, instantIn, monthIn, rupees } from "../words/figures.ts";
import { wordsOf } from "../words/language.ts";
import { partnerFacts } from "./generate.tsx";
import { Breakdown, PayoutState, Steps, Timeline } from "./parts.tsx";
import type { Invoice } from "./shapes.ts";
import { Verdict } from "./verdict.tsx";

interface Shown {
  readonly invoice: Invoice;
  readonly words: Words;
  readonly visitor: Visitor;
}

/** `/partner/invoices/:id`: an invoice as it is printed, how it stands, what is to be done, and what happened to it. */
export function invoice(): Hono<Env> {
  return new Hono<Env>().get(
    "/partner/invoices/:id",
    page({ summary: "An invoice of a partner", scope: "partner:own" }),
    async (c) => {
      const [ctx, words, visitor] = [contextOf(c), wordsOf(c), visitorOf(c)];
      const one = readExact<Invoice>(await readPartnerInvoice(ctx, c.req.param("id")));
      const isOpen = ["submitted", "in_bank_file", "part_paid"].includes(one.status);
      const says = words.partner;
      const title = says.invoice.title(one.invoiceNumber);
      return showPage(
        c,
        { title, section: payouts, reload: isOpen ? 15 : 0 },
        (
          <>
            <Head title={title} now={ctx.clock.now()} words={words} above={{ href: "/partner", label: says.invoices }}>
              {`${monthIn(words, one.month)} · ${dayIn(words, one.invoiceDate)}`}
            </Head>
            {one.status === "generated" && <Steps at="preview" words={words} />}
            <Verdict invoice={one} words={words} />
            <div class="columns">
              <Document invoice={one} words={words} visitor={visitor} />
              <div>
                <Payment invoice={one} words={words} />
                <Sheet title={says.invoice.timeline}>
                  <div class="body">
                    <Timeline of={one} words={words} />
                  </div>
                </Sheet>
              </div>
            </div>
            <Sheet title={says.invoice.details}>
              <div class="body">
                <Facts facts={detailsOf(one, words)} long={[says.facts.address, says.facts.fingerprint]} />
              </div>
            </Sheet>
          </>
        ),
      );
    },
  );
}

function Document({ invoice, words, visitor }: Shown) {
  const says = words.partner.invoice;
  const at = `/partner/invoices/${invoice.invoiceId}`;
  return (
    <Sheet title={says.document} aside={<Downloads invoice={invoice} words={words} />}>
      <div class="body stacked">
        {invoice.status === "generated" && (
          <div class="actions">
            <Action {...{ visitor, to: `${at}/otp`, label: says.sign, isMain: true }} needs="partner:own" />
            <a class="button" href={`${at}/pdf?type=original`} download>{says.download}</a>
          </div>
        )}
        <div class="paper-frame" tabindex={0} role="group" aria-label={says.document}>
          <img class="paper" src={`${at}/preview.svg`} alt={says.picture(invoice.invoiceNumber)} />
        </div>
      </div>
    </Sheet>
  );
}

function Downloads({ invoice, words }: { invoice: Invoice; words: Words }) {
  const says = words.partner.invoice;
  const at = `/partner/invoices/${invoice.invoiceId}`;
  if (!invoice.digitallySigned) return null;
  return <a href={`${at}/pdf?type=signed`} download>{says.downloadSigned}</a>;
}

function Payment({ invoice, words }: { invoice: Invoice; words: Words }) {
  const { breakdown, facts, utr, invoice: says } = words.partner;
  const wasPaid = !/^0+(\.0+)?$/.test(invoice.settledAmount);
  const payment = {
    [facts.status]: <PayoutState of={invoice.status} words={words} />,
    [facts.payable]: <b>{rupees(invoice.payableAmount)}</b>,
    [utr]: invoice.utrNumber && <span class="mono">{invoice.utrNumber}</span>,
    [facts.paidOn]: invoice.paymentDate && dayIn(words, invoice.paymentDate),
  };
  return (
    <>
      <Sheet
        title={says.payment}
        aside={wasPaid && <a href={`/partner/invoices/${invoice.invoiceId}/receipt`} download>{says.downloadReceipt}
        </a>}
      >
        <div class="body">
          <Facts facts={payment} />
        </div>
      </Sheet>
      <Sheet title={breakdown.title}>
        <div class="body">
          <Breakdown of={invoice} words={words} />
          {invoice.payableBasis === "GST_ONLY" && <p class="hint">{breakdown.gstOnly}</p>}
        </div>
      </Sheet>
    </>
  );
}

function detailsOf(one: Invoice, words: Words) {
  const says = words.partner.facts;
  return {
    ...partnerFacts(one, words),
    [says.signedAt]: one.signedAt && instantIn(words, one.signedAt),
    [says.signedFrom]: one.signedIp && <span class="mono">{one.signedIp}</span>,
    [says.fingerprint]: one.digitallySigned ? <span class="mono">{one.documentSha256}</span> : null,
  };
}
