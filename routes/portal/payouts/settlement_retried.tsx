import type { Words } from "../words/en.ts";
import { asSentence, saidOf } from "../words/told.ts";
import { counted } from "../words/figures.ts";

/** What retrying did, and of the others why not. */
export interface Retried {
  readonly retried: readonly { readonly invoiceId: string; readonly invoiceNumber: string }[];
  readonly refused: readonly { readonly invoiceId: string; readonly code: string; readonly message: string }[];
}

export function RetriedNote({ retried: { retried, refused }, words }: { retried: Retried; words: Words }) {
  const says = words.payouts.settlements;
  return (
    <div class={refused.length > 0 ? "note warn" : "note"} role="status">
      <p>
        <b>{retried.length > 0 ? says.retried(counted(retried.length)) : says.noneRetried}</b>{" "}
        {retried.length > 0 && <a href="/payouts/invoices">{words.payouts.list.title}</a>}
      </p>
      {refused.length > 0 && (
        <ul>
          {refused.slice(0, 50).map(({ invoiceId, code, message }) => (
            <li>
              <b>{invoiceId}</b> {asSentence(words, saidOf(words, { code, message }))}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
