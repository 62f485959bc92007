import { Table } from "../parts.tsx";
import type { Words } from "../words/en.ts";
import { counted, dayIn, rupees } from "../words/figures.ts";
import type { Listed, Query, Summary } from "./invoices.tsx";
import { State } from "./parts.tsx";

interface Tabled {
  readonly list: Listed;
  readonly asked: Query;
  readonly words: Words;
  readonly mayExport: boolean;
}

export function InvoiceTable({ list, asked, words, mayExport }: Tabled) {
  const { columns, list: says } = words.payouts;
  const ticked = new Set(asked.invoice ?? []);
  const columnsShown = [
    columns.invoiceId,
    columns.number,
    columns.partner,
    columns.month,
    columns.gst,
    columns.payable,
    columns.account,
    columns.status,
  ];
  return (
    <>
      {mayExport && asked.q === undefined && (
        <label class="pick all">
          <input type="checkbox" name="all" value="true" checked={asked.all === "true"} data-all="invoice" />
          <span>{says.selectAll(words.payouts.invoices(counted(list.summary.totalInvoices)))}</span>
        </label>
      )}
      <Table
        words={words}
        columns={columnsShown}
        figures={[columns.gst, columns.payable]}
        rows={list.invoices.map((one) => [
          mayExport
            ? <Tick {...{ one, says }} isTicked={asked.all === "true" || ticked.has(one.invoiceId)} />
            : one.invoiceId,
          <span class="whole">{one.invoiceNumber}</span>,
          <a href={`/payouts/partners/${encodeURIComponent(one.destinationId)}`}>{one.partnerName}</a>,
          <span class="whole">{one.month}</span>,
          <span class="whole">{rupees(one.gstAmount)}</span>,
          <span class="whole">{rupees(one.payableAmount)}</span>,
          one.accountNumber,
          <Standing {...{ one, words }} />,
        ])}
      />
    </>
  );
}

type One = Listed["invoices"][number];

function Tick({ one, says, isTicked }: { one: One; says: Words["payouts"]["list"]; isTicked: boolean }) {
  return (
    <label class="pick">
      <input
        type="checkbox"
        name="invoice"
        value={one.invoiceId}
        checked={isTicked}
        aria-label={says.select(one.invoiceNumber)}
      />
      <span>{one.invoiceId}</span>
    </label>
  );
}

function Standing({ one, words }: { one: One; words: Words }) {
  const { columns, states } = words.payouts;
  return (
    <>
      <State of={one.status} names={states} />
      {one.bankFileId && <a class="small" href={`/payouts/bank-files/${one.bankFileId}`}>{one.bankFileId}</a>}
      {one.failureReason && <span class="small quiet">{one.failureReason}</span>}
      {one.status === "submitted" && one.signedAt && (
        <span class="small quiet">{`${columns.signed} ${dayIn(words, one.signedAt)}`}</span>
      )}
    </>
  );
}

interface Selecting {
  readonly selected: Summary;
  readonly words: Words;
  readonly hasMore: boolean;
  readonly q: string | undefined;
}

/** What is ticked, counted and summed by the database: as the page was asked for, and anew with each tick where scripts run. */
export function Selection({ selected, words, hasMore, q }: Selecting) {
  const says = words.payouts.list;
  return (
    <div class="body selection">
      <p id="selected" role="status">
        <span>
          {says.selected} <b>{words.payouts.invoices(counted(selected.totalInvoices))}</b>
        </span>{" "}
        <span>
          {says.amount} <b class="number">{rupees(selected.totalAmount)}</b>
        </span>
      </p>
      {hasMore && q === undefined && <p class="small quiet">{says.morePages}</p>}
      <div class="actions">
        <button class="main" type="submit">{says.export}</button>
        <noscript>
          <button type="submit" formaction="/payouts/invoices" name={q && "q"} value={q}>{says.count}</button>
        </noscript>
      </div>
    </div>
  );
}
