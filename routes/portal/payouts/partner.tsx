import { Hono } from "hono";
import type { Context } from "hono";
import { z } from "zod";
import type { Visitor } from "../../../domain/core/mod.ts";
import { invoicesOfPartner, partnerBody, putPartner, readPartner } from "../../../domain/payout/mod.ts";
import { readExact } from "../../../domain/shared/exact_json.ts";
import type { Refusal } from "../../../domain/shared/refusals.ts";
import { readWith } from "../../../domain/shared/zod_details.ts";
import type { Env } from "../../deps.ts";
import { contextOf } from "../../middleware/tenant.ts";
import { FormToken, showPage } from "../layout.tsx";
import { page, visitorOf } from "../page.ts";
import { Action, Empty, Facts, Head, Sheet, Table } from "../parts.tsx";
import { payoutDesk } from "../sections.ts";
import type { Words } from "../words/en.ts";
import { dayIn, instantIn, monthIn, rupees } from "../words/figures.ts";
import { wordsOf } from "../words/language.ts";
import { bodyOf } from "./partner_form.tsx";
import { type Partner, partnerPath, PartnerState } from "./partners.tsx";
import { Fault, orAgain, State } from "./parts.tsx";

interface Invoice {
  readonly invoiceId: string | null;
  readonly invoiceNumber: string | null;
  readonly month: string;
  readonly gstBaseAmount: string;
  readonly gstAmount: string;
  readonly status: string;
  readonly utrNumber: string | null;
  readonly paymentDate: string | null;
}

const block = z.strictObject({ blockedReason: z.string().max(300).optional() });
const at = "/payouts/partners/:destinationId";

/** `/payouts/partners/…`: one partner, the account that is paid to, the invoices, and whether anything is paid at all. */
export function partner(): Hono<Env> {
  return new Hono<Env>()
    .get(at, page({ summary: "A partner", scope: "payouts:read" }), (c) => showPartner(c))
    .post(`${at}/block`, page({ summary: "Blocks or unblocks", scope: "payouts:write", form: block }), async (c) => {
      const id = c.req.param("destinationId");
      return await orAgain(
        c,
        async () => {
          const known = JSON.parse(await readPartner(contextOf(c), id)) as Partner;
          const body = { ...bodyOf(known), blockedReason: c.req.valid("form").blockedReason?.trim() || null };
          await putPartner(contextOf(c), c.var.deps.keys, id, readWith(partnerBody, body));
          return c.redirect(partnerPath(id), 303);
        },
        (refused) => showPartner(c, refused),
      );
    });
}

async function showPartner(c: Context<Env>, refused?: Refusal) {
  const ctx = contextOf(c);
  const id = c.req.param("destinationId") ?? "";
  const [words, visitor] = [wordsOf(c), visitorOf(c)];
  const says = words.payouts.partners;
  const [known, listed] = await Promise.all([readPartner(ctx, id), invoicesOfPartner(ctx, id)]);
  const one = JSON.parse(known) as Partner;
  const { invoices } = readExact<{ invoices: readonly Invoice[] }>(listed);
  return showPage(
    c,
    { title: one.partnerName, section: payoutDesk, status: refused?.status ?? 200 },
    (
      <>
        <Head
          title={one.partnerName}
          now={ctx.clock.now()}
          words={words}
          above={{ href: "/payouts/partners", label: says.title }}
        >
          <PartnerState of={one} words={words} />
        </Head>
        <Fault {...{ refused, words }} />
        <Details {...{ one, words, visitor }} />
        <Sheet title={says.invoices}>
          <Invoices {...{ invoices, words }} />
        </Sheet>
        <Blocking {...{ one, words, visitor }} />
      </>
    ),
  );
}

interface Shown {
  readonly one: Partner;
  readonly words: Words;
  readonly visitor: Visitor;
}

function Details({ one, words, visitor }: Shown) {
  const says = words.payouts.partners;
  const { fields } = says;
  const may = visitor.caller.actor.scopes.has("payouts:write");
  const facts = {
    [fields.destinationId]: one.destinationId,
    [fields.gstNumber]: one.gstNumber ?? says.unregistered,
    [fields.gstStatus]: one.gstNumber && says.gstStatuses[one.gstStatus],
    [fields.pan]: one.pan,
    [says.state]: `${one.state} (${one.stateCode})`,
    [fields.address]: [one.address, one.city, one.pincode].filter(Boolean).join(", "),
    [fields.email]: one.email,
    [fields.phone]: one.phone,
    [fields.language]: says.languages[one.language],
    [fields.accountHolder]: one.accountHolder,
    [says.account]: one.accountNumber,
    [fields.ifscCode]: one.ifscCode,
    [says.accountSince]: one.accountEnteredAt && instantIn(words, one.accountEnteredAt),
  };
  return (
    <Sheet title={says.details} aside={may && <a href={`${partnerPath(one.destinationId)}/edit`}>{says.change}</a>}>
      <div class="body">
        <Facts facts={facts} />
      </div>
    </Sheet>
  );
}

function Invoices({ invoices, words }: { invoices: readonly Invoice[]; words: Words }) {
  const { columns, states, partners: says } = words.payouts;
  if (invoices.length === 0) return <Empty title={says.noInvoices}>{says.noInvoicesMeans}</Empty>;
  const [month, number, base, gst] = [columns.month, columns.number, says.base, columns.gst];
  return (
    <Table
      words={words}
      columns={[month, number, base, gst, columns.status]}
      figures={[base, gst]}
      rows={invoices.map((one) => [
        <span class="whole">{monthIn(words, one.month)}</span>,
        one.invoiceNumber
          ? (
            <>
              <span class="whole">{one.invoiceNumber}</span>
              <span class="small quiet">{one.invoiceId}</span>
            </>
          )
          : <span class="quiet none">–</span>,
        <span class="whole">{rupees(one.gstBaseAmount)}</span>,
        <span class="whole">{rupees(one.gstAmount)}</span>,
        <>
          <State of={one.status} names={states} />
          {one.utrNumber && (
            <span class="small quiet">
              {one.utrNumber}
              {one.paymentDate && ` · ${dayIn(words, one.paymentDate)}`}
            </span>
          )}
        </>,
      ])}
    />
  );
}

/** Nothing is paid to a blocked partner; why is said when it is done. */
function Blocking({ one, words, visitor }: Shown) {
  const says = words.payouts.partners;
  const to = `${partnerPath(one.destinationId)}/block`;
  if (one.blockedAt !== null) {
    return (
      <div class="note bad">
        <p>
          <b>{says.blockedSince(instantIn(words, one.blockedAt))}</b>
        </p>
        <p>{one.blockedReason}</p>
        <div class="actions">
          <Action {...{ visitor, to }} needs="payouts:write" label={says.unblock} />
        </div>
      </div>
    );
  }
  if (!visitor.caller.actor.scopes.has("payouts:write")) return null;
  return (
    <details class="sheet fold">
      <summary>{says.block}</summary>
      <form method="post" action={to} class="body stacked">
        <FormToken visitor={visitor} />
        <p>{says.blockMeans}</p>
        <label>
          {says.blockWhy}
          <input name="blockedReason" required maxlength={300} autocomplete="off" />
        </label>
        <div class="actions">
          <button type="submit">{says.block}</button>
        </div>
      </form>
    </details>
  );
}
