import { Hono } from "hono";
import type { Context } from "hono";
import { z } from "zod";
import {
  applyReconciliation,
  failedCsv,
  readReconciliation,
  reconciliationPdf,
  reconciliationRows,
  retryFailed,
  settlementBuckets,
} from "../../../domain/payout/mod.ts";
import { readExact } from "../../../domain/shared/exact_json.ts";
import type { Refusal } from "../../../domain/shared/refusals.ts";
import type { Env } from "../../deps.ts";
import { contextOf } from "../../middleware/tenant.ts";
import { showPage } from "../layout.tsx";
import { page, visitorOf } from "../page.ts";
import { Head, More, Sheet } from "../parts.tsx";
import { payoutDesk } from "../sections.ts";
import type { Words } from "../words/en.ts";
import { counted } from "../words/figures.ts";
import { wordsOf } from "../words/language.ts";
import { Fault, orAgain, State } from "./parts.tsx";
import { Controls, SettlementFacts, SettlementFigures, SettlementState } from "./settlement_report.tsx";
import { type Retried, RetriedNote } from "./settlement_retried.tsx";
import { ByClass, FailedRows, Rows, UnmatchedRows } from "./settlement_rows.tsx";
import { type OneSettlement, settlementPath, type SettlementRow, type SettlementRows } from "./settlement_shapes.ts";

const at = "/payouts/settlements/:reconciliationId";
const query = z.strictObject({
  bucket: z.enum(settlementBuckets).optional(),
  class: z.string().regex(/^[A-Z_]{1,40}$/).optional(),
  cursor: z.string().max(500).optional(),
  again: z.literal("true").optional(),
});

/** `/payouts/settlements/rec_1`: what a settlement file would do, the button that does it, and what it did. */
export function settlement(): Hono<Env> {
  return new Hono<Env>()
    .get(at, page({ summary: "A settlement file", scope: "payouts:read", query }), (c) => show(c))
    .post(`${at}/apply`, page({ summary: "Applies a settlement file", scope: "payouts:write" }), async (c) => {
      const id = c.req.param("reconciliationId");
      return await orAgain(
        c,
        async () => {
          await applyReconciliation(contextOf(c), id);
          return c.redirect(settlementPath(id), 303);
        },
        (refused) => show(c, { refused }),
      );
    })
    .post(`${at}/retry`, page({ summary: "Retries failed payments", scope: "payouts:write" }), async (c) => {
      const reconciliationId = c.req.param("reconciliationId");
      const retried = readExact<Retried>(await retryFailed(contextOf(c), { reconciliationId }));
      return await show(c, { retried });
    })
    .get(`${at}/failed.csv`, page({ summary: "Failed payments", scope: "payouts:read" }), async (c) => {
      const { fileName, body } = await failedCsv(contextOf(c), c.req.param("reconciliationId"));
      return c.body(body, 200, saved(fileName, "text/csv; charset=utf-8"));
    })
    .get(`${at}/report.pdf`, page({ summary: "Reconciliation report", scope: "payouts:read" }), async (c) => {
      const { fileName, bytes } = await reconciliationPdf(contextOf(c), c.req.param("reconciliationId"));
      return c.body(new Uint8Array(bytes), 200, saved(fileName, "application/pdf"));
    });
}

const saved = (fileName: string, type: string) => ({
  "content-type": type,
  "content-disposition": `attachment; filename="${fileName.replaceAll(/["\\]/g, "_")}"`,
});

interface Done {
  readonly refused?: Refusal;
  readonly retried?: Retried;
}

async function show(c: Context<Env>, { refused, retried }: Done = {}) {
  const ctx = contextOf(c);
  const [words, visitor] = [wordsOf(c), visitorOf(c)];
  const says = words.payouts.settlements;
  const asked = c.req.method === "GET" ? query.parse(c.req.query()) : {};
  const one = readExact<OneSettlement>(await readReconciliation(ctx, c.req.param("reconciliationId") ?? ""));
  const above = { href: "/payouts/settlements", label: says.title };
  const isList = asked.bucket !== undefined || asked.class !== undefined;
  return showPage(
    c,
    { title: one.fileName, section: payoutDesk, status: refused?.status ?? 200 },
    (
      <>
        <Head title={says.titles[one.status]} now={ctx.clock.now()} {...{ words, above }}>
          {one.fileName} · {words.payouts.rows(counted(one.summary.totalRecords))}{" "}
          <State of={one.status} names={words.payouts.settlementStates} />
        </Head>
        {asked.again && one.status === "applied" && <p class="note" role="status">{says.again}</p>}
        <Fault {...{ refused, words }} />
        {retried && <RetriedNote {...{ retried, words }} />}
        <SettlementFigures {...{ one, words }} />
        <SettlementState {...{ one, words, visitor }} />
        {isList ? await listOf(ctx, one, asked, words) : await overviewOf(ctx, one, words)}
      </>
    ),
  );
}

type Asked = z.output<typeof query>;

/** Every row of one kind. */
async function listOf(ctx: ReturnType<typeof contextOf>, one: OneSettlement, asked: Asked, words: Words) {
  const { bucket, class: classification, cursor } = asked;
  const listed = await reconciliationRows(ctx, one.reconciliationId, { bucket, classification, cursor, limit: 100 });
  const { rows, nextCursor } = readExact<SettlementRows>(listed);
  const { classes, settlements: says } = words.payouts;
  const title = classification ? classes[classification]?.[0] ?? classification : says.buckets[bucket ?? ""] ?? "";
  const path = settlementPath(one.reconciliationId);
  return (
    <Sheet title={title} aside={<a href={path}>{says.back}</a>}>
      <Rows {...{ rows, words }} />
      <More path={path} query={{ bucket, class: classification }} cursor={nextCursor} label={words.payouts.more} />
    </Sheet>
  );
}

/** What a person looks at: what failed, what matched nothing, and that the figures add up. */
async function overviewOf(ctx: ReturnType<typeof contextOf>, one: OneSettlement, words: Words) {
  const says = words.payouts.settlements;
  const { reconciliationId, summary } = one;
  const some = async (bucket: "failed" | "returned" | "exception"): Promise<readonly SettlementRow[]> =>
    readExact<SettlementRows>(await reconciliationRows(ctx, reconciliationId, { bucket, limit: 100 })).rows;
  const [failed, returned] = summary.failed === "0" ? [[], []] : await Promise.all([some("failed"), some("returned")]);
  const unmatched = summary.unmatched === "0" ? [] : await some("exception");
  return (
    <>
      <FailedRows {...{ rows: [...failed, ...returned], of: one, words }} />
      <UnmatchedRows {...{ rows: unmatched, of: one, words }} />
      <div class="columns">
        <Sheet title={says.byClass}>
          <ByClass {...{ one, words }} />
        </Sheet>
        <Controls {...{ one, words }} />
      </div>
      <SettlementFacts {...{ one, words }} />
    </>
  );
}
