import { Hono } from "hono";
import type { Context } from "hono";
import { z } from "zod";
import type { Visitor } from "../../../domain/core/mod.ts";
import {
  listBankProfiles,
  payoutSettingsBody,
  putPayoutSettings,
  readPayoutSettings,
} from "../../../domain/payout/mod.ts";
import { readExact } from "../../../domain/shared/exact_json.ts";
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
import { Choice, Fault, Field, orAgain } from "./parts.tsx";

/** Empty for a company that has none yet. */
type Settings = Readonly<Partial<Record<keyof typeof payoutSettingsBody.shape, string | boolean | null>>>;

interface Profile {
  readonly profile: string;
  readonly bank: string;
}

const entered = z.record(z.string(), z.string().max(100));
const at = "/payouts/settings";
const yesOrNo = ["secondPerson", "applyBySecondPerson", "booksInvoices"];
const counts = ["bankChangeHoldHours", "returnWatchDays"];

/** `/payouts/settings`: how this company pays its partners. */
export function payoutSettings(): Hono<Env> {
  return new Hono<Env>()
    .get(at, page({ summary: "Settings of payouts", scope: "payouts:read" }), async (c) => {
      return await showSettings(c, readExact<Settings | null>(await readPayoutSettings(contextOf(c))) ?? {});
    })
    .post(at, page({ summary: "Sets how partners are paid", scope: "payouts:approve", form: entered }), async (c) => {
      const form = c.req.valid("form");
      return await orAgain(
        c,
        async () => {
          await putPayoutSettings(contextOf(c), readWith(payoutSettingsBody, asBody(form)));
          return c.redirect(`${at}?saved=true`, 303);
        },
        (refused) => showSettings(c, asBody(form) as Settings, refused),
      );
    });
}

/** What a form sends, as the API takes it: yes and no as such, counts as numbers, what is blank as nothing. */
function asBody(form: Readonly<Record<string, string>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(form).map(([name, value]) => [
      name,
      yesOrNo.includes(name)
        ? value === "true"
        : value.trim() === ""
        ? null
        : counts.includes(name)
        ? Number(value)
        : value.trim(),
    ]),
  );
}

async function showSettings(c: Context<Env>, settings: Settings, refused?: Refusal) {
  const ctx = contextOf(c);
  const [words, visitor] = [wordsOf(c), visitorOf(c)];
  const says = words.payouts.settings;
  const profiles = readExact<readonly Profile[]>(await listBankProfiles(ctx));
  return showPage(
    c,
    { title: says.title, section: payoutDesk, status: refused?.status ?? 200 },
    (
      <>
        <Head title={says.title} now={ctx.clock.now()} words={words}>{says.about}</Head>
        {c.req.query("saved") === "true" && <p class="note" role="status">{says.saved}</p>}
        <Fault {...{ refused, words }} />
        <SettingsForm {...{ settings, profiles, words, visitor, refused }} />
      </>
    ),
  );
}

interface Shown {
  readonly settings: Settings;
  readonly profiles: readonly Profile[];
  readonly words: Words;
  readonly visitor: Visitor;
  readonly refused: Refusal | undefined;
}

function SettingsForm({ settings, profiles, words, visitor, refused }: Shown) {
  const says = words.payouts.settings;
  const may = visitor.caller.actor.scopes.has("payouts:approve");
  const { valueOf, yes, field } = controlsOf({ settings, words, refused });
  return (
    <form method="post" action={at}>
      <FormToken visitor={visitor} />
      <fieldset disabled={!may}>
        <Sheet title={says.paying}>
          <div class="body fields">
            <Choice
              name="payableBasis"
              label={says.fields.payableBasis ?? ""}
              value={valueOf("payableBasis")}
              options={[["GST_ONLY", says.gstOnly], ["FULL", says.full]]}
            />
            <Choice
              name="bankProfile"
              label={says.fields.bankProfile ?? ""}
              value={valueOf("bankProfile")}
              options={profiles.map(({ profile, bank }) => [profile, `${profile} · ${bank}`] as const)}
            />
            {field("bankClientCode", "text")}
            {yes("booksInvoices")}
          </div>
        </Sheet>
        <Sheet title={says.safety}>
          <div class="body fields">
            {yes("secondPerson")}
            {field("twoApprovalsAboveFile")}
            {field("twoApprovalsAboveLine")}
            {yes("applyBySecondPerson")}
            {field("bankChangeHoldHours", "numeric")}
            {field("writeOffLimit")}
            {field("returnWatchDays", "numeric")}
          </div>
        </Sheet>
        {may
          ? (
            <div class="actions">
              <button class="main" type="submit">{words.payouts.save}</button>
            </div>
          )
          : <p class="small quiet">{says.notYours}</p>}
      </fieldset>
    </form>
  );
}

function controlsOf({ settings, words, refused }: Pick<Shown, "settings" | "words" | "refused">) {
  const says = words.payouts.settings;
  const valueOf = (name: keyof Settings) => String(settings[name] ?? "");
  const yes = (name: keyof Settings) => (
    <Choice
      name={name}
      label={says.fields[name] ?? name}
      value={valueOf(name)}
      options={[["true", says.yes], ["false", says.no]]}
    />
  );
  const field = (name: keyof Settings, inputmode: "decimal" | "numeric" | "text" = "decimal") => (
    <Field
      {...{ name, refused }}
      {...(inputmode !== "text" && { inputmode })}
      label={says.fields[name] ?? name}
      hint={says.hints[name] ?? ""}
      value={valueOf(name)}
    />
  );
  return { valueOf, yes, field };
}
