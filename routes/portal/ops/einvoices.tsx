import { Hono } from "hono";
import { z } from "zod";
import type { Visitor } from "../../../domain/core/mod.ts";
import { generateMany, listPending, pendingQuery } from "../../../domain/einvoice/mod.ts";
import { type Deadline, listDeadlines } from "../../../domain/ops/mod.ts";
import type { Env } from "../../deps.ts";
import { contextOf } from "../../middleware/tenant.ts";
import { showRefusal } from "../error_page.tsx";
import { showPage } from "../layout.tsx";
import { page, visitorOf } from "../page.ts";
import { Action, Badge, Empty, Head, More, Sheet, Table } from "../parts.tsx";
import { operations } from "../sections.ts";
import { Instant, withInstantsInWords } from "../times.tsx";
import { DeadlineTable } from "./deadline_table.tsx";
import { UnknownNote } from "./unknown_note.tsx";
import { State } from "./words.tsx";

/** A document without its IRN, as the list tells it. */
interface Pending {
  readonly voucherId: string;
  readonly number: string;
  readonly partyName?: string;
  readonly status: string;
  readonly attempts: number;
  readonly nextAttemptAt?: string;
  /** Since when it waits for a person. */
  readonly heldAt?: string;
  readonly daysLeft?: number;
  readonly error?: { readonly code: string; readonly message?: string };
}

interface Retried {
  readonly results: readonly [{ readonly status: string; readonly code: string; readonly message: string }];
}

type Listed = { readonly data: readonly Pending[]; readonly nextCursor: string | null };
const aMonth = { withinHours: 30 * 24 };

/** `/ops/einvoices`: what the portal has not registered yet, with the days left; each made due now by a button. */
export function einvoices(): Hono<Env> {
  return new Hono<Env>()
    .get(
      "/ops/einvoices",
      page({ summary: "E-invoices that wait", scope: "ops:read", query: pendingQuery }),
      async (c) => {
        const ctx = contextOf(c);
        const query = c.req.valid("query");
        const [json, deadlines] = await Promise.all([listPending(ctx, query), listDeadlines(ctx, aMonth)]);
        const listed = JSON.parse(json) as Listed;
        return showPage(
          c,
          { title: "E-invoices", section: operations, reload: query.cursor ? 0 : 15 },
          <EInvoices {...{ listed, deadlines, query, now: ctx.clock.now(), visitor: visitorOf(c) }} />,
        );
      },
    )
    .post(
      "/ops/einvoices/retry",
      page({
        summary: "Makes an e-invoice due",
        scope: "einvoice:write",
        form: z.strictObject({ voucherId: z.uuid() }),
      }),
      async (c) => {
        const { voucherId } = c.req.valid("form");
        const { results: [one] } = JSON.parse(
          await generateMany(contextOf(c), c.var.deps.later, [voucherId]),
        ) as Retried;
        if (one.status !== "refused") return c.redirect("/ops/einvoices", 303);
        return showRefusal(c, one.code === "not_found" ? 404 : 409, one.message, one.code);
      },
    );
}

interface Whole {
  readonly listed: Listed;
  readonly deadlines: readonly Deadline[];
  readonly query: z.output<typeof pendingQuery>;
  readonly now: Date;
  readonly visitor: Visitor;
}

function EInvoices({ listed: { data, nextCursor }, deadlines, query, now, visitor }: Whole) {
  const hours = deadlines.filter(({ kind }) => kind === "e_invoice_unknown" || kind.startsWith("irn"));
  return (
    <>
      <Head title="E-invoices" now={now}>
        Documents without their IRN, the nearest to its last day first. Each is sent by itself.
      </Head>
      <UnknownNote count={data.filter(({ status }) => status === "unknown").length} />
      <Sheet title="Without an IRN">
        <PendingTable {...{ pending: data, now, visitor }} />
        <More path="/ops/einvoices" query={query} cursor={nextCursor} label="Later ones" />
      </Sheet>
      {hours.length > 0 && (
        <Sheet title="Hours to keep">
          <DeadlineTable deadlines={hours} now={now} />
        </Sheet>
      )}
    </>
  );
}

interface Shown {
  readonly pending: readonly Pending[];
  readonly now: Date;
  readonly visitor: Visitor;
}

function PendingTable({ pending, now, visitor }: Shown) {
  if (pending.length === 0) return <Empty title="Nothing waits">Every document that needs one has its IRN.</Empty>;
  return (
    <Table
      columns={["Document", "State", "Days left", "Tried again", "Why", ""]}
      rows={pending.map((one) => [
        <>
          <a class="whole" href={`/ops/einvoices/${one.voucherId}`}>{one.number}</a>
          <span class="small quiet">{one.partyName}</span>
        </>,
        <>
          <State of={one.status} />
          {one.attempts > 0 && (
            <span class="small quiet">{`${one.attempts} ${one.attempts === 1 ? "try" : "tries"}`}</span>
          )}
        </>,
        <DaysLeft days={one.daysLeft} />,
        one.status === "failed" || one.heldAt
          ? "when you say so"
          : <Instant at={one.nextAttemptAt ?? null} now={now} />,
        one.error
          ? <span class="reason">{withInstantsInWords(one.error.message ?? one.error.code)}</span>
          : <span class="quiet none">–</span>,
        <Action
          {...{ visitor, label: "Retry", says: `Retry ${one.number}`, fields: { voucherId: one.voucherId } }}
          needs="einvoice:write"
          to="/ops/einvoices/retry"
        />,
      ])}
    />
  );
}

/** Days in which the portal still takes the document; a company below the limit has as many as it likes. */
function DaysLeft({ days }: { days: number | undefined }) {
  if (days === undefined) return <span class="quiet none">–</span>;
  if (days < 0) return <Badge tone="bad">too late</Badge>;
  return <Badge tone={days <= 3 ? "bad" : days <= 10 ? "warn" : "plain"}>{days === 0 ? "today" : days}</Badge>;
}
