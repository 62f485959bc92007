import { callRows } from "../../db/call.ts";
import { type Database, openDatabase } from "../../db/pool.ts";
import { setUpTenant } from "../../domain/core/mod.ts";
import { type Clock, fixedClock } from "../../domain/shared/context.ts";
import { type Answer, openApp, send, type TestApp } from "./app.ts";
import { password, signInAs } from "./people.ts";
import { acting } from "./tenants.ts";

/** Noon in India on the day on which tests of documents happen, unless they move the clock. */
export const noon = "2026-11-20T06:30:00Z";
export const today = "2026-11-20";

/** The day it really is in India, for tests that run against a clock nobody holds. */
export const todayInIndia = (instant = Date.now()) => new Date(instant + 5.5 * 3_600_000).toISOString().slice(0, 10);

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** The check character of a GSTIN's first fourteen, worked out as GSTN describes it; written apart from gst.check_digit. */
export function checkCharacter(first14: string): string {
  let sum = 0;
  for (let i = 0; i < 14; i++) {
    const product = alphabet.indexOf(first14[i]!) * (i % 2 === 0 ? 1 : 2);
    sum += Math.floor(product / 36) + product % 36;
  }
  return alphabet[(36 - sum % 36) % 36]!;
}

/** A sound GSTIN of a state. */
export function gstinOf(state: string, pan = "AAACH1234K", entity = "1"): string {
  const first14 = `${state}${pan}${entity}Z`;
  return first14 + checkCharacter(first14);
}

/** A company that can post, and whoever acts for it. */
export interface Bookkeeper {
  readonly tenantId: string;
  readonly token: string;
  readonly userId: string;
  /** Its registrations, the default one first. */
  readonly gstins: readonly string[];
}

export interface CompanyMore {
  /** State codes of its registrations, the default one first. */
  readonly states?: readonly string[];
  readonly turnover?: number;
  readonly composition?: boolean;
  readonly registrationType?: string;
  /** Financial years for which its default registration has a letter of undertaking. */
  readonly luts?: readonly string[];
  readonly pan?: string;
}

export interface Books extends TestApp {
  readonly clock: ReturnType<typeof fixedClock>;
  /** Two companies in Karnataka, below every turnover limit: the one a test is about, and another that must not notice. */
  readonly house: Bookkeeper;
  readonly rival: Bookkeeper;
  makeBookkeeper(name: string, more?: CompanyMore): Promise<Bookkeeper>;
}

/** The whole API on a database of its own, its clock at noon, with two companies that can post. */
export async function openBooks(instant = noon): Promise<Books> {
  const clock = fixedClock(instant);
  const opened = await openApp({ clock });
  const makeBookkeeper = async (name: string, more: CompanyMore = {}) => {
    const company = await setUpCompany(opened.database, name, more, clock);
    const token = await signInAs(opened.app, `owner@${name}.test`);
    const me = await send(opened.app, "GET /api/auth/me", { token });
    return { ...company, token, userId: me.body.id };
  };
  const house = await makeBookkeeper("house");
  const rival = await makeBookkeeper("rival", { pan: "AAACR9999R" });
  return { ...opened, clock, house, rival, makeBookkeeper };
}

/** Makes a company that can post, as the set-up does, with an owner `owner@<name>.test`. */
export async function setUpCompany(
  database: { adminUrl: string },
  name: string,
  more: CompanyMore,
  clock: Clock,
): Promise<{ tenantId: string; gstins: string[] }> {
  const tenantId = crypto.randomUUID();
  const gstins = (more.states ?? ["29"]).map((state) => gstinOf(state, more.pan));
  const users = [{ email: `owner@${name}.test`, name: "Owner", roles: ["owner"] }];
  const company = companyBody(name, gstins, more);
  const admin = openDatabase(database.adminUrl, { max: 1 });
  try {
    await setUpTenant(admin, { id: tenantId, name, company, users, password }, clock);
  } finally {
    await admin.end();
  }
  return { tenantId, gstins };
}

