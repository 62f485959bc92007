import { join } from "node:path";
import shipped from "./invoices.json" with { type: "json" };
import { demoCompany, demoPassword } from "./companies.ts";

interface Voucher {
  readonly id: string;
  readonly number: string;
  readonly placeOfSupply: string;
  readonly supplyType: string;
  readonly party: { readonly name: string };
  readonly ledgerEntries: readonly { ledger: string; debit: number; credit: number }[];
  readonly eInvoice: { readonly applicability: string; readonly reason: string };
  readonly eWayBill: { readonly applicability: string };
}

interface EInvoice {
  readonly status: string;
  readonly irn?: string;
  readonly ackNo?: string;
  readonly signatureVerified?: boolean;
  readonly signingKeyId?: string;
}

interface EWayBill {
  readonly status: string;
  readonly ewbNumber?: string;
  readonly validUntil?: string;
}

const say = (line = "") => console.log(line);
const rupees = (amount: number) => amount.toLocaleString("en-IN", { minimumFractionDigits: 2 }).padStart(15);

/** The main job, as a client of the HTTP API walks through it: sign in, post, books, IRN, e-way bill, print. Stops at the first "no". */
export async function runDemo(origin: string, dataDir: string, file?: string): Promise<void> {
  const documents = file ? [JSON.parse(await Deno.readTextFile(file))].flat() : shipped;
  const email = demoCompany.users[0]!.email;
  const signedIn = await call<{ accessToken: string }>(origin, "POST", "/api/auth/login", {
    email,
    password: demoPassword,
  });
  say(`Signed in as ${email} of ${demoCompany.company.legalName}.`);
  const folder = join(dataDir, "demo");
  await Deno.mkdir(folder, { recursive: true });
  const keep = async (from: string, name: string) => {
    const path = join(folder, `${name.replaceAll("/", "-")}.pdf`);
    await Deno.writeFile(path, await fetchPdf(origin + from, signedIn.accessToken));
    return path;
  };
  const today = new Date().toLocaleDateString("en-CA", { timeZone: "Asia/Kolkata" });
  for (const document of documents) {
    const voucher = await call<Voucher>(
      origin,
      "POST",
      "/api/vouchers",
      { date: today, ...document },
      signedIn.accessToken,
    );
    sayBooks(voucher);
    await sayEInvoice(origin, signedIn.accessToken, voucher);
    const bill = "transport" in document && await sayEWayBill(origin, signedIn.accessToken, voucher);
    const printed = [await keep(`/api/vouchers/${voucher.id}/pdf`, voucher.number)];
    if (bill) printed.push(await keep(`/api/ewaybill/${bill}/pdf`, bill));
    say(`  printed     ${printed.join("  ")}`);
  }
  say(`\n${documents.length} posted, booked, registered where the law asks for it, and printed.`);
  say("deno task dev serves the same company with its API at /docs.");
}

function sayBooks(voucher: Voucher): void {
  say(`\nTax invoice   ${voucher.number}   ${voucher.party.name}`);
  say(`  supply      ${voucher.supplyType.replace("_", "-")}, place of supply ${voucher.placeOfSupply}`);
  for (const { ledger, debit, credit } of voucher.ledgerEntries) {
    say(
      `  books       ${ledger.padEnd(34)}${
        debit > 0 ? `${rupees(debit)} Dr` : `${"".padStart(18)}${rupees(credit)} Cr`
      }`,
    );
  }
}

async function sayEInvoice(origin: string, token: string, voucher: Voucher): Promise<void> {
  if (voucher.eInvoice.applicability !== "required") return say(`  e-invoice   not needed: ${voucher.eInvoice.reason}`);
  const made = await call<EInvoice>(origin, "POST", "/api/einvoice/generate", { voucherId: voucher.id }, token);
  if (made.status !== "generated") {
    return say(`  e-invoice   ${made.status}; look again at /api/einvoice/${voucher.id}`);
  }
  say(`  e-invoice   IRN ${made.irn}`);
  say(
    `              acknowledgement ${made.ackNo}, signature ${
      made.signatureVerified ? "verified" : "NOT verified"
    } (key ${made.signingKeyId?.slice(0, 8)})`,
  );
}

/** Of what says how its goods go: the bill they travel under; answers its number. */
async function sayEWayBill(origin: string, token: string, voucher: Voucher): Promise<string | undefined> {
  if (voucher.eWayBill.applicability === "not_applicable") return;
  const made = await call<EWayBill>(origin, "POST", "/api/ewaybill/generate", { voucherId: voucher.id }, token);
  if (!made.ewbNumber) {
    say(`  e-way bill  ${made.status}; look again at /api/ewaybill?voucherId=${voucher.id}`);
    return;
  }
  const until = made.validUntil ? `valid until ${inIndia(made.validUntil)}` : "without a vehicle yet";
  say(`  e-way bill  ${made.ewbNumber}, ${until}`);
  return made.ewbNumber;
}

function inIndia(instant: string): string {
  const format = { timeZone: "Asia/Kolkata", dateStyle: "medium", timeStyle: "short" } as const;
  return new Date(instant).toLocaleString("en-IN", format);
}

async function fetchPdf(url: string, token: string): Promise<Uint8Array> {
  const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  if (!answer.ok) throw new Error(`printing failed: ${await answer.text()}`);
  return new Uint8Array(await answer.arrayBuffer());
}

async function call<T>(origin: string, method: string, path: string, body: unknown, token?: string): Promise<T> {
  const answer = await fetch(origin + path, {
    method,
    headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path} was refused (${answer.status}):\n${pretty(text)}`);
  return JSON.parse(text);
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
