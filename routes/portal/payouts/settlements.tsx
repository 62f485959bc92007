import { Hono } from "hono";
import type { Context } from "hono";
import { z } from "zod";
import {
  listBankFiles,
  listReconciliations,
  reconcilePayment,
  reconciliationStatuses,
  settlementFields,
} from "../../../domain/payout/mod.ts";
import { readExact } from "../../../domain/shared/exact_json.ts";
import type { Refusal } from "../../../domain/shared/refusals.ts";
import type { Env } from "../../deps.ts";
import { contextOf } from "../../middleware/tenant.ts";
import { uploadOf } from "../../middleware/upload.ts";
import { showPage } from "../layout.tsx";
import { page, visitorOf } from "../page.ts";
import { Empty, Head, More, Sheet, Table } from "../parts.tsx";
import { payoutDesk } from "../sections.ts";
import { UploadForm } from "../upload.tsx";
import type { Words } from "../words/en.ts";
import { counted } from "../words/figures.ts";
import { wordsOf } from "../words/language.ts";
import type { BankFile } from "./bank_file.tsx";
import { Choice, countAndSum, Fault, Moment, orAgain, State } from "./parts.tsx";
import { type Settlement, settlementPath } from "./settlement_shapes.ts";

const at = "/payouts/settlements";
const query = z.strictObject({
  status: z.enum(reconciliationStatuses).optional(),
  cursor: z.string().max(500).optional(),
});
const form = z.record(z.string(), z.string().max(100));

/** `/payouts/settlements`: what banks reported. A file is looked at first, and applied on its own page. */
export function settlements(): Hono<Env> {
  return new Hono<Env>()
    .get(at, page({ summary: "Settlement files", scope: "payouts:read", query }), (c) => showSettlements(c))
    .post(
      at,
      page({ summary: "Looks at a settlement file", scope: "payouts:write", form, upload: "settlementFile" }),
      async (c) => {
        const [ctx, upload] = [contextOf(c), uploadOf(c)];
        return await orAgain(
          c,
          async () => {
            const asked = { preview: true, ...settlementFields(c.req.valid("form")) };
            const taken = readExact<Taken>(await reconcilePayment(ctx, upload, asked));
            return c.redirect(settlementPath(taken.reconciliationId) + (taken.duplicate ? "?again=true" : ""), 303);
          },
          (refused) => showSettlements(c, refused),
        );
      },
    );
}

interface Taken {
  readonly reconciliationId: string;
  readonly duplicate: boolean;
}

async function showSettlements(c: Context<Env>, refused?: Refusal) {
  const ctx = contextOf(c);
  const [words, visitor] = [wordsOf(c), visitorOf(c)];
  const says = words.payouts.settlements;
  const { status, cursor } = c.req.method === "GET" ? query.parse(c.req.query()) : {};
  const may = visitor.caller.actor.scopes.has("payouts:write");
  const [listed, files] = await Promise.all([
    listReconciliations(ctx, { status, cursor, limit: 50 }),
    may ? filesWithTheBank(ctx) : [],
  ]);
  const { data, nextCursor } = readExact<{ data: readonly Settlement[]; nextCursor: string | null }>(listed);
  return showPage(
    c,
    { title: says.title, section: payoutDesk, status: refused?.status ?? 200 },
    (
      <>
        <Head title={says.title} now={ctx.clock.now()} words={words}>{says.about}</Head>
        <Fault {...{ refused, words }} />
        {may && (
          <Sheet title={says.upload}>
            <div class="body">
              <UploadForm
                {...{ visitor, words }}
                to={at}
                field="settlementFile"
                button={says.look}
                hint={says.columns}
                fault={refused && says.notTaken}
              >
                <Choice
                  name="bankFileId"
                  label={says.ofFile}
                  value=""
                  options={[["", says.anyFile], ...files.map((one) => [one.bankFileId, nameOf(one)] as const)]}
                />
              </UploadForm>
            </div>
          </Sheet>
        )}
        <Sheet title={status ? words.payouts.settlementStates[status] ?? status : says.all}>
          <Settlements settlements={data} words={words} />
          <More path={at} query={{ status }} cursor={nextCursor} label={words.older} />
        </Sheet>
      </>
    ),
  );
}

const nameOf = ({ bankFileId, fileName }: BankFile) => `${fileName} · ${bankFileId}`;

async function filesWithTheBank(ctx: ReturnType<typeof contextOf>): Promise<readonly BankFile[]> {
  const lists = await Promise.all(
    (["sent_to_bank", "part_reconciled"] as const).map((status) => listBankFiles(ctx, { status, limit: 50 })),
  );
  return lists.flatMap((json) => readExact<{ data: readonly BankFile[] }>(json).data);
}

function Settlements({ settlements, words }: { settlements: readonly Settlement[]; words: Words }) {
  const { columns, settlements: says, settlementStates } = words.payouts;
  if (settlements.length === 0) return <Empty title={says.nothing}>{says.nothingMeans}</Empty>;
  const { successful, failed, unmatched } = says;
  return (
    <Table
      words={words}
      columns={[columns.file, columns.count, successful, failed, unmatched, columns.status, says.taken]}
      figures={[columns.count, successful, failed, unmatched]}
      rows={settlements.map((one) => [
        <>
          <a href={settlementPath(one.reconciliationId)}>{one.fileName}</a>
          <span class="small quiet">{[one.reconciliationId, one.bankFileId].filter(Boolean).join(" · ")}</span>
        </>,
        counted(one.summary.totalRecords),
        some(one.summary.successful, one.summary.successfulAmount),
        some(one.summary.failed, one.summary.failedAmount),
        some(one.summary.unmatched, one.summary.unmatchedAmount),
        <State of={one.status} names={settlementStates} />,
        <>
          <Moment at={one.appliedAt ?? one.uploadedAt} words={words} />
          <span class="small quiet">{(one.appliedBy ?? one.uploadedBy)?.name}</span>
        </>,
      ])}
    />
  );
}

function some(count: string, amount: string) {
  return count === "0" ? <span class="quiet none">–</span> : <span class="whole">{countAndSum(count, amount)}</span>;
}
