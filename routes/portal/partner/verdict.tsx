import type { Child } from "hono/jsx";
import type { Words } from "../words/en.ts";
import { dayIn, rupees } from "../words/figures.ts";
import type { Invoice } from "./shapes.ts";

/** How an invoice stands in a sentence, and what its partner has to do about it. */
export function Verdict({ invoice, words }: { invoice: Invoice; words: Words }) {
  const { tone, title, lines } = verdictOf(invoice, words);
  return (
    <div class={`note ${tone}`} role="status">
      {title && (
        <p>
          <b>{title}</b>
        </p>
      )}
      {lines.map((line) => line && <p>{line}</p>)}
    </div>
  );
}

interface Told {
  readonly tone: "" | "bad" | "warn" | "open";
  readonly title?: string;
  readonly lines: readonly Child[];
}

function verdictOf(invoice: Invoice, words: Words): Told {
  const { states, invoice: says } = words.partner;
  switch (invoice.status) {
    case "generated":
      return { tone: "warn", title: says.generated, lines: [says.generatedMeans] };
    case "submitted":
      return { tone: "open", lines: [states.submitted] };
    case "in_bank_file":
      return { tone: "open", lines: [states.in_bank_file] };
    case "part_paid":
      return { tone: "open", lines: [states.part_paid(rupees(invoice.settledAmount))] };
    case "paid":
      return paid(invoice, words);
    case "failed":
      return unpaid(states.failed, invoice.paymentFailureReason, invoice, words);
    case "returned":
      return unpaid(states.returned, invoice.returnReason ?? invoice.paymentFailureReason, invoice, words);
    case "cancelled":
      return { tone: "warn", lines: [states.cancelled] };
    default:
      return { tone: "", lines: [words.partner.statuses[invoice.status] ?? invoice.status] };
  }
}

function paid({ mayReturnUntil }: Invoice, words: Words): Told {
  const { states } = words.partner;
  if (!mayReturnUntil) return { tone: "", title: states.paid, lines: [] };
  return { tone: "", title: states.mayReturn(dayIn(words, mayReturnUntil)), lines: [states.mayReturnMeans] };
}

/** What the bank says, and whether the partner has anything to mend. */
function unpaid(title: string, reason: string | null, { failureClass }: Invoice, words: Words): Told {
  const { states } = words.partner;
  const todo = failureClass === "partner" ? states.doPartner : states.doPayer;
  return { tone: "bad", title, lines: [reason && states.bankSays(reason), todo] };
}
