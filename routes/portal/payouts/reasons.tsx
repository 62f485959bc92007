import { Hono } from "hono";
import type { Context } from "hono";
import { z } from "zod";
import type { Visitor } from "../../../domain/core/mod.ts";
import { listReasons, putReason, reasonBody } from "../../../domain/payout/mod.ts";
import type { Refusal } from "../../../domain/shared/refusals.ts";
import { readWith } from "../../../domain/shared/zod_details.ts";
import type { Env } from "../../deps.ts";
import { contextOf } from "../../middleware/tenant.ts";
import { FormToken, showPage } from "../layout.tsx";
import { page, visitorOf } from "../page.ts";
import { Action, Badge, Empty, Head, Sheet, Table } from "../parts.tsx";
import { payoutDesk } from "../sections.ts";
import type { Words } from "../words/en.ts";
import { wordsOf } from "../words/language.ts";
import { Choice, Fault, Field, orAgain } from "./parts.tsx";

interface Reason {
  readonly category: "trail" | "upfront";
  readonly reasonForPayment: string;
  readonly isEligibleForGst: boolean;
  readonly paymentType: string | null;
  readonly description: string | null;
  readonly isActive: boolean;
}

type Entered = Readonly<Record<string, string>>;
const entered = z.record(z.string(), z.string().max(300));
const at = "/payouts/reasons";

/** `/payouts/reasons`: what payouts are paid for, and on which of it GST is due. */
export function payoutReasons(): Hono<Env> {
  return new Hono<Env>()
    .get(at, page({ summary: "Reasons of payouts", scope: "payouts:read" }), (c) => showReasons(c, {}))
    .post(at, page({ summary: "Makes or changes a reason", scope: "payouts:write", form: entered }), async (c) => {
      const form = c.req.valid("form");
      return await orAgain(
        c,
        async () => {
          await putReason(contextOf(c), readWith(reasonBody, asBody(form)));
          return c.redirect(at, 303);
        },
        (refused) => showReasons(c, form, refused),
      );
    });
}

function asBody(form: Entered): Record<string, unknown> {
  const { category, reasonForPayment = "", isEligibleForGst, isActive = "true", paymentType, description } = form;
  return {
    category,
    reasonForPayment: reasonForPayment.trim().toLowerCase(),
    isEligibleForGst: isEligibleForGst === "true",
    isActive: isActive === "true",
    paymentType: paymentType?.trim() || null,
    description: description?.trim() || null,
  };
}

async function showReasons(c: Context<Env>, form: Entered, refused?: Refusal) {
  const ctx = contextOf(c);
  const [words, visitor] = [wordsOf(c), visitorOf(c)];
  const says = words.payouts.reasons;
  const reasons = (JSON.parse(await listReasons(ctx)) as { data: Reason[] }).data;
  return showPage(
    c,
    { title: says.title, section: payoutDesk, status: refused?.status ?? 200 },
    (
      <>
        <Head title={says.title} now={ctx.clock.now()} words={words}>{says.about}</Head>
        <Fault {...{ refused, words }} />
        <Sheet title={says.title}>
          <Reasons {...{ reasons, words, visitor }} />
        </Sheet>
        {visitor.caller.actor.scopes.has("payouts:write") && <NewReason {...{ form, refused, words, visitor }} />}
      </>
    ),
  );
}

interface Shown {
  readonly reasons: readonly Reason[];
  readonly words: Words;
  readonly visitor: Visitor;
}

function Reasons({ reasons, words, visitor }: Shown) {
  const says = words.payouts.reasons;
  if (reasons.length === 0) return <Empty title={says.nothing}>{says.nothingMeans}</Empty>;
  return (
    <Table
      words={words}
      columns={[says.category, says.reason, says.kind, says.eligible, says.active, ""]}
      rows={reasons.map((one) => [
        says.categories[one.category],
        <>
          <code>{one.reasonForPayment}</code>
          {one.description && <span class="small quiet">{one.description}</span>}
        </>,
        one.paymentType ?? <span class="quiet none">–</span>,
        <Badge tone={one.isEligibleForGst ? "good" : "plain"}>{one.isEligibleForGst ? says.due : says.notDue}</Badge>,
        <Badge tone={one.isActive ? "good" : "plain"}>{one.isActive ? says.inUse : says.outOfUse}</Badge>,
        <div class="actions">
          <Change {...{ one, visitor }} change={{ isEligibleForGst: !one.isEligibleForGst }}>
            {one.isEligibleForGst ? says.makeNotDue : says.makeDue}
          </Change>
          <Change {...{ one, visitor }} change={{ isActive: !one.isActive }}>
            {one.isActive ? says.retire : says.revive}
          </Change>
        </div>,
      ])}
    />
  );
}

interface Changed {
  readonly one: Reason;
  readonly visitor: Visitor;
  readonly change: Partial<Reason>;
  readonly children?: string;
}

/** A button that sends the reason back with one thing changed. */
function Change({ one, visitor, change, children = "" }: Changed) {
  const { category, reasonForPayment, isEligibleForGst, isActive, paymentType, description } = { ...one, ...change };
  const fields = {
    ...{ category, reasonForPayment },
    ...{ isEligibleForGst: String(isEligibleForGst), isActive: String(isActive) },
    ...{ paymentType: paymentType ?? undefined, description: description ?? undefined },
  };
  const says = `${children}: ${category} ${reasonForPayment}`;
  return <Action {...{ visitor, fields, says }} needs="payouts:write" to={at} label={children} />;
}

interface Making {
  readonly form: Entered;
  readonly refused: Refusal | undefined;
  readonly words: Words;
  readonly visitor: Visitor;
}

function NewReason({ form, refused, words, visitor }: Making) {
  const says = words.payouts.reasons;
  return (
    <Sheet title={says.add}>
      <form method="post" action={at} class="body stacked">
        <FormToken visitor={visitor} />
        <div class="fields">
          <Choice
            name="category"
            label={says.category}
            value={form.category}
            options={[["trail", says.categories.trail], ["upfront", says.categories.upfront]]}
          />
          <Field
            {...{ refused }}
            name="reasonForPayment"
            label={says.reason}
            hint={says.reasonRule}
            value={form.reasonForPayment}
            maxlength={100}
            required
          />
          <Choice
            name="isEligibleForGst"
            label={says.eligible}
            value={form.isEligibleForGst}
            options={[["true", says.due], ["false", says.notDue]]}
          />
          <Field {...{ refused }} name="paymentType" label={says.kind} value={form.paymentType} maxlength={50} />
          <Field
            {...{ refused }}
            name="description"
            label={says.description}
            value={form.description}
            maxlength={300}
          />
        </div>
        <div class="actions">
          <button class="main" type="submit">{says.button}</button>
        </div>
      </form>
    </Sheet>
  );
}
