import { Hono } from "hono";
import type { Context } from "hono";
import { z } from "zod";
import {
  approveBankFile,
  downloadBankFile,
  endBankFile,
  endBankFileBody,
  markSent,
  readBankFile,
} from "../../../domain/payout/mod.ts";
import { readExact } from "../../../domain/shared/exact_json.ts";
import type { Refusal } from "../../../domain/shared/refusals.ts";
import type { Env } from "../../deps.ts";
import { contextOf } from "../../middleware/tenant.ts";
import { showPage } from "../layout.tsx";
import { page, visitorOf } from "../page.ts";
import { Head, More, Sheet, Table } from "../parts.tsx";
import { payoutDesk } from "../sections.ts";
import type { Words } from "../words/en.ts";
import { counted, rupees } from "../words/figures.ts";
import { wordsOf } from "../words/language.ts";
import { BankFileFacts, BankFileState } from "./bank_file_state.tsx";
import { type LeftOut, LeftOutSheet } from "./left_out.tsx";
import { Fault, orAgain, State } from "./parts.tsx";

export interface Person {
  readonly id: string;
  readonly name: string;
}

interface Line {
  readonly lineNo: string;
  readonly invoiceId: string;
  readonly invoiceNumber: string;
  readonly destinationId: string;
  readonly beneficiaryName: string;
  readonly accountNumber: string;
  readonly ifscCode: string;
  readonly amount: string;
  readonly paymentRef: string;
  readonly status: string;
  readonly utrNumber: string | null;
  readonly remarks: string | null;
}

export interface BankFile {
  readonly bankFileId: string;
  readonly fileName: string;
  readonly summary: { readonly totalInvoices: string; readonly totalAmount: string; readonly generatedAt: string };
  readonly status: string;
  readonly month: string | null;
  readonly profile: string;
  readonly bank: string;
  readonly sha256: string | null;
  readonly approvalsNeeded: string;
  readonly approvals: readonly { readonly by: Person | null; readonly at: string }[];
  readonly youMayApprove: boolean;
  readonly generatedBy: Person | null;
  readonly sentBy: Person | null;
  readonly sentToBankAt: string | null;
  readonly endedBy: Person | null;
  readonly endedAt: string | null;
  readonly endedReason: string | null;
  readonly excluded: readonly LeftOut[];
  readonly warnings: readonly LeftOut[];
}

type OneFile = BankFile & { readonly items: readonly Line[]; readonly nextCursor: string | null };

const query = z.strictObject({ cursor: z.string().max(500).optional() });
const at = "/payouts/bank-files/:bankFileId";

/** `/payouts/bank-files/bf_1`: the lines, who did what, and what is next: approve, download, mark as sent. */
export function bankFile(): Hono<Env> {
  return new Hono<Env>()
    .get(at, page({ summary: "A bank file", scope: "payouts:read", query }), (c) => showFile(c))
    .get(`${at}/download`, page({ summary: "The file for the bank", scope: "payouts:read" }), async (c) => {
      const { fileName, bytes, ...kept } = await downloadBankFile(
        contextOf(c),
        c.var.deps.keys,
        c.req.param("bankFileId"),
      );
      return c.body(new Uint8Array(bytes), 200, {
        "content-type": `text/${fileName.endsWith(".csv") ? "csv" : "plain"}; charset=utf-8`,
        "content-disposition": `attachment; filename="${fileName.replaceAll(/["\\]/g, "_")}"`,
        ...(kept.sha256 && { "x-content-sha256": kept.sha256 }),
      });
    })
    .post(
      `${at}/approve`,
      page({ summary: "Approves a bank file", scope: "payouts:approve" }),
      (c) => done(c, (ctx, id) => approveBankFile(ctx, id)),
    )
    .post(
      `${at}/mark-sent`,
      page({ summary: "A bank file was sent", scope: "payouts:write" }),
      (c) => done(c, (ctx, id) => markSent(ctx, id)),
    )
    .post(
      `${at}/reject`,
      page({ summary: "Rejects a bank file", scope: "payouts:approve", form: endBankFileBody }),
      (c) => done(c, (ctx, id) => endBankFile(ctx, id, "rejected", c.req.valid("form").reason)),
    )
    .post(
      `${at}/cancel`,
      page({ summary: "Takes a bank file back", scope: "payouts:write", form: endBankFileBody }),
      (c) => done(c, (ctx, id) => endBankFile(ctx, id, "cancelled", c.req.valid("form").reason)),
    );
}

async function done(c: Context<Env>, work: (ctx: ReturnType<typeof contextOf>, id: string) => Promise<unknown>) {
  const id = c.req.param("bankFileId") ?? "";
  return await orAgain(
    c,
    async () => {
      await work(contextOf(c), id);
      return c.redirect(`/payouts/bank-files/${encodeURIComponent(id)}`, 303);
    },
    (refused) => showFile(c, refused),
  );
}

async function showFile(c: Context<Env>, refused?: Refusal) {
  const ctx = contextOf(c);
  const [words, visitor] = [wordsOf(c), visitorOf(c)];
  const { files: says, fileStates } = words.payouts;
  const cursor = c.req.method === "GET" ? c.req.query("cursor") : undefined;
  const file = readExact<OneFile>(await readBankFile(ctx, c.req.param("bankFileId") ?? "", { limit: 100, cursor }));
  const above = { href: "/payouts/bank-files", label: says.title };
  const path = `/payouts/bank-files/${file.bankFileId}`;
  return showPage(
    c,
    { title: file.fileName, section: payoutDesk, status: refused?.status ?? 200 },
    (
      <>
        <Head title={file.fileName} now={ctx.clock.now()} {...{ words, above }}>
          <State of={file.status} names={fileStates} />
        </Head>
        <Fault {...{ refused, words }} />
        <BankFileState {...{ file, words, visitor }} />
        <BankFileFacts {...{ file, words }} />
        <LeftOutSheet title={words.payouts.exporting.warnings} left={file.warnings} words={words} />
        <Sheet
          title={says.lines}
          aside={`${counted(file.summary.totalInvoices)} · ${rupees(file.summary.totalAmount)}`}
        >
          <Lines lines={file.items} words={words} />
          <More path={path} query={{}} cursor={file.nextCursor} label={words.payouts.more} />
        </Sheet>
        <LeftOutSheet title={says.excluded} left={file.excluded} words={words} />
      </>
    ),
  );
}

function Lines({ lines, words }: { lines: readonly Line[]; words: Words }) {
  const { columns, attemptStates } = words.payouts;
  return (
    <Table
      words={words}
      columns={[
        columns.line,
        columns.invoiceId,
        columns.partner,
        columns.account,
        columns.amount,
        columns.reference,
        columns.said,
      ]}
      figures={[columns.amount]}
      rows={lines.map((one) => [
        one.lineNo,
        <>
          <span class="whole">{one.invoiceId}</span>
          <span class="small quiet whole">{one.invoiceNumber}</span>
        </>,
        <a href={`/payouts/partners/${encodeURIComponent(one.destinationId)}`}>{one.beneficiaryName}</a>,
        <>
          <span class="whole">{one.accountNumber}</span>
          <span class="small quiet">{one.ifscCode}</span>
        </>,
        <span class="whole">{rupees(one.amount)}</span>,
        <code class="whole">{one.paymentRef}</code>,
        <>
          <State of={one.status} names={attemptStates} />
          {one.utrNumber && <span class="small quiet">{one.utrNumber}</span>}
          {one.remarks && <span class="small quiet">{one.remarks}</span>}
        </>,
      ])}
    />
  );
}
