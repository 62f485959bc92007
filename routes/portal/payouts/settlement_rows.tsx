import type { Child } from "hono/jsx";
import { Badge, Sheet, Table, type Tone } from "../parts.tsx";
import type { Words } from "../words/en.ts";
import { counted, dayIn, rupees } from "../words/figures.ts";
import { partnerPath } from "./partners.tsx";
import { type OneSettlement, settlementPath, type SettlementRow } from "./settlement_shapes.ts";

interface Shown {
  readonly rows: readonly SettlementRow[];
  readonly words: Words;
}

const tones: Readonly<Record<string, Tone>> = {
  settled: "good",
  failed: "bad",
  returned: "bad",
  pending: "open",
  exception: "warn",
};

/** What a row was taken for, in the words of this language. */
export function classOf({ classification, means, whatToDo }: SettlementRow, words: Words) {
  const [name = means, todo = whatToDo] = words.payouts.classes[classification] ?? [];
  return { name, todo };
}

/** Money where it is money; else the text that stands in the file. */
export const amountIn = (text: string | null) =>
  text === null
    ? <span class="quiet none">–</span>
    : <span class="whole">{/^-?\d+(\.\d+)?$/.test(text) ? rupees(text) : text}</span>;

function Invoice({ row }: { row: SettlementRow }) {
  return (
    <>
      <span class="whole">{row.invoiceId ?? "–"}</span>
      {row.invoiceNumber && <span class="small quiet whole">{row.invoiceNumber}</span>}
    </>
  );
}

const partnerOf = ({ destinationId, partnerName }: SettlementRow): Child =>
  destinationId === null
    ? <span class="quiet none">–</span>
    : <a href={partnerPath(destinationId)}>{partnerName ?? destinationId}</a>;

interface Some extends Shown {
  /** The file they are rows of. */
  readonly of: OneSettlement;
}

/** The way to what a person decides on a row, where there is something. */
function Decide({ row: { exception }, words }: { row: SettlementRow; words: Words }) {
  const { decide, resolved } = words.payouts.settlements;
  if (exception === null) return null;
  return (
    <a class="small" href={`/payouts/exceptions/${exception.id}`}>
      {exception.status === "RESOLVED" ? resolved : decide}
    </a>
  );
}

/** Where there are more rows than are shown: the way to all of them. */
function Rest({ rows, count, href, label }: { rows: Shown["rows"]; count: string; href: string; label: string }) {
  if (String(rows.length) === count) return null;
  return (
    <p class="more">
      <a href={href}>{label}</a>
    </p>
  );
}

/** Payments that failed or came back, with the bank's reason. */
export function FailedRows({ rows, words, of }: Some) {
  const { columns, settlements: says } = words.payouts;
  const { failed } = of.summary;
  const [bucket = "failed"] = rows.map((row) => row.bucket);
  if (rows.length === 0) return null;
  return (
    <Sheet title={says.failedTitle} id="failed" aside={words.payouts.payments(counted(failed))}>
      <Table
        words={words}
        columns={[columns.invoiceId, columns.partner, columns.amount, says.reason, columns.status]}
        figures={[columns.amount]}
        rows={rows.map((row) => [
          <Invoice row={row} />,
          partnerOf(row),
          amountIn(row.amount),
          row.remarks ?? <span class="quiet none">–</span>,
          <Badge tone="bad">{classOf(row, words).name}</Badge>,
        ])}
      />
      <Rest
        {...{ rows }}
        count={failed}
        href={`${settlementPath(of.reconciliationId)}?bucket=${bucket}`}
        label={words.payouts.more}
      />
    </Sheet>
  );
}

/** Rows that match nothing as they are: what is strange, and what a person does about it. */
export function UnmatchedRows({ rows, words, of }: Some) {
  const { columns, settlements: says } = words.payouts;
  const { unmatched } = of.summary;
  if (rows.length === 0) return null;
  return (
    <Sheet title={says.unmatchedTitle} id="unmatched" aside={words.payouts.rows(counted(unmatched))}>
      <Table
        words={words}
        columns={[columns.line, columns.invoiceId, columns.utr, columns.amount, columns.what, columns.todo]}
        figures={[columns.amount]}
        rows={rows.map((row) => [
          row.line,
          <Invoice row={row} />,
          row.utrNumber === null ? <span class="quiet none">–</span> : <span class="whole">{row.utrNumber}</span>,
          <>
            {amountIn(row.amount)}
            {row.expectedAmount && <span class="small quiet whole">{says.expected} {amountIn(row.expectedAmount)}
            </span>}
          </>,
          classOf(row, words).name,
          <>
            {classOf(row, words).todo}
            <Decide {...{ row, words }} />
          </>,
        ])}
      />
      <Rest
        {...{ rows }}
        count={unmatched}
        href={`${settlementPath(of.reconciliationId)}?bucket=exception`}
        label={words.payouts.more}
      />
    </Sheet>
  );
}

/** How many rows were taken for what, each leading to them. */
export function ByClass({ one, words }: { one: OneSettlement; words: Words }) {
  const { columns, settlements: says, classes } = words.payouts;
  const path = settlementPath(one.reconciliationId);
  const known = Object.keys(classes).filter((code) => code in one.control.classes);
  return (
    <Table
      words={words}
      columns={[says.class, columns.count, columns.amount]}
      figures={[columns.count, columns.amount]}
      rows={known.map((code) => {
        const { rows, amount } = one.control.classes[code]!;
        return [<a href={`${path}?class=${code}`}>{classes[code]?.[0]}</a>, counted(rows), amountIn(amount)];
      })}
    />
  );
}

/** Rows of a file in its order. */
export function Rows({ rows, words }: Shown) {
  const { columns } = words.payouts;
  return (
    <Table
      words={words}
      columns={[columns.line, columns.invoiceId, columns.partner, columns.amount, columns.utr, columns.said]}
      figures={[columns.amount]}
      rows={rows.map((row) => [
        row.line,
        <Invoice row={row} />,
        partnerOf(row),
        amountIn(row.amount),
        <>
          {row.utrNumber ?? <span class="quiet none">–</span>}
          {row.paymentDate && <span class="small quiet">{dayIn(words, row.paymentDate)}</span>}
        </>,
        <>
          <Badge tone={tones[row.bucket] ?? "plain"}>{classOf(row, words).name}</Badge>
          {row.remarks && <span class="small quiet">{row.remarks}</span>}
          <Decide {...{ row, words }} />
        </>,
      ])}
    />
  );
}
