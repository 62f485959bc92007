import { Hono } from "hono";
import { z } from "zod";
import type { Visitor } from "../../../domain/core/mod.ts";
import { exportBankFile, exportBody, previewBankFile } from "../../../domain/payout/mod.ts";
import { readExact } from "../../../domain/shared/exact_json.ts";
import { readWith } from "../../../domain/shared/zod_details.ts";
import type { Refusal } from "../../../domain/shared/refusals.ts";
import type { Context } from "hono";
import type { Env } from "../../deps.ts";
import { contextOf } from "../../middleware/tenant.ts";
import { FormToken, showPage } from "../layout.tsx";
import { page, visitorOf } from "../page.ts";
import { Empty, Head, Sheet } from "../parts.tsx";
import { payoutDesk } from "../sections.ts";
import type { Words } from "../words/en.ts";
import { counted, monthIn, rupees } from "../words/figures.ts";
import { wordsOf } from "../words/language.ts";
import { aMonth, someInvoices } from "./invoices.tsx";
import { type LeftOut, LeftOutSheet } from "./left_out.tsx";
import { Fault, orAgain } from "./parts.tsx";

const profile = z.string().max(50).optional();
const query = z.strictObject({ month: aMonth, invoice: someInvoices, all: z.literal("true").optional(), profile });
const form = z.strictObject({
  month: aMonth.or(z.literal("")),
  invoices: z.string().max(10_000).optional(),
  profile,
});

interface Preview {
  readonly totalInvoices: string;
  readonly totalAmount: string;
  readonly askedInvoices: string;
  readonly month: string | null;
  readonly excluded: readonly LeftOut[];
  readonly warnings: readonly LeftOut[];
  readonly profile: string;
  readonly profiles: readonly Profile[];
}

interface Profile {
  readonly profile: string;
  readonly bank: string;
  readonly fileName: string;
  readonly columns: readonly string[];
}

interface Choice {
  readonly month?: string | undefined;
  /** Every invoice that is submitted where left out. */
  readonly invoiceIds?: readonly string[] | undefined;
  readonly profile?: string | undefined;
}

/** `/payouts/invoices/export`: what a bank file would hold, and the button that makes it. */
export function exporting(): Hono<Env> {
  return new Hono<Env>()
    .get(
      "/payouts/invoices/export",
      page({ summary: "Export a bank file", scope: "payouts:write", query }),
      async (c) => {
        const { month, invoice, all, profile } = c.req.valid("query");
        return await showPreview(c, { month, profile, invoiceIds: all ? undefined : invoice ?? [] });
      },
    )
    .post(
      "/payouts/invoices/export",
      page({ summary: "Makes a bank file", scope: "payouts:write", form }),
      async (c) => {
        const { month, invoices, profile } = c.req.valid("form");
        const chosen = { month: month || undefined, invoiceIds: invoices?.split(","), profile };
        return await orAgain(
          c,
          async () => {
            const made = await exportBankFile(contextOf(c), c.var.deps.keys, readWith(exportBody, chosen));
            return c.redirect(`/payouts/bank-files/${readExact<{ bankFileId: string }>(made.json).bankFileId}`, 303);
          },
          (refused) => showPreview(c, chosen, refused),
        );
      },
    );
}

async function showPreview(c: Context<Env>, chosen: Choice, refused?: Refusal) {
  const ctx = contextOf(c);
  const words = wordsOf(c);
  const says = words.payouts.exporting;
  const preview = readExact<Preview>(await previewBankFile(ctx, chosen));
  const above = {
    href: `/payouts/invoices${chosen.month ? `?month=${chosen.month}` : ""}`,
    label: words.payouts.list.title,
  };
  return showPage(
    c,
    { title: says.title, section: payoutDesk, status: refused?.status ?? 200 },
    (
      <>
        <Head title={says.title} now={ctx.clock.now()} {...{ words, above }}>{says.about}</Head>
        <Fault {...{ refused, words }} />
        <div class="narrow">
          <Confirm {...{ preview, chosen, words, visitor: visitorOf(c) }} />
        </div>
        <LeftOutSheet title={says.excluded} about={says.excludedMeans} left={preview.excluded} words={words} />
        <LeftOutSheet title={says.warnings} left={preview.warnings} words={words} />
      </>
    ),
  );
}

interface Confirmed {
  readonly preview: Preview;
  readonly chosen: Choice;
  readonly words: Words;
  readonly visitor: Visitor;
}

function Confirm({ preview, chosen, words, visitor }: Confirmed) {
  const says = words.payouts.exporting;
  const { totalInvoices, totalAmount, askedInvoices, month, profiles } = preview;
  const layout = profiles.find(({ profile }) => profile === preview.profile);
  if (totalInvoices === "0") {
    return (
      <Sheet title={says.title}>
        <Empty title={says.nothing}>{says.nothingMeans}</Empty>
      </Sheet>
    );
  }
  const back = chosen.month ? `/payouts/invoices?month=${chosen.month}` : "/payouts/invoices";
  return (
    <Sheet title={says.title} aside={askedInvoices !== totalInvoices && says.asked(counted(askedInvoices))}>
      <div class="body stacked">
        <table class="sum">
          <tr>
            <th scope="row">{says.month}</th>
            <td>{month ? monthIn(words, month) : says.several}</td>
          </tr>
          <tr>
            <th scope="row">{says.total}</th>
            <td>{counted(totalInvoices)}</td>
          </tr>
          <tr class="total">
            <th scope="row">{says.amount}</th>
            <td>{rupees(totalAmount)}</td>
          </tr>
        </table>
        <Layout {...{ layout, profiles, chosen, words }} />
        <form method="post" action="/payouts/invoices/export" class="actions">
          <FormToken visitor={visitor} />
          <input type="hidden" name="month" value={chosen.month ?? ""} />
          <input type="hidden" name="profile" value={preview.profile} />
          {chosen.invoiceIds && <input type="hidden" name="invoices" value={chosen.invoiceIds.join(",")} />}
          <a class="button" href={back}>{words.payouts.cancel}</a>
          <button class="main" type="submit">{says.button}</button>
        </form>
      </div>
    </Sheet>
  );
}

interface LaidOut {
  readonly layout: Profile | undefined;
  readonly profiles: readonly Profile[];
  readonly chosen: Choice;
  readonly words: Words;
}

function Layout({ layout, profiles, chosen, words }: LaidOut) {
  const says = words.payouts.exporting;
  const others = profiles.filter(({ profile }) => profile !== layout?.profile);
  const href = (profile: string) =>
    `/payouts/invoices/export?${new URLSearchParams([
      ...(chosen.month ? [["month", chosen.month]] : []),
      ...(chosen.invoiceIds ? chosen.invoiceIds.map((id) => ["invoice", id]) : [["all", "true"]]),
      ["profile", profile],
    ])}`;
  return (
    <div>
      <h3>{says.format}</h3>
      <p class="small quiet">{`${layout?.profile} · ${layout?.bank}`}</p>
      <ul class="points">
        {layout?.columns.map((name) => (
          <li>
            {words.payouts.fileColumns[name] ?? name} <code class="quiet">{name}</code>
            {name === "invoice_id" && <span class="quiet">{` (${says.forReconciliation})`}</span>}
          </li>
        ))}
      </ul>
      {others.length > 0 && (
        <p class="small">
          {says.others} {others.map(({ profile }, at) => (
            <>
              {at > 0 && ", "}
              <a href={href(profile)}>{profile}</a>
            </>
          ))}
        </p>
      )}
    </div>
  );
}
