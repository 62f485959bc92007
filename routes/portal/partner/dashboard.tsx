import { Hono } from "hono";
import { z } from "zod";
import { listPartnerInvoices } from "../../../domain/payout/mod.ts";
import { readExact } from "../../../domain/shared/exact_json.ts";
import type { Env } from "../../deps.ts";
import { contextOf } from "../../middleware/tenant.ts";
import { showPage } from "../layout.tsx";
import { page } from "../page.ts";
import { Empty, Head, Sheet, Table } from "../parts.tsx";
import { payouts } from "../sections.ts";
import type { Words } from "../words/en.ts";
import { counted, dayIn, monthIn, rupees } from "../words/figures.ts";
import { wordsOf } from "../words/language.ts";
import { orNull } from "./own.ts";
import { PayoutState } from "./parts.tsx";
import type { Month, Months } from "./shapes.ts";

const query = z.strictObject({ year: z.string().regex(/^\d{4}-\d{4}$/).optional() });

/** `/partner`: what a partner is paid for, a row a month, and what to do next in each. */
export function dashboard(): Hono<Env> {
  return new Hono<Env>().get(
    "/partner",
    page({ summary: "A partner's payouts", scope: "partner:own", query }),
    async (c) => {
      const [ctx, words] = [contextOf(c), wordsOf(c)];
      const { year } = c.req.valid("query");
      const destination = ctx.actor.destinationId ?? "";
      const all = await orNull(listPartnerInvoices(ctx, destination, {}), "partner_not_found");
      const says = words.partner;
      const title = says.section;
      if (all === null) {
        const unknown = <Empty title={says.unknown}>{says.unknownMeans}</Empty>;
        return showPage(c, { title, section: payouts }, <section class="sheet">{unknown}</section>);
      }
      const every = readExact<Months>(all);
      const shown = year === undefined
        ? every
        : readExact<Months>(await listPartnerInvoices(ctx, destination, { financial_year: year }));
      const years = [...new Set(every.invoices.map(({ month }) => yearOf(month)))];
      return showPage(
        c,
        { title, section: payouts, reload: 30 },
        (
          <>
            <Head title={every.partnerName} now={ctx.clock.now()} words={words}>
              {every.invoices.some(isPaidWhole) ? says.aboutFull : says.about}
            </Head>
            {every.invoices.length > 0 && <Summary of={shown.summary} words={words} />}
            {years.length > 1 && <Years {...{ years, year, words }} />}
            <Sheet title={says.allMonths}>
              {every.invoices.length === 0
                ? <Empty title={says.none(every.partnerName)}>{says.noneMeans}</Empty>
                : shown.invoices.length === 0
                ? <Empty title={says.noneInYear(year ?? "")}>{says.noneInYearMeans}</Empty>
                : <MonthTable months={shown.invoices} words={words} />}
            </Sheet>
          </>
        ),
      );
    },
  );
}

/** Not its tax alone is paid for this invoice: the company's payable basis, as it is frozen with each. */
function isPaidWhole({ payableAmount, totalAmount }: Month): boolean {
  return payableAmount === totalAmount;
}

/** `2025-03` → `2024-2025` */
function yearOf(month: string): string {
  const [year = 0, number = 0] = month.split("-").map(Number);
  const first = number < 4 ? year - 1 : year;
  return `${first}-${first + 1}`;
}

function Summary({ of, words }: { of: Months["summary"]; words: Words }) {
  const says = words.partner.figures;
  const figures = [
    [counted(of.pendingGeneration), says.toInvoice, of.pendingGeneration === "0" ? "" : "warn"],
    [counted(of.submitted), says.submitted, of.submitted === "0" ? "" : "open"],
    [counted(of.paid), says.paid, of.paid === "0" ? "" : "good"],
    [rupees(of.ytdGstAmount), says.gst, "money"],
  ];
  return (
    <div class="figures">
      {figures.map(([figure, label, tone]) => (
        <div class={`figure ${tone}`}>
          <b>{figure}</b>
          <span>{label}</span>
        </div>
      ))}
    </div>
  );
}

function Years({ years, year, words }: { years: readonly string[]; year: string | undefined; words: Words }) {
  const says = words.partner;
  return (
    <form class="filters" method="get" action="/partner">
      <label>
        {says.year}
        <select name="year">
          <option value="">{says.everyYear}</option>
          {years.map((one) => <option value={one} selected={one === year}>{one}</option>)}
        </select>
      </label>
      <button type="submit">{says.show}</button>
    </form>
  );
}

function MonthTable({ months, words }: { months: readonly Month[]; words: Words }) {
  const { month, base, gst, status } = words.partner.columns;
  // Where more is paid than the tax, what is paid stands beside it.
  const whole = months.some(isPaidWhole) ? [words.partner.facts.payable] : [];
  return (
    <Table
      columns={[month, base, gst, ...whole, status, ""]}
      figures={[base, gst, ...whole]}
      words={words}
      rows={months.map((one) => [
        <>
          <b>{monthIn(words, one.month)}</b>
          {one.invoiceNumber && <span class="small quiet">{one.invoiceNumber}</span>}
        </>,
        rupees(one.gstBaseAmount),
        rupees(one.gstAmount),
        ...whole.map(() => rupees(one.payableAmount)),
        <Standing of={one} words={words} />,
        <Next of={one} words={words} />,
      ])}
    />
  );
}

function Standing({ of, words }: { of: Month; words: Words }) {
  const says = words.partner;
  const isPaid = of.status === "paid" || of.status === "part_paid";
  const why = of.status === "failed" ? of.paymentFailureReason : of.status === "returned" ? of.returnReason : null;
  return (
    <>
      <PayoutState of={of.status} words={words} />
      {isPaid && of.utrNumber && <span class="small">{`${says.utr}: ${of.utrNumber}`}</span>}
      {isPaid && of.paymentDate && <span class="small quiet">{`${says.date}: ${dayIn(words, of.paymentDate)}`}</span>}
      {why && <span class="small">{why}</span>}
    </>
  );
}

/** What can be done with a month now. */
function Next({ of, words }: { of: Month; words: Words }) {
  const says = words.partner;
  if (of.invoiceId === null || of.invoiceNumber === null) {
    return (
      <a class="button main slim" href={`/partner/${of.month}`} aria-label={says.generateFor(monthIn(words, of.month))}>
        {says.generate}
      </a>
    );
  }
  const at = `/partner/invoices/${of.invoiceId}`;
  if (of.status === "generated") {
    return <a class="button main slim" href={at} aria-label={says.signFor(of.invoiceNumber)}>{says.sign}</a>;
  }
  return (
    <span class="actions">
      <a href={at} aria-label={says.detailsOf(of.invoiceNumber)}>{says.details}</a>
      {of.status !== "cancelled" && (
        <a href={`${at}/pdf`} aria-label={says.downloadOf(of.invoiceNumber)} download>{says.download}</a>
      )}
    </span>
  );
}
