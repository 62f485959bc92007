import { Sheet, Table } from "../parts.tsx";
import type { Words } from "../words/en.ts";
import { asSentence } from "../words/told.ts";

export interface LeftOut {
  readonly invoiceId: string;
  readonly code: string;
  readonly message: string;
}

interface LeftOutShown {
  readonly title: string;
  readonly about?: string;
  readonly left: readonly LeftOut[];
  readonly words: Words;
}

/** Invoices with why they are not in a file, or what is strange about them; nothing where there are none. */
export function LeftOutSheet({ title, about, left, words }: LeftOutShown) {
  if (left.length === 0) return null;
  const { invoiceId, why } = words.payouts.columns;
  return (
    <Sheet title={title} aside={about}>
      <Table
        words={words}
        columns={[invoiceId, why]}
        rows={left.slice(0, 200).map((
          one,
        ) => [
          <span class="whole">{one.invoiceId}</span>,
          asSentence(words, words.payouts.leftOut[one.code] ?? one.message),
        ])}
      />
    </Sheet>
  );
}
