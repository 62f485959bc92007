import { type Context, Hono } from "hono";
import { z } from "zod";
import { generateInvoice, invoiceData, storeSoon } from "../../../domain/payout/mod.ts";
import { readExact } from "../../../domain/shared/exact_json.ts";
import { Refusal } from "../../../domain/shared/refusals.ts";
import type { Env } from "../../deps.ts";
import { contextOf } from "../../middleware/tenant.ts";
import { FormToken, showPage } from "../layout.tsx";
import { page, visitorOf } from "../page.ts";
import { Facts, Head, Sheet } from "../parts.tsx";
import { payouts } from "../sections.ts";
import type { Words } from "../words/en.ts";
import { monthIn } from "../words/figures.ts";
import { wordsOf } from "../words/language.ts";
import { told } from "../words/told.ts";
import { Breakdown, Steps } from "./parts.tsx";
import type { Figures } from "./shapes.ts";

const form = z.strictObject({ invoiceNumber: z.string().max(200) });

/** What was sent and refused. */
interface Sent {
  readonly invoiceNumber: string;
  readonly refused: Refusal;
}

/** `/partner/:month`: the figures of a month as its invoice would have them, its number, and the invoice made. */
export function generate(): Hono<Env> {
  return new Hono<Env>()
    .get("/partner/:month", page({ summary: "Generate an invoice", scope: "partner:own" }), (c) => showMonth(c))
    .post("/partner/:month", page({ summary: "Generate an invoice", scope: "partner:own", form }), async (c) => {
      const { invoiceNumber } = c.req.valid("form");
      const [ctx, month] = [contextOf(c), c.req.param("month")];
      // An emptied field asks for the suggested number again.
      const asked = { month, ...(invoiceNumber.trim() === "" ? {} : { invoiceNumber }) };
      try {
        const { json } = await generateInvoice(ctx, ctx.actor.destinationId ?? "", asked, null);
        storeSoon(ctx, c.var.deps.later);
        return c.redirect(`/partner/invoices/${readExact<{ invoiceId: string }>(json).invoiceId}`, 303);
      } catch (error) {
        if (!(error instanceof Refusal) || error.status === 404) throw error;
        return await showMonth(c, { invoiceNumber, refused: error });
      }
    });
}

async function showMonth(c: Context<Env>, sent?: Sent) {
  const [ctx, words, visitor] = [contextOf(c), wordsOf(c), visitorOf(c)];
  const month = c.req.param("month") ?? "";
  const json = await invoiceData(ctx, ctx.actor.destinationId ?? "", month, {});
  const data = readExact<Figures>(json);
  // Whoever sends the form twice, or comes back, finds the invoice that was made.
  if (data.invoiceId !== null) return c.redirect(`/partner/invoices/${data.invoiceId}`, 303);
  const says = words.partner;
  const title = says.making.title(monthIn(words, month));
  return showPage(
    c,
    { title, section: payouts, status: sent?.refused.status ?? 200 },
    (
      <>
        <Head title={title} now={ctx.clock.now()} words={words} above={{ href: "/partner", label: says.invoices }}>
          {says.making.about}
        </Head>
        <Steps at="check" words={words} />
        <div class="columns">
          <Sheet title={says.breakdown.title}>
            <div class="body">
              <Breakdown of={data} words={words} />
              {data.payableBasis === "GST_ONLY" && <p class="hint">{says.breakdown.gstOnly}</p>}
            </div>
          </Sheet>
          <Sheet title={says.making.sheet}>
            <div class="body">
              <form method="post" action={`/partner/${month}`} class="stacked">
                <FormToken visitor={visitor} />
                <NumberField {...{ words, sent }} suggested={data.invoiceNumber} />
                <div class="actions">
                  <button class="main" type="submit">{says.making.button}</button>
                  <a class="button" href="/partner">{says.making.cancel}</a>
                </div>
              </form>
            </div>
          </Sheet>
        </div>
        <Sheet title={says.making.you}>
          <div class="body">
            <Facts facts={partnerFacts(data, words)} long={[says.facts.address]} />
            {data.accountNumber === null && <p class="note warn">{says.making.noAccount}</p>}
            <p class="hint">{says.making.wrongDetails}</p>
          </div>
        </Sheet>
      </>
    ),
  );
}

/** The number as it is suggested or was entered, the rule beside it, and what is wrong with it. */
function NumberField({ words, sent, suggested }: { words: Words; sent: Sent | undefined; suggested: string }) {
  const says = words.partner.making;
  return (
    <div>
      <label for="invoice-number">{says.number}</label>
      <input
        id="invoice-number"
        name="invoiceNumber"
        value={sent?.invoiceNumber ?? suggested}
        autocomplete="off"
        autocapitalize="characters"
        spellcheck={false}
        autofocus={sent !== undefined}
        aria-describedby={sent ? "number-fault number-rule" : "number-rule"}
        aria-invalid={sent ? "true" : undefined}
      />
      {sent && <p class="fault" id="number-fault" role="alert">{told(words, sent.refused)}</p>}
      <p class="hint" id="number-rule">{says.numberRule}</p>
    </div>
  );
}

/** Who invoices, and where the money goes. */
export function partnerFacts(of: Figures, words: Words) {
  const says = words.partner.facts;
  return {
    [says.name]: of.partnerName,
    [says.gstin]: <span class="mono">{of.gstNumber}</span>,
    [says.email]: of.email,
    [says.account]: of.accountNumber && <span class="mono">{of.accountNumber}</span>,
    [says.ifsc]: of.ifscCode && <span class="mono">{of.ifscCode}</span>,
    [says.state]: of.state,
    [says.address]: of.address,
  };
}
