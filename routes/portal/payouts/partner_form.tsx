import { Hono } from "hono";
import type { Context } from "hono";
import { z } from "zod";
import { newPartnerBody, partnerBody, putPartner, readPartner } from "../../../domain/payout/mod.ts";
import type { Refusal } from "../../../domain/shared/refusals.ts";
import { readWith } from "../../../domain/shared/zod_details.ts";
import type { Env } from "../../deps.ts";
import { contextOf } from "../../middleware/tenant.ts";
import { FormToken, showPage } from "../layout.tsx";
import { page, visitorOf } from "../page.ts";
import { Head, Sheet } from "../parts.tsx";
import { payoutDesk } from "../sections.ts";
import type { Words } from "../words/en.ts";
import { wordsOf } from "../words/language.ts";
import { type Partner, partnerPath } from "./partners.tsx";
import { Choice, Fault, Field, orAgain } from "./parts.tsx";

type Entered = Readonly<Record<string, string | null>>;
const entered = z.record(z.string(), z.string().max(300));

const groups = {
  who: ["destinationId", "partnerName", "email", "phone", "language"],
  tax: ["gstNumber", "gstStatus", "pan", "stateCode"],
  where: ["address", "city", "pincode"],
  bank: ["accountHolder", "accountNumber", "ifscCode"],
} as const;
type Name = typeof groups[keyof typeof groups][number];
const required: readonly Name[] = ["destinationId", "partnerName", "email", "address"];

/** The form of a partner: a new one, or one that is changed. */
export function partnerForm(): Hono<Env> {
  return new Hono<Env>()
    .get(
      "/payouts/partners/new",
      page({ summary: "A new partner", scope: "payouts:write" }),
      (c) => showForm(c, null, {}),
    )
    .post(
      "/payouts/partners/new",
      page({ summary: "Makes a partner", scope: "payouts:write", form: entered }),
      async (c) => {
        const form = c.req.valid("form");
        return await orAgain(
          c,
          async () => {
            const body = readWith(newPartnerBody, asBody(form));
            await putPartner(contextOf(c), c.var.deps.keys, null, body);
            return c.redirect(partnerPath(body.destinationId), 303);
          },
          (refused) => showForm(c, null, form, refused),
        );
      },
    )
    .get(
      "/payouts/partners/:destinationId/edit",
      page({ summary: "Change a partner", scope: "payouts:write" }),
      async (c) => {
        const known = JSON.parse(await readPartner(contextOf(c), c.req.param("destinationId"))) as Partner;
        return await showForm(c, known.destinationId, bodyOf(known));
      },
    )
    .post(
      "/payouts/partners/:destinationId/edit",
      page({ summary: "Changes a partner", scope: "payouts:write", form: entered }),
      async (c) => {
        const [form, id] = [c.req.valid("form"), c.req.param("destinationId")];
        return await orAgain(
          c,
          async () => {
            const { blockedReason } = JSON.parse(await readPartner(contextOf(c), id)) as Partner;
            const body = readWith(partnerBody, { ...asBody(form), blockedReason });
            await putPartner(contextOf(c), c.var.deps.keys, id, body);
            return c.redirect(partnerPath(id), 303);
          },
          (refused) => showForm(c, id, form, refused),
        );
      },
    );
}

/** What is filled in; what is blank is left out. */
function asBody(form: Entered): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(form).map(([name, value]) => [name, value?.trim()]).filter(([, value]) => value),
  );
}

/** A partner as it is sent back to stay as it is; the account stays by not being sent. */
export function bodyOf(one: Partner): Record<Exclude<Name, "destinationId">, string | null> {
  const { partnerName, email, phone, language, gstNumber, gstStatus, pan, stateCode, address, city, pincode } = one;
  const { accountHolder, accountNumber, ifscCode } = one;
  return {
    ...{ partnerName, email, phone, language, gstNumber, gstStatus, pan, stateCode, address, city, pincode },
    ...{ accountHolder, accountNumber, ifscCode },
  };
}

async function showForm(c: Context<Env>, id: string | null, form: Entered, refused?: Refusal) {
  const words = wordsOf(c);
  const says = words.payouts.partners;
  const title = id === null ? says.newTitle : says.changeTitle(form.partnerName ?? id);
  const above = id === null
    ? { href: "/payouts/partners", label: says.title }
    : { href: partnerPath(id), label: form.partnerName ?? id };
  const path = id === null ? "/payouts/partners/new" : `${partnerPath(id)}/edit`;
  const shown = { id, form, words, refused };
  return await showPage(
    c,
    { title, section: payoutDesk, status: refused?.status ?? 200 },
    (
      <>
        <Head title={title} now={contextOf(c).clock.now()} {...{ words, above }} />
        <Fault {...{ refused, words }} />
        <form method="post" action={path}>
          <FormToken visitor={visitorOf(c)} />
          {Object.entries(groups).map(([group, names]) => (
            <Sheet title={says.groups[group as keyof typeof groups]}>
              <div class="body fields">{names.map((name) => <PartnerField {...shown} name={name} />)}</div>
            </Sheet>
          ))}
          <div class="actions">
            <button class="main" type="submit">{words.payouts.save}</button>
            <a class="button" href={above.href}>{words.payouts.cancel}</a>
          </div>
        </form>
      </>
    ),
  );
}

interface Filled {
  readonly id: string | null;
  readonly form: Entered;
  readonly words: Words;
  readonly refused: Refusal | undefined;
}

/** One field of a partner; the destination is chosen once. */
function PartnerField({ id, form, words, refused, name }: Filled & { name: Name }) {
  const says = words.payouts.partners;
  if (name === "destinationId" && id !== null) return null;
  const label = says.fields[name];
  if (name === "gstStatus") {
    const options = Object.entries(says.gstStatuses);
    return <Choice {...{ name, label, options }} value={form[name] ?? "active"} />;
  }
  if (name === "language") {
    return <Choice {...{ name, label }} options={Object.entries(says.languages)} value={form[name] ?? "en"} />;
  }
  return (
    <Field
      {...{ name, label, refused }}
      value={form[name]}
      hint={says.hints[name] ?? ""}
      type={name === "email" ? "email" : "text"}
      required={required.includes(name)}
      maxlength={200}
    />
  );
}
