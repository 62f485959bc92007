import { Badge, type Tone } from "../parts.tsx";
import { dayIn, instantIn, percent, rupees } from "../words/figures.ts";
import type { Words } from "../words/en.ts";
import type { Figures, Invoice } from "./shapes.ts";

const tones: Readonly<Record<string, Tone>> = {
  not_generated: "warn",
  generated: "warn",
  submitted: "open",
  in_bank_file: "open",
  part_paid: "open",
  paid: "good",
  failed: "bad",
  returned: "bad",
};

/** How an invoice stands, as a word with its colour. */
export function PayoutState({ of, words }: { of: string; words: Words }) {
  return <Badge tone={tones[of] ?? "plain"}>{words.partner.statuses[of] ?? of}</Badge>;
}

const steps = ["check", "preview", "sign", "done"] as const;

/** How far along a partner is with an invoice. */
export function Steps({ at, words }: { at: typeof steps[number]; words: Words }) {
  const says = words.partner.steps;
  return (
    <ol class="steps" aria-label={says.title}>
      {steps.map((step) => (
        <li
          class={steps.indexOf(step) < steps.indexOf(at) ? "done" : undefined}
          aria-current={step === at ? "step" : undefined}
        >
          {says[step]}
        </li>
      ))}
    </ol>
  );
}

/** The figures of an invoice, adding up. */
export function Breakdown({ of, words }: { of: Figures; words: Words }) {
  const says = words.partner.breakdown;
  const half = percent(of.headRate);
  const isWithin = !/^0+(\.0+)?$/.test(of.cgstAmount);
  const taxes = isWithin
    ? [[says.cgst(half), of.cgstAmount], [says.sgst(half), of.sgstAmount]]
    : [[says.igst(percent(of.gstRate)), of.igstAmount]];
  return (
    <table class="sum">
      <tbody>
        <Line name={says.trail} amount={of.trailAmount} />
        <Line name={says.upfront} amount={of.upfrontAmount} />
        <Line name={says.base} amount={of.gstBaseAmount} as="total" />
        {isWithin && <Line name={says.gst(percent(of.gstRate))} amount={of.gstAmount} />}
        {taxes.map(([name, amount]) => <Line name={name!} amount={amount!} as={isWithin ? "aside" : undefined} />)}
        <Line name={says.total} amount={of.totalAmount} as="total" />
        {of.payableBasis === "GST_ONLY" && <Line name={says.payable} amount={of.payableAmount} />}
      </tbody>
    </table>
  );
}

function Line({ name, amount, as }: { name: string; amount: string; as?: "total" | "aside" | undefined }) {
  return (
    <tr class={as}>
      <th scope="row">{name}</th>
      <td>{rupees(amount)}</td>
    </tr>
  );
}

/** What happened to an invoice, the first first, and what is awaited. */
export function Timeline({ of, words }: { of: Invoice; words: Words }) {
  const { timeline: says, utr, states } = words.partner;
  const awaited = of.status === "generated"
    ? says.awaitsSignature
    : ["submitted", "in_bank_file", "part_paid"].includes(of.status)
    ? says.awaitsPayment
    : undefined;
  return (
    <ol class="timeline">
      {of.timeline.map(({ event, date, at, utrNumber, reason }) => (
        <li class={["failed", "returned", "cancelled"].includes(event) ? "bad" : "good"}>
          <b>{says[event] ?? event}</b>
          <time datetime={at ?? date ?? ""} class="small quiet">
            {at === null ? date && dayIn(words, date) : instantIn(words, at)}
          </time>
          {utrNumber && (
            <span class="small">
              {utr}: <span class="mono">{utrNumber}</span>
            </span>
          )}
          {reason && <span class="small">{event === "cancelled" ? reason : states.bankSays(reason)}</span>}
        </li>
      ))}
      {awaited && (
        <li class="open">
          <b>{awaited}</b>
        </li>
      )}
    </ol>
  );
}
