import { Hono } from "hono";
import type { Child } from "hono/jsx";
import { readPayoutOverview } from "../../../domain/payout/mod.ts";
import { readExact } from "../../../domain/shared/exact_json.ts";
import type { Env } from "../../deps.ts";
import { contextOf } from "../../middleware/tenant.ts";
import { showPage } from "../layout.tsx";
import { page, visitorOf } from "../page.ts";
import { Empty, Head, Sheet, Table, type Tone } from "../parts.tsx";
import { payoutDesk } from "../sections.ts";
import type { Words } from "../words/en.ts";
import { counted, monthIn, rupees } from "../words/figures.ts";
import { wordsOf } from "../words/language.ts";

interface Sum {
  readonly count: string;
  readonly amount: string;
}

interface Month {
  readonly month: string;
  readonly invoices: string;
  readonly amount: string;
  readonly unsigned: string;
  readonly submitted: string;
  readonly atTheBank: string;
  readonly paid: string;
  readonly paidAmount: string;
  readonly failed: string;
}

export interface Overview {
  readonly submitted: Sum;
  readonly failed: Sum;
  readonly toApprove: Sum;
  readonly toSend: Sum;
  readonly notReported: Sum;
  readonly exceptions: { readonly count: string; readonly critical: string };
  readonly toApply: { readonly count: string };
  readonly months: readonly Month[];
}

/** `/payouts`: what waits for a person, and every month by the state of its invoices. */
export function payoutOverview(): Hono<Env> {
  return new Hono<Env>().get("/payouts", page({ summary: "Partner payouts", scope: "payouts:read" }), async (c) => {
    const ctx = contextOf(c);
    const words = wordsOf(c);
    const says = words.payouts.overview;
    const overview = readExact<Overview>(await readPayoutOverview(ctx));
    return showPage(
      c,
      { title: says.title, section: payoutDesk, reload: 30 },
      (
        <>
          <Head title={says.title} now={ctx.clock.now()} words={words}>{says.about(visitorOf(c).company)}</Head>
          <Waiting {...{ overview, words }} />
          <Sheet title={says.months}>
            <Months months={overview.months} words={words} />
          </Sheet>
        </>
      ),
    );
  });
}

function Waiting({ overview, words }: { overview: Overview; words: Words }) {
  const says = words.payouts.overview;
  const { submitted, failed, toApprove, toSend, notReported, toApply, exceptions } = overview;
  const isCritical = exceptions.critical !== "0";
  return (
    <nav class="figures" aria-label={says.title}>
      <Waits of={submitted} label={says.submitted} href="/payouts/invoices" tone="warn" />
      <Waits of={toApprove} label={says.toApprove} href="/payouts/bank-files?status=generated" tone="warn" />
      <Waits of={toSend} label={says.toSend} href="/payouts/bank-files?status=approved" tone="warn" />
      <Waits of={notReported} label={says.notReported} href="/payouts/bank-files?status=sent_to_bank" tone="open" />
      <Waits of={toApply} label={says.toApply} href="/payouts/settlements" tone="warn" />
      <Waits
        of={exceptions}
        label={says.exceptions}
        href="/payouts/exceptions"
        tone={isCritical ? "bad" : "warn"}
      >
        {isCritical && says.critical(counted(exceptions.critical))}
      </Waits>
      <Waits of={failed} label={says.failed} href="/payouts/invoices?status=failed" tone="bad" />
    </nav>
  );
}

interface Counted {
  readonly of: { readonly count: string; readonly amount?: string };
  readonly label: string;
  readonly href: string;
  readonly tone: Tone;
  readonly children?: Child;
}

/** A count that leads to what it counts, with the money behind it. */
function Waits({ of: { count, amount }, label, href, tone, children }: Counted) {
  const isAny = count !== "0";
  return (
    <a class={isAny ? `figure ${tone}` : "figure"} href={href}>
      <b>{counted(count)}</b>
      <span>{label}</span>
      {isAny && amount && <span class="small quiet sum-of">{rupees(amount)}</span>}
      {isAny && children && <span class="small quiet sum-of">{children}</span>}
    </a>
  );
}

function Months({ months, words }: { months: readonly Month[]; words: Words }) {
  const says = words.payouts.overview;
  if (months.length === 0) return <Empty title={says.none}>{says.noneMeans}</Empty>;
  const { month, invoices, amount } = words.payouts.columns;
  const figures = [
    invoices,
    amount,
    says.unsigned,
    says.submittedShort,
    says.atTheBank,
    says.failedShort,
    says.paid,
    says.paidAmount,
  ];
  return (
    <Table
      {...{ words, figures }}
      columns={[month, ...figures]}
      rows={months.map((one) => [
        <a class="whole" href={`/payouts/invoices?month=${one.month}&status=unpaid`}>{monthIn(words, one.month)}</a>,
        counted(one.invoices),
        <span class="whole">{rupees(one.amount)}</span>,
        ...[one.unsigned, one.submitted, one.atTheBank, one.failed, one.paid].map((count) =>
          count === "0" ? <span class="quiet none">–</span> : counted(count)
        ),
        one.paid === "0" ? <span class="quiet none">–</span> : <span class="whole">{rupees(one.paidAmount)}</span>,
      ])}
    />
  );
}
