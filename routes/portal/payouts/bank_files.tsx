import { Hono } from "hono";
import { z } from "zod";
import { listBankFiles } from "../../../domain/payout/mod.ts";
import { readExact } from "../../../domain/shared/exact_json.ts";
import type { Env } from "../../deps.ts";
import { contextOf } from "../../middleware/tenant.ts";
import { showPage } from "../layout.tsx";
import { page } from "../page.ts";
import { Empty, Head, More, Sheet, Table } from "../parts.tsx";
import { payoutDesk } from "../sections.ts";
import type { Words } from "../words/en.ts";
import { counted, monthIn, rupees } from "../words/figures.ts";
import { wordsOf } from "../words/language.ts";
import type { BankFile } from "./bank_file.tsx";
import { Choice, Moment, State } from "./parts.tsx";

const statuses = [
  "generated",
  "approved",
  "sent_to_bank",
  "part_reconciled",
  "reconciled",
  "rejected",
  "cancelled",
] as const;
const query = z.strictObject({ status: z.enum(statuses).optional(), cursor: z.string().max(500).optional() });

interface Listed {
  readonly data: readonly BankFile[];
  readonly nextCursor: string | null;
}

/** `/payouts/bank-files`: what was made for the bank, newest first. */
export function bankFiles(): Hono<Env> {
  return new Hono<Env>().get(
    "/payouts/bank-files",
    page({ summary: "Bank files", scope: "payouts:read", query }),
    async (c) => {
      const ctx = contextOf(c);
      const words = wordsOf(c);
      const says = words.payouts.files;
      const { status, cursor } = c.req.valid("query");
      const listed = readExact<Listed>(await listBankFiles(ctx, { status, cursor, limit: 50 }));
      return showPage(
        c,
        { title: says.title, section: payoutDesk },
        (
          <>
            <Head title={says.title} now={ctx.clock.now()} words={words}>{says.about}</Head>
            <form class="filters" method="get" action="/payouts/bank-files">
              <Choice
                name="status"
                label={words.payouts.status}
                value={status}
                options={[
                  ["", words.payouts.every],
                  ...statuses.map((one) => [one, words.payouts.fileStates[one] ?? one] as const),
                ]}
              />
              <button type="submit">{words.payouts.show}</button>
            </form>
            <Sheet title={status ? words.payouts.fileStates[status] ?? status : says.title}>
              <Files files={listed.data} words={words} />
              <More path="/payouts/bank-files" query={{ status }} cursor={listed.nextCursor} label={words.older} />
            </Sheet>
          </>
        ),
      );
    },
  );
}

function Files({ files, words }: { files: readonly BankFile[]; words: Words }) {
  const { columns, files: says, fileStates } = words.payouts;
  if (files.length === 0) return <Empty title={says.nothing}>{says.nothingMeans}</Empty>;
  return (
    <Table
      words={words}
      columns={[columns.file, columns.month, columns.invoices, columns.amount, columns.status, columns.made]}
      figures={[columns.invoices, columns.amount]}
      rows={files.map((one) => [
        <>
          <a href={`/payouts/bank-files/${one.bankFileId}`}>{one.fileName}</a>
          <span class="small quiet">{one.bankFileId}</span>
        </>,
        one.month ? <span class="whole">{monthIn(words, one.month)}</span> : <span class="quiet none">–</span>,
        counted(one.summary.totalInvoices),
        <span class="whole">{rupees(one.summary.totalAmount)}</span>,
        <State of={one.status} names={fileStates} />,
        <>
          <Moment at={one.summary.generatedAt} words={words} />
          <span class="small quiet">{one.generatedBy?.name}</span>
        </>,
      ])}
    />
  );
}
