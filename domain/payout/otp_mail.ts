import { callOne } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import type { Mailer } from "../gateways/mail/mod.ts";
import type { Context } from "../shared/context.ts";
import type { Keys } from "../shared/keys.ts";
import { openSecret } from "../shared/secret_box.ts";
import { codePlace } from "./one_time_code.ts";

const claimedAtOnce = 20;
/** Longer than a mail server may take: domain/gateways/mail. */
const leaseSeconds = 60;

export interface OtpMailDeps {
  readonly keys: Keys;
  /** Null: nothing is mailed. */
  readonly mailer: Mailer | null;
}

interface Claimed {
  readonly id: string;
  readonly email: string;
  readonly code_encrypted: string;
  readonly language: "en" | "hi";
  readonly invoice_number: string;
  readonly month: string;
  readonly gst_amount: string;
  readonly minutes: number;
}

export interface OtpsMailed {
  readonly mailed: number;
  readonly failed: number;
  /** Seconds until one that failed is due again; null where none waits. */
  readonly nextInSeconds: number | null;
}

/**
 * Mails the tenant's one-time passwords that wait: claim (committed), mail outside any transaction, record, and forget the
 * code. One that is of no use any more is forgotten without a mail. At least once each; safe beside other workers.
 */
export async function mailDueOtps(ctx: Context, { keys, mailer }: OtpMailDeps, signal?: AbortSignal) {
  const done = { mailed: 0, failed: 0 };
  let nextInSeconds: number | null = null;
  while (!signal?.aborted) {
    const claimed = await withTenant(ctx, ({ sql }) =>
      sql<Claimed[]>`
      select * from payout.claim_otp_mails(${mailer ? claimedAtOnce : 0}, make_interval(secs => ${leaseSeconds}))`);
    if (claimed.length === 0 || !mailer) break;
    const results = await Promise.all(claimed.map((one) => mail(ctx, keys, mailer, one)));
    const recorded = await withTenant(
      ctx,
      ({ sql }) => callOne(sql, "payout.record_otp_mails", { p_results: results }),
    );
    nextInSeconds = recorded?.answer === null || recorded === undefined ? null : Number(recorded.answer);
    for (const { error } of results) done[error === null ? "mailed" : "failed"]++;
  }
  return { ...done, nextInSeconds } satisfies OtpsMailed;
}

async function mail(ctx: Context, keys: Keys, mailer: Mailer, one: Claimed) {
  try {
    const code = openSecret(keys, codePlace(ctx.actor.tenantId, one.id), one.code_encrypted);
    await mailer.send({ messageId: `${one.id}@pakka`, to: [one.email], ...words[one.language](code, one) });
    return { id: one.id, error: null };
  } catch (error) {
    return { id: one.id, error: error instanceof Error ? error.message : String(error) };
  }
}

type Words = (code: string, about: Claimed) => { subject: string; text: string };

/** The mail of the payout rules, in the partner's language. */
const words: Record<Claimed["language"], Words> = {
  en: (code, { invoice_number, month, gst_amount, minutes }) => ({
    subject: "OTP for Invoice Signature",
    text: `Your OTP: ${code}

Use this OTP to digitally sign Invoice ${invoice_number}
for ${monthName(month, "en-IN")} (GST Amount: ${gst_amount})

Valid for ${minutes} minutes. Do not share this OTP.
`,
  }),
  hi: (code, { invoice_number, month, gst_amount, minutes }) => ({
    subject: "इनवॉइस पर हस्ताक्षर के लिए OTP",
    text: `आपका OTP: ${code}

${monthName(month, "hi-IN")} के इनवॉइस ${invoice_number} (GST राशि: ${gst_amount})
पर डिजिटल हस्ताक्षर करने के लिए इस OTP का उपयोग करें।

${minutes} मिनट तक मान्य। यह OTP किसी को न बताएँ।
`,
  }),
};

/** `2024-11` → `November 2024`; नवंबर 2024 */
function monthName(month: string, locale: string): string {
  const options = { month: "long", year: "numeric", timeZone: "UTC" } as const;
  return new Intl.DateTimeFormat(locale, options).format(new Date(`${month}-01T00:00:00Z`));
}
