import { z } from "zod";
import { amount, day, decimal, isPositive, text } from "../shared/fields.ts";
import { anyBody } from "./schema.ts";

/** How the money went: what stands on the cheque or in the bank's statement. */
const instrument = z.strictObject({
  mode: z.enum(["cash", "cheque", "neft", "rtgs", "imps", "upi", "card"]),
  reference: text(50).optional(),
  date: day().optional(),
}).meta({ id: "Instrument" });

/** What is paid of an earlier voucher, in that voucher's own currency. */
export const allocations = z.array(z.strictObject({ voucherId: z.uuid(), amount: amount() })).min(1).max(1000)
  .meta({ description: "what it settles, each in the settled voucher's own currency; the rest stays on account" });

/** Receipt vouchers (rule 50) that an invoice uses up: of each so much, or as far as it and the invoice go. */
export const advances = z.array(z.strictObject({ voucherId: z.uuid(), amount: amount().optional() })).min(1).max(100)
  .meta({ description: "advances it uses up: the tax paid on them is taken back" });

/** One side of a journal: a ledger by id, or by its code or name; `party` is the document's own. */
const entry = z.strictObject({
  ledgerId: z.uuid().optional(),
  ledger: text(100).optional().meta({ description: "code or name; party: the ledger of the document's party" }),
  debit: amount().optional(),
  credit: amount().optional(),
}).refine((one) => (one.ledgerId === undefined) !== (one.ledger === undefined), {
  error: "either ledgerId or ledger is wanted",
  path: ["ledger"],
  params: { code: "one_ledger" },
}).meta({ id: "Entry" });

const entries = z.array(entry).max(1000);

/** What every money document may hold: between which two an amount goes, or all of its entries. */
const moneyBody = anyBody.extend({
  amount: amount().optional(),
  entries: entries.optional(),
  instrument: instrument.optional(),
});

const shortForm = ["amount", "accountId", "ledgerId", "ledger", "currency", "exchangeRate", "fromId", "toId"];

/** A money document is told in one form: an amount between two ledgers, or entries. */
export function hasOneForm(body: Record<string, unknown>): boolean {
  if (body.entries === undefined) return body.amount !== undefined;
  return shortForm.every((key) => body[key] === undefined);
}

export const oneForm = {
  error: "either an amount, with what belongs to it, or entries are wanted",
  path: ["amount"],
  params: { code: "one_form" },
};

/** Between a bank or cash ledger and one other: a party, or a ledger of any kind. */
export const paidBody = moneyBody.extend({
  accountId: z.uuid().optional().meta({ description: "the bank or cash ledger; the bank's where left out" }),
  ledgerId: z.uuid().optional().meta({ description: "the other side, where it is no party" }),
  ledger: text(100).optional().meta({ description: "the same by code or name" }),
  currency: z.string().regex(/^[A-Z]{3}$/, "a currency is three capital letters (ISO 4217)").optional(),
  exchangeRate: decimal(6, 6).refine(isPositive, "a rate above zero is wanted").optional().meta({
    description: "rupees for one unit of the currency, as the bank gave them",
  }),
  allocations: allocations.optional(),
});

/** The other side is one: a party on record, a party written into the document, or a ledger. */
export function hasOneOther(body: Partial<Record<"party" | "partyId" | "ledgerId" | "ledger", unknown>>): boolean {
  const others = [body.party, body.partyId, body.ledgerId, body.ledger];
  return others.filter((other) => other !== undefined && other !== null).length <= 1;
}

export const oneOther = {
  error: "one of party, partyId, ledgerId and ledger is wanted",
  path: ["party"],
  params: { code: "one_other" },
};

/** Journals and contras: no party of their own. */
const own = moneyBody.omit({ party: true, partyId: true });

export const journalBody = own.omit({ amount: true, instrument: true }).extend({ entries });

/** Between two ledgers of bank accounts or cash in hand. */
export const contraBody = own.extend({ fromId: z.uuid().optional(), toId: z.uuid().optional() });

/** A contra in its short form says both ends. */
export function hasBothEnds(body: { amount?: unknown; fromId?: unknown; toId?: unknown }): boolean {
  return body.amount === undefined || (body.fromId !== undefined && body.toId !== undefined);
}

export const bothEnds = {
  error: "fromId and toId are wanted with an amount",
  path: ["fromId"],
  params: { code: "both_ends" },
};