function companyBody(name: string, gstins: readonly string[], more: CompanyMore) {
  return {
    legalName: `${name} Private Limited`,
    aggregateTurnover: more.turnover ?? 40_000_000,
    composition: more.composition ?? false,
    gstins: gstins.map((gstin, i) => ({
      gstin,
      address: "1 Residency Road",
      city: "Bengaluru",
      pincode: "560025",
      isDefault: i === 0,
      registrationType: more.registrationType ?? "regular",
    })),
    luts: (more.luts ?? []).map((financialYear) => ({ gstin: gstins[0], financialYear, arn: "AD290426000001X" })),
  };
}

export type Line = Record<string, unknown>;
export type Document = Record<string, unknown> & { lines: Line[] };

/** A line of goods at 18 per cent worth 1,000 rupees, but for what is said. */
export const line = (more: Line = {}): Line => ({
  description: "Copper wire",
  hsn: "740811",
  quantity: 1,
  unit: "KGS",
  rate: 1000,
  gstRate: 18,
  ...more,
});

/** A buyer registered in a state. */
export const buyer = (state = "29", more: Record<string, unknown> = {}): Record<string, unknown> => ({
  name: `Buyer in ${state}`,
  gstin: gstinOf(state, "AAACB5678B"),
  address: "12 MG Road",
  city: "Town",
  pincode: "560001",
  ...more,
});

/** A consumer: no GSTIN. */
export const consumer = (more: Record<string, unknown> = {}): Record<string, unknown> => ({
  name: "Counter sale",
  ...more,
});

/** A tax invoice of today to a buyer in the same state with one line of 1,000 at 18 per cent, but for what is said. */
export function invoice(more: Record<string, unknown> = {}): Document {
  const recipient = "partyId" in more ? {} : { party: buyer() };
  return { type: "tax_invoice", date: today, ...recipient, lines: [line()], ...more } as Document;
}

/** Posts over HTTP and insists that it went well. */
export async function posted(books: TestApp, as: { token: string }, document: unknown, headers = {}): Promise<Answer> {
  const answer = await send(books.app, "POST /api/vouchers", { token: as.token, body: document, headers });
  if (answer.status !== 201) throw new Error(`not posted: ${answer.text}`);
  return answer;
}

/** What the database answers to a document, the shape of the body unchecked: the voucher, or the errors of the refusal. */
export interface Verdict {
  readonly outcome: string;
  // deno-lint-ignore no-explicit-any -- a voucher, or a list of errors
  readonly answer: any;
  readonly codes: readonly string[];
}

/** Computes documents as posting would, in one call of billing.preview_vouchers as the app's role. */
export async function computed(
  books: { db: Database; clock: Clock },
  as: { tenantId: string },
  documents: readonly unknown[],
): Promise<Verdict[]> {
  const rows = await acting(books.db, as.tenantId, { clock: books.clock })((tx) =>
    callRows(tx.sql, "billing.preview_vouchers", { p_docs: documents.map((document) => ({ document })) })
  ) as unknown as { ord: number; outcome: string; answer: string }[];
  return rows.sort((a, b) => a.ord - b.ord).map(readVerdict);
}

/** Posts documents in one call of billing.post_vouchers as the app's role. */
export async function postedTogether(
  books: { db: Database; clock: Clock },
  as: Bookkeeper,
  documents: readonly unknown[],
): Promise<Verdict[]> {
  const entering = { clock: books.clock, userId: as.userId };
  const rows = await acting(books.db, as.tenantId, entering)((tx) =>
    callRows(tx.sql, "billing.post_vouchers", { p_docs: documents.map((document) => ({ document })) })
  ) as unknown as { ord: number; outcome: string; answer: string }[];
  return rows.sort((a, b) => a.ord - b.ord).map(readVerdict);
}

function readVerdict({ outcome, answer }: { outcome: string; answer: string }): Verdict {
  const read = JSON.parse(answer);
  return { outcome, answer: read, codes: Array.isArray(read) ? read.map((error) => error.code) : [] };
}

/** An amount of a JSON answer as whole paise, from the text and not from a double. */
export function paise(amount: number | string): bigint {
  const match = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(String(amount));
  if (!match) throw new Error(`${amount} is no amount`);
  const value = BigInt(match[2]!) * 100n + BigInt((match[3] ?? "").padEnd(2, "0"));
  return match[1] ? -value : value;
}
