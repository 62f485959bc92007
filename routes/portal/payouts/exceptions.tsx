import { Hono } from "hono";
import { z } from "zod";
import { exceptionStatuses, listExceptions } from "../../../domain/payout/mod.ts";
import { readExact } from "../../../domain/shared/exact_json.ts";
import type { Env } from "../../deps.ts";
import { contextOf } from "../../middleware/tenant.ts";
import { showPage } from "../layout.tsx";
import { page } from "../page.ts";
import { Badge, Empty, Head, More, Sheet, Table, type Tone } from "../parts.tsx";
import { payoutDesk } from "../sections.ts";
import type { Words } from "../words/en.ts";
import { wordsOf } from "../words/language.ts";
import type { Person } from "./bank_file.tsx";
import { Choice, Moment, State } from "./parts.tsx";
import { amountIn } from "./settlement_rows.tsx";

/** A row of a settlement file that a person decides on; numbers are the text they came as. */
export interface Exception {
  readonly exceptionId: string;
  readonly reconciliationId: string;
  readonly fileName: string;
  readonly line: string;
  readonly status: string;
  readonly classification: string;
  readonly severity: string;
  readonly reason: string;
  readonly whatToDo: string;
  readonly allowed: readonly string[];
  readonly invoiceId: string | null;
  readonly invoiceNumber: string | null;
  readonly invoiceStatus: string | null;
  readonly destinationId: string | null;
  readonly partnerName: string | null;
  readonly bankFileId: string | null;
  readonly attempt: string | null;
  readonly attemptStatus: string | null;
  readonly utrNumber: string | null;
  readonly amount: string | null;
  readonly expectedAmount: string | null;
  readonly difference: string | null;
  readonly outstandingAmount: string | null;
  readonly paymentDate: string | null;
  readonly bankStatus: string | null;
  readonly remarks: string | null;
  readonly standsFor: string | null;
  readonly uploadedBy: Person | null;
  readonly needsSecondPerson: boolean;
  readonly createdAt: string;
}

const statuses = ["UNRESOLVED", ...exceptionStatuses] as const;
const query = z.strictObject({
  status: z.enum(statuses).default("UNRESOLVED"),
  cursor: z.string().max(500).optional(),
});
const at = "/payouts/exceptions";

export const exceptionPath = (id: string) => `${at}/${encodeURIComponent(id)}`;

/** What a row was taken for and what a person does about it, in the words of this language. */
export function meaningOf({ classification, reason, whatToDo }: Exception, words: Words) {
  const [name = reason, todo = whatToDo] = words.payouts.classes[classification] ?? [];
  return { name, todo };
}

const tones: Readonly<Record<string, Tone>> = { critical: "bad", review: "warn" };

export function Severity({ of, words }: { of: string; words: Words }) {
  return <Badge tone={tones[of] ?? "plain"}>{words.payouts.exceptions.severities[of] ?? of}</Badge>;
}

/** `/payouts/exceptions`: what waits for a decision. */
export function exceptions(): Hono<Env> {
  return new Hono<Env>().get(at, page({ summary: "Exceptions", scope: "payouts:read", query }), async (c) => {
    const ctx = contextOf(c);
    const words = wordsOf(c);
    const says = words.payouts.exceptions;
    const { status, cursor } = c.req.valid("query");
    const listed = readExact<{ data: readonly Exception[]; nextCursor: string | null }>(
      await listExceptions(ctx, { status, cursor, limit: 50 }),
    );
    return showPage(
      c,
      { title: says.title, section: payoutDesk },
      (
        <>
          <Head title={says.title} now={ctx.clock.now()} words={words}>{says.about}</Head>
          <form class="filters" method="get" action={at}>
            <Choice
              name="status"
              label={words.payouts.status}
              value={status}
              options={statuses.map((one) => [one, says.statuses[one] ?? one] as const)}
            />
            <button type="submit">{words.payouts.show}</button>
          </form>
          <Sheet title={says.statuses[status] ?? status}>
            <Exceptions {...{ words, isWaiting: status === "UNRESOLVED" }} exceptions={listed.data} />
            <More path={at} query={{ status }} cursor={listed.nextCursor} label={words.older} />
          </Sheet>
        </>
      ),
    );
  });
}

interface Shown {
  readonly exceptions: readonly Exception[];
  readonly words: Words;
  readonly isWaiting: boolean;
}

function Exceptions({ exceptions, words, isWaiting }: Shown) {
  const { columns, exceptions: says, settlements } = words.payouts;
  if (exceptions.length === 0) {
    return isWaiting ? <Empty title={says.nothing}>{says.nothingMeans}</Empty> : <Empty title={says.noneLikeIt} />;
  }
  return (
    <Table
      words={words}
      columns={[columns.what, columns.invoiceId, columns.amount, says.weight, columns.status, says.since]}
      figures={[columns.amount]}
      rows={exceptions.map((one) => [
        <>
          <a href={exceptionPath(one.exceptionId)}>{meaningOf(one, words).name}</a>
          <span class="small quiet">{meaningOf(one, words).todo}</span>
        </>,
        <>
          <span class="whole">{one.invoiceId ?? "–"}</span>
          <span class="small quiet">{one.partnerName}</span>
        </>,
        <>
          {amountIn(one.amount)}
          {one.expectedAmount && (
            <span class="small quiet whole">{settlements.expected} {amountIn(one.expectedAmount)}</span>
          )}
        </>,
        <Severity of={one.severity} words={words} />,
        <State of={one.status} names={says.statuses} />,
        <Moment at={one.createdAt} words={words} />,
      ])}
    />
  );
}
