import { Hono } from "hono";
import { z } from "zod";
import type { Visitor } from "../../../domain/core/mod.ts";
import { invoiceStatuses, listSubmitted, readPayoutOverview, weighSelection } from "../../../domain/payout/mod.ts";
import { readExact } from "../../../domain/shared/exact_json.ts";
import type { Env } from "../../deps.ts";
import { contextOf } from "../../middleware/tenant.ts";
import { showPage } from "../layout.tsx";
import { page, visitorOf } from "../page.ts";
import { Empty, Head, More, Sheet } from "../parts.tsx";
import { payoutDesk } from "../sections.ts";
import type { Words } from "../words/en.ts";
import { counted, monthIn, rupees } from "../words/figures.ts";
import { wordsOf } from "../words/language.ts";
import { InvoiceTable, Selection } from "./invoice_table.tsx";
import type { Overview } from "./overview.tsx";
import { Choice } from "./parts.tsx";

export const someInvoices = z.union([z.string().transform((one) => [one]), z.array(z.string()).max(200)]).optional();
export const aMonth = z.string().regex(/^[12]\d{3}-(0[1-9]|1[0-2])$/).optional();
const statuses = [...invoiceStatuses, "unpaid"] as const;
const query = z.strictObject({
  month: aMonth,
  status: z.enum(statuses).default("submitted"),
  q: z.string().max(100).optional(),
  cursor: z.string().max(500).optional(),
  invoice: someInvoices,
  all: z.literal("true").optional(),
});
export type Query = z.output<typeof query>;

/** `unpaid` stands for every state but one. */
const asStatus = (status: Query["status"]) => status === "unpaid" ? { unpaid: true } : { status };

interface Invoice {
  readonly invoiceId: string;
  readonly invoiceNumber: string;
  readonly destinationId: string;
  readonly partnerName: string;
  readonly month: string;
  readonly gstAmount: string;
  readonly payableAmount: string;
  readonly status: string;
  readonly signedAt: string | null;
  readonly accountNumber: string | null;
  readonly bankFileId: string | null;
  readonly failureReason: string | null;
}

export interface Summary {
  readonly totalInvoices: string;
  readonly totalAmount: string;
}

export interface Listed {
  readonly summary: Summary;
  readonly invoices: readonly Invoice[];
  readonly nextCursor: string | null;
}

/** `/payouts/invoices`: signed invoices by month and state; those submitted are chosen for a bank file. */
export function submittedInvoices(): Hono<Env> {
  return new Hono<Env>().get(
    "/payouts/invoices",
    page({ summary: "Submitted invoices", scope: "payouts:read", query }),
    async (c) => {
      const ctx = contextOf(c);
      const [words, asked, visitor] = [wordsOf(c), c.req.valid("query"), visitorOf(c)];
      const { month, status, q, cursor } = asked;
      const [listed, overview, chosen] = await Promise.all([
        listSubmitted(ctx, { month, q, limit: 100, cursor, ...asStatus(status) }),
        readPayoutOverview(ctx),
        asked.all ? null : weighSelection(ctx, asked.invoice ?? []),
      ]);
      const list = readExact<Listed>(listed);
      const selected = chosen === null ? list.summary : readExact<Summary>(chosen);
      const months = readExact<Overview>(overview).months.map(({ month }) => month);
      const says = words.payouts.list;
      return showPage(
        c,
        { title: says.title, section: payoutDesk },
        (
          <>
            <Head title={says.title} now={ctx.clock.now()} words={words}>{says.about}</Head>
            <Filters {...{ asked, months, words }} />
            <Invoices {...{ list, asked, selected, words, visitor }} />
          </>
        ),
      );
    },
  );
}

function Filters({ asked, months, words }: { asked: Query; months: readonly string[]; words: Words }) {
  const says = words.payouts;
  const known = asked.month && !months.includes(asked.month) ? [asked.month, ...months] : months;
  return (
    <form class="filters" method="get" action="/payouts/invoices">
      <Choice
        name="month"
        label={says.month}
        value={asked.month}
        options={[["", says.everyMonth], ...known.map((one) => [one, monthIn(words, one)] as const)]}
      />
      <Choice
        name="status"
        label={says.status}
        value={asked.status}
        options={statuses.map((one) => [one, says.states[one] ?? one] as const)}
      />
      <label>
        {says.list.search}
        <input name="q" type="search" value={asked.q ?? ""} maxlength={100} />
      </label>
      <button type="submit">{says.show}</button>
    </form>
  );
}

interface Shown {
  readonly list: Listed;
  readonly asked: Query;
  readonly selected: Summary;
  readonly words: Words;
  readonly visitor: Visitor;
}

function Invoices({ list, asked, selected, words, visitor }: Shown) {
  const says = words.payouts.list;
  const { totalInvoices, totalAmount } = list.summary;
  const count = words.payouts.invoices(counted(totalInvoices));
  if (list.invoices.length === 0) {
    return (
      <Sheet title={says.title}>
        <Empty title={says.nothing}>{says.nothingMeans}</Empty>
      </Sheet>
    );
  }
  const mayExport = asked.status === "submitted" && visitor.caller.actor.scopes.has("payouts:write");
  const { q, month, status } = asked;
  const more = (
    <More path="/payouts/invoices" query={{ q, month, status }} cursor={list.nextCursor} label={words.payouts.more} />
  );
  const title = `${asked.month ? monthIn(words, asked.month) : words.payouts.everyMonth} · ${
    words.payouts.states[status]
  }`;
  const table = <InvoiceTable {...{ list, asked, words, mayExport }} />;
  return (
    <Sheet title={title} aside={says.summary(count, rupees(totalAmount))}>
      {mayExport
        ? (
          <form
            method="get"
            action="/payouts/invoices/export"
            {...{ "data-live": "selected", "data-from": "/payouts/invoices", "data-failed": says.notCounted }}
          >
            {month && <input type="hidden" name="month" value={month} />}
            {table}
            <Selection {...{ selected, words }} hasMore={list.nextCursor !== null} q={q} />
          </form>
        )
        : table}
      {more}
    </Sheet>
  );
}
