import assert from "node:assert/strict";

/** What the tests of explanations share: the shape of a figure, and what must hold of all of a document's. */

export type Json = Record<string, unknown>;
export interface Figure {
  readonly pointer: string;
  readonly amount?: number;
  readonly value?: unknown;
  readonly rule: string;
  readonly source: string;
  // deno-lint-ignore no-explicit-any -- a test says which inputs it expects
  readonly inputs: any;
  readonly rounding: { method: string; to: number; before: number } | null;
}

const at = (document: unknown, pointer: string): unknown =>
  pointer.split("/").slice(1).reduce((inner, key) => (inner as Json)?.[key], document);

const money = /^(gross|taxable|cgst|sgst|igst|cess|total|currency)Amount$|^(discount|valueAdjustment|roundOff)$/;
/** Pointers of every money figure of the document, its lines, its tax summary and its entries. */
function figuresOf(document: Json): string[] {
  const own = (part: unknown, base: string) =>
    Object.entries(part as Json).filter(([key, value]) => money.test(key) && typeof value === "number").map(([key]) =>
      `${base}/${key}`
    );
  const nested = (part: Json, base: string) => [
    ...own(part, base),
    ...(part.reverseChargeTax ? own(part.reverseChargeTax, `${base}/reverseChargeTax`) : []),
  ];
  const lists = ["lines", "taxSummary"].flatMap((list) =>
    ((document[list] ?? []) as Json[]).flatMap((part, i) => nested(part, `/${list}/${i}`))
  );
  const entries = (document.ledgerEntries as { debit: number }[]).map(({ debit }, i) =>
    `/ledgerEntries/${i}/${debit > 0 ? "debit" : "credit"}`
  );
  return [...nested(document, ""), ...lists, ...entries];
}

/** Every money figure has one explanation, which says the same figure and rounds as it says. */
export function assertExplained(document: Json, figures: readonly Figure[]): void {
  const says = JSON.stringify(document);
  const byPointer = new Map(figures.map((one) => [one.pointer, one]));
  assert.equal(byPointer.size, figures.length, "each pointer once");
  for (const pointer of figuresOf(document)) assert.ok(byPointer.has(pointer), `${pointer} is explained: ${says}`);
  for (const { pointer, amount, value, rule, source, rounding } of figures) {
    assert.deepEqual(amount ?? value, at(document, pointer), `${pointer}: ${rule} ${says}`);
    assert.ok(rule && source, pointer);
    if (!rounding) continue;
    assert.equal(rounding.method, "half_up");
    if (rule.startsWith("what is left")) continue;
    assert.ok(Math.abs(rounding.before - amount!) <= rounding.to / 2 + 1e-9, `${pointer} ${JSON.stringify(rounding)}`);
  }
}
