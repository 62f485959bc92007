import { Hono } from "hono";
import type { Context } from "hono";
import { z } from "zod";
import { importPayouts, listImports } from "../../../domain/payout/mod.ts";
import { readExact } from "../../../domain/shared/exact_json.ts";
import type { Refusal } from "../../../domain/shared/refusals.ts";
import type { Env } from "../../deps.ts";
import { uploadOf } from "../../middleware/upload.ts";
import { contextOf } from "../../middleware/tenant.ts";
import { showPage } from "../layout.tsx";
import { page, visitorOf } from "../page.ts";
import { Badge, Empty, Head, More, Sheet, Table } from "../parts.tsx";
import { payoutDesk } from "../sections.ts";
import { UploadForm } from "../upload.tsx";
import type { Words } from "../words/en.ts";
import { counted, rupees } from "../words/figures.ts";
import { wordsOf } from "../words/language.ts";
import { ImportPreview } from "./import_preview.tsx";
import { Fault, Moment, orAgain } from "./parts.tsx";

export interface Import {
  readonly importId: string;
  readonly fileName: string;
  readonly sha256: string;
  readonly totalRows: string;
  readonly importedRows: string;
  readonly refusedRows: string;
  readonly totalAmount: string;
  readonly months: readonly {
    readonly month: string;
    readonly rows: string;
    readonly partners: string;
    readonly amount: string;
  }[];
  readonly refusals: readonly RefusedRow[];
  readonly importedBy: { readonly name: string } | null;
  readonly importedAt: string;
  readonly duplicate?: boolean;
  readonly repeatedRows?: string;
}

export interface RefusedRow {
  readonly line: string;
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
}

const at = "/payouts/import";
const query = z.strictObject({ cursor: z.string().max(500).optional(), taken: z.string().max(50).optional() });
const form = z.strictObject({
  /** The file that was looked at; another one is looked at first. */
  seen: z.string().regex(/^[0-9a-f]{64}$/).optional(),
  skipRefused: z.literal("true").optional(),
});

interface Shown {
  readonly refused?: Refusal;
  readonly preview?: Import;
}

/** `/payouts/import`: a file of payouts is looked at first, row by row, then taken; every import stays in the list. */
export function payoutImport(): Hono<Env> {
  return new Hono<Env>()
    .get(at, page({ summary: "Import of payouts", scope: "payouts:read", query }), (c) => showImports(c))
    .post(
      at,
      page({ summary: "Looks at a file of payouts, or takes it", scope: "payouts:write", form, upload: "payoutFile" }),
      async (c) => {
        const { seen, skipRefused } = c.req.valid("form");
        const [ctx, upload] = [contextOf(c), uploadOf(c)];
        return await orAgain(
          c,
          async () => {
            const looked = await importPayouts(ctx, upload, { preview: true });
            const preview = readExact<Import>(looked.json);
            if (seen !== preview.sha256 || preview.duplicate) return await showImports(c, { preview });
            const taken = await importPayouts(ctx, upload, { skipRefused: skipRefused === "true" });
            return c.redirect(`${at}?taken=${readExact<Import>(taken.json).importId}`, 303);
          },
          (refused) => showImports(c, { refused }),
        );
      },
    );
}

async function showImports(c: Context<Env>, { refused, preview }: Shown = {}) {
  const ctx = contextOf(c);
  const [words, visitor] = [wordsOf(c), visitorOf(c)];
  const says = words.payouts.import;
  const isAsked = c.req.method === "GET";
  const cursor = isAsked ? c.req.query("cursor") : undefined;
  const taken = isAsked ? c.req.query("taken") : undefined;
  const listed = readExact<{ data: readonly Import[]; nextCursor: string | null }>(
    await listImports(ctx, { limit: 20, cursor }),
  );
  const done = listed.data.find(({ importId }) => importId === taken);
  const may = visitor.caller.actor.scopes.has("payouts:write");
  return await showPage(
    c,
    { title: says.title, section: payoutDesk, status: refused?.status ?? 200 },
    (
      <>
        <Head title={says.title} now={ctx.clock.now()} words={words}>{says.about}</Head>
        {done && <p class="note" role="status">{says.done(counted(done.importedRows), rupees(done.totalAmount))}</p>}
        <Fault {...{ refused, words }} />
        {preview && <ImportPreview {...{ preview, words, visitor }} />}
        {may && !preview && (
          <Sheet title={says.upload}>
            <div class="body">
              <UploadForm
                {...{ visitor, words }}
                to={at}
                field="payoutFile"
                button={says.look}
                hint={says.columns}
                fault={refused && says.notTaken}
              />
            </div>
          </Sheet>
        )}
        <Sheet title={says.imports}>
          <Imports imports={listed.data} words={words} />
          <More path={at} query={{}} cursor={listed.nextCursor} label={words.older} />
        </Sheet>
      </>
    ),
  );
}

function Imports({ imports, words }: { imports: readonly Import[]; words: Words }) {
  const { columns, import: says } = words.payouts;
  if (imports.length === 0) return <Empty title={says.nothing}>{says.nothingMeans}</Empty>;
  return (
    <Table
      words={words}
      columns={[columns.file, columns.month, columns.count, says.refusedRows, says.sum, says.taken]}
      figures={[columns.count, says.refusedRows, says.sum]}
      rows={imports.map((one) => [
        one.fileName,
        one.months.map(({ month }) => month).join(", "),
        counted(one.importedRows),
        one.refusedRows === "0"
          ? <span class="quiet none">–</span>
          : <Badge tone="warn">{counted(one.refusedRows)}</Badge>,
        <span class="whole">{rupees(one.totalAmount)}</span>,
        <>
          <Moment at={one.importedAt} words={words} />
          <span class="small quiet">{one.importedBy?.name}</span>
        </>,
      ])}
    />
  );
}
