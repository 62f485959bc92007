import { Hono } from "hono";
import type { Context } from "hono";
import { z } from "zod";
import { readException, resolveBody, resolveException } from "../../../domain/payout/mod.ts";
import { readExact } from "../../../domain/shared/exact_json.ts";
import type { Refusal } from "../../../domain/shared/refusals.ts";
import { readWith } from "../../../domain/shared/zod_details.ts";
import type { Env } from "../../deps.ts";
import { contextOf } from "../../middleware/tenant.ts";
import { showPage } from "../layout.tsx";
import { page, visitorOf } from "../page.ts";
import { Facts, Head, Sheet } from "../parts.tsx";
import { payoutDesk } from "../sections.ts";
import type { Words } from "../words/en.ts";
import { dayIn, instantIn, rupees } from "../words/figures.ts";
import { wordsOf } from "../words/language.ts";
import type { Person } from "./bank_file.tsx";
import { type Entered, Resolutions } from "./exception_resolutions.tsx";
import { type Exception, exceptionPath, meaningOf, Severity } from "./exceptions.tsx";
import { partnerPath } from "./partners.tsx";
import { Fault, orAgain, State } from "./parts.tsx";
import { amountIn } from "./settlement_rows.tsx";
import { settlementPath } from "./settlement_shapes.ts";

type OneException = Exception & { readonly decisions: readonly Decision[] };

interface Decision {
  readonly resolution: string;
  readonly amount: string | null;
  readonly invoiceId: string | null;
  readonly utrNumber: string | null;
  readonly reason: string | null;
  readonly by: Person | null;
  readonly at: string;
}

const at = "/payouts/exceptions/:exceptionId";
const form = z.record(z.string(), z.string().max(300));

/** `/payouts/exceptions/…`: what happened, what to do, and each decision as a form. */
export function exception(): Hono<Env> {
  return new Hono<Env>()
    .get(at, page({ summary: "An exception", scope: "payouts:read" }), (c) => show(c))
    .post(at, page({ summary: "Decides an exception", scope: "payouts:write", form }), async (c) => {
      const [id, entered] = [c.req.param("exceptionId"), c.req.valid("form")];
      return await orAgain(
        c,
        async () => {
          const filled = Object.entries(entered).filter(([, value]) => value.trim() !== "");
          await resolveException(contextOf(c), id, readWith(resolveBody, Object.fromEntries(filled)));
          return c.redirect(exceptionPath(id), 303);
        },
        (refused) => show(c, { entered, refused }),
      );
    });
}

async function show(c: Context<Env>, sent: { entered?: Entered; refused?: Refusal } = {}) {
  const ctx = contextOf(c);
  const [words, visitor] = [wordsOf(c), visitorOf(c)];
  const says = words.payouts.exceptions;
  const one = readExact<OneException>(await readException(ctx, c.req.param("exceptionId") ?? ""));
  const { name, todo } = meaningOf(one, words);
  const above = { href: "/payouts/exceptions", label: says.title };
  return showPage(
    c,
    { title: name, section: payoutDesk, status: sent.refused?.status ?? 200 },
    (
      <>
        <Head title={name} now={ctx.clock.now()} {...{ words, above }}>
          {one.status !== "RESOLVED" && <Severity of={one.severity} words={words} />}{" "}
          <State of={one.status} names={says.statuses} />
        </Head>
        <Fault refused={sent.refused} words={words} />
        {one.status !== "RESOLVED" && (
          <p class="note warn">
            <b>{says.todo}:</b> {todo}
            {one.standsFor && ` · ${says.stands(one.standsFor)}`}
          </p>
        )}
        <Happened {...{ one, words }} />
        <Decisions {...{ one, words }} />
        <Resolutions {...{ one, words, visitor }} {...sent} />
      </>
    ),
  );
}

function Happened({ one, words }: { one: OneException; words: Words }) {
  const { exceptions: says, states, attemptStates } = words.payouts;
  const { facts: names } = says;
  const { invoiceId, invoiceNumber, invoiceStatus, paymentDate, attempt, attemptStatus } = one;
  const facts = {
    [names.file]: <a href={settlementPath(one.reconciliationId)}>{one.fileName}</a>,
    [names.line]: one.line,
    [names.bankStatus]: one.bankStatus,
    [names.remarks]: one.remarks,
    [names.utr]: one.utrNumber,
    [names.amount]: one.amount && amountIn(one.amount),
    [names.expected]: one.expectedAmount && rupees(one.expectedAmount),
    [names.difference]: one.difference && rupees(one.difference),
    [names.date]: paymentDate && (/^\d{4}-\d\d-\d\d$/.test(paymentDate) ? dayIn(words, paymentDate) : paymentDate),
    [names.invoice]: invoiceId && (
      <>
        {[invoiceId, invoiceNumber].filter(Boolean).join(" · ")}{" "}
        {invoiceStatus && <State of={invoiceStatus} names={states} />}
      </>
    ),
    [names.partner]: one.destinationId && <a href={partnerPath(one.destinationId)}>{one.partnerName}</a>,
    [names.bankFile]: one.bankFileId && <a href={`/payouts/bank-files/${one.bankFileId}`}>{one.bankFileId}</a>,
    [names.attempt]: attempt && (
      <>
        {attempt} {attemptStatus && <State of={attemptStatus} names={attemptStates} />}
      </>
    ),
    [names.outstanding]: one.outstandingAmount && rupees(one.outstandingAmount),
    [names.uploaded]: one.uploadedBy?.name,
  };
  return (
    <Sheet title={says.happened}>
      <div class="body">
        <Facts facts={facts} />
      </div>
    </Sheet>
  );
}

/** What was decided on it, in order. */
function Decisions({ one, words }: { one: OneException; words: Words }) {
  const says = words.payouts.exceptions;
  if (one.decisions.length === 0) return null;
  return (
    <Sheet title={says.decisions}>
      <ol class="body timeline">
        {one.decisions.map(({ resolution, amount, invoiceId, utrNumber, reason, by, at }) => (
          <li class="good">
            <b>{says.resolutions[resolution]?.title ?? resolution}</b>
            <span class="small quiet">{[instantIn(words, at), by?.name].filter(Boolean).join(" · ")}</span>
            <span>{[amount && rupees(amount), invoiceId, utrNumber, reason].filter(Boolean).join(" · ")}</span>
          </li>
        ))}
      </ol>
    </Sheet>
  );
}
