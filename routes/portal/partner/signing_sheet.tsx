import type { Child } from "hono/jsx";
import type { Visitor } from "../../../domain/core/mod.ts";
import type { Refusal } from "../../../domain/shared/refusals.ts";
import { FormToken } from "../layout.tsx";
import { Action, Facts, Sheet } from "../parts.tsx";
import type { Words } from "../words/en.ts";
import { dayIn, instantIn, monthIn, rupees, waitIn } from "../words/figures.ts";
import { told } from "../words/told.ts";
import type { Consent, Invoice, Signing } from "./shapes.ts";

interface Shown {
  readonly invoice: Invoice;
  readonly signing: Signing;
  readonly consent: Consent;
  readonly refused: Refusal | "malformed" | undefined;
  readonly words: Words;
  readonly visitor: Visitor;
}

/** What is signed, what entering the code means, and the code: where it went, how long and how often it may be tried. */
export function SigningSheet(shown: Shown) {
  const { invoice, signing, consent, words } = shown;
  const says = words.partner.signing;
  const facts = words.partner.facts;
  return (
    <div class="columns">
      <Sheet title={says.what}>
        <div class="body stacked">
          <Facts
            facts={{
              [facts.number]: <b>{invoice.invoiceNumber}</b>,
              [facts.date]: dayIn(words, invoice.invoiceDate),
              [facts.month]: monthIn(words, invoice.month),
              [words.partner.breakdown.total]: rupees(invoice.totalAmount),
              [facts.payable]: rupees(invoice.payableAmount),
            }}
          />
          <div class="consent">
            <p class="small quiet">{says.consent}</p>
            <p lang={consent.language}>{consent.text}</p>
          </div>
        </div>
      </Sheet>
      <Sheet title={says.title}>
        <div class="body stacked">
          {signing.state === "open" ? <CodeForm {...shown} /> : <Fault {...shown} />}
          <Resend {...shown} />
          <p class="hint">{says.notAShare}</p>
        </div>
      </Sheet>
    </div>
  );
}

function CodeForm(shown: Shown) {
  const { invoice, signing, refused, words, visitor } = shown;
  const says = words.partner.signing;
  const isWrong = faultOf(shown) !== null;
  return (
    <>
      <p>
        {says.sentTo} <b>{signing.otpSentTo}</b>
      </p>
      <form method="post" action={`/partner/invoices/${invoice.invoiceId}/sign`} class="stacked">
        <FormToken visitor={visitor} />
        <input type="hidden" name="otpId" value={signing.otpId} />
        <div>
          <label for="otp">{says.code}</label>
          <input
            id="otp"
            class="otp"
            name="otpCode"
            inputmode="numeric"
            autocomplete="one-time-code"
            pattern="[0-9]{6}"
            title={says.malformed}
            maxlength={6}
            required
            autofocus={refused !== undefined}
            aria-describedby={isWrong ? "otp-fault otp-hint" : "otp-hint"}
            aria-invalid={refused ? "true" : undefined}
          />
          <Fault {...shown} />
          <p class="hint" id="otp-hint">{says.codeHint}</p>
        </div>
        <p>
          {says.expiresIn} <b class="number" data-expires={signing.expiresIn} data-over="otp-over">{clock(signing)}</b>
          {signing.expiresAt && (
            <span class="small quiet">{` (${says.validUntil(instantIn(words, signing.expiresAt))})`}</span>
          )}
          <br />
          {says.attempts} <b class="number">{signing.attemptsRemaining}</b>
        </p>
        <p class="fault" id="otp-over" role="alert" hidden>{says.expired}</p>
        <div class="actions">
          <button class="main" type="submit">{says.verify}</button>
        </div>
      </form>
    </>
  );
}

/** `583` seconds → `09:43`; a script counts on from there. */
function clock({ expiresIn }: Signing): string {
  const seconds = Number(expiresIn);
  return [seconds / 60, seconds % 60].map((part) => String(Math.floor(part)).padStart(2, "0")).join(":");
}

function Fault(shown: Shown) {
  const fault = faultOf(shown);
  return fault === null ? null : <p class="fault" id="otp-fault" role="alert">{fault}</p>;
}

/** What stands in the way: what was just refused, or that the newest code cannot be used any more. */
function faultOf({ refused, signing, words }: Shown): Child | null {
  const says = words.partner.signing;
  if (refused === "malformed") return says.malformed;
  if (refused?.code === "otp_wrong" && signing.state === "open") return says.wrong(Number(signing.attemptsRemaining));
  if (signing.state === "used_up") return says.used;
  if (signing.state === "expired") return says.expired;
  const wait = waitIn(words, Number(refused?.facts.retryAfter ?? 60));
  if (refused?.code === "otp_requested_too_soon") return says.tooSoon(wait);
  if (refused?.code === "otp_limit_reached") return says.limit(wait);
  return refused ? told(words, refused) : null;
}

/** The first code, or another one. */
function Resend({ invoice, signing, words, visitor }: Shown) {
  const says = words.partner.signing;
  const isFirst = signing.state === "none";
  const to = `/partner/invoices/${invoice.invoiceId}/otp`;
  return (
    <div>
      {isFirst && <p>{says.notYet}</p>}
      {signing.state === "open" && <p class="hint">{says.noMail}</p>}
      <div class="actions">
        <Action
          {...{ visitor, to, label: isFirst ? says.request : says.resend, isMain: signing.state !== "open" }}
          needs="partner:own"
        />
      </div>
      {!isFirst && <p class="hint">{says.resendHint}</p>}
    </div>
  );
}
