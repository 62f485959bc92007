import { generateInvoice } from "../../domain/payout/partner_invoices.ts";
import { openSecret } from "../../domain/shared/secret_box.ts";
import type { AppOptions } from "../../routes/deps.ts";
import type { Answer } from "./app.ts";
import { deccan, examplePayouts, type Partner, type PayoutWorld, payoutWorld } from "./payout_world.ts";

/** Partners with invoices to sign, in an installation that mails (and, unless a test mails, sends nothing). */
export interface SigningWorld extends PayoutWorld {
  /** A generated invoice of 23,400.00 GST with its print kept; its public id. */
  generated(month?: string, partner?: Partner): Promise<string>;
  askOtp(invoiceId: string, partner?: Partner): Promise<Answer>;
  tryOtp(invoiceId: string, otpId: string, otpCode: string, partner?: Partner): Promise<Answer>;
  /** The code that waits to be mailed, as only a process with the keys can read it. */
  codeOf(otpId: string, partner?: Partner): Promise<string>;
  /** Lets time pass. */
  later(seconds: number): void;
  /** What stands of a signature: invoice, signed document, journal, each as often as it is there. */
  standing(invoiceId: string, partner?: Partner): Promise<Standing>;
}

export interface Standing {
  readonly status: string;
  readonly signed: number;
  readonly documents: number;
  readonly postings: number;
  readonly vouchers: number;
  readonly used: number;
}

export async function signingWorld(more: Partial<AppOptions> = {}): Promise<SigningWorld> {
  const world = await payoutWorld({ mail: { url: "smtp://127.0.0.1:1", caught: null }, ...more });
  const path = (invoiceId: string, what: string) => `POST /api/partner/invoice/${invoiceId}/${what}`;
  return {
    ...world,
    async generated(month = "2024-11", partner = deccan) {
      const as = partner.email.endsWith("@rival.test") ? "owner@rival.test" : "owner@house.test";
      await world.importPayouts(examplePayouts(partner.destinationId, month), as);
      const made = await generateInvoice(await world.context(partner.email), partner.destinationId, { month });
      return JSON.parse(made.json).invoiceId;
    },
    askOtp: (invoiceId, { email: as, destinationId } = deccan) =>
      world.api(path(invoiceId, "request-otp"), { as, body: { destinationId } }),
    tryOtp: (invoiceId, otpId, otpCode, { email: as, destinationId } = deccan) =>
      world.api(path(invoiceId, "verify-otp"), { as, body: { destinationId, otpId, otpCode } }),
    async codeOf(otpId, partner = deccan) {
      const [row] = await world.admin<{ tenantId: string; rowId: string; box: string }[]>`
        select o.tenant_id as "tenantId", o.id as "rowId", o.code_encrypted as box from payout.otp_log as o
        where o.otp_id = ${otpId} and o.destination_id = ${partner.destinationId}`;
      const { tenantId, rowId, box } = row!;
      return openSecret(world.keys, { tenantId, table: "payout.otp_log", column: "code_encrypted", rowId }, box);
    },
    later(seconds) {
      world.clock.set(new Date(world.clock.now().getTime() + seconds * 1000).toISOString());
    },
    async standing(invoiceId, partner = deccan) {
      const [row] = await world.admin<Standing[]>`
        select i.status, i.digitally_signed::int as signed,
          (select count(*)::int from payout.documents as d where d.tenant_id = i.tenant_id and d.invoice_id = i.id and d.kind = 'signed'
             and d.sha256 = i.signed_sha256) as documents,
          (select count(*)::int from payout.postings as p where p.tenant_id = i.tenant_id and p.invoice_id = i.id) as postings,
          (select count(*)::int from billing.vouchers as v where v.tenant_id = i.tenant_id and v.voucher_type = 'journal'
             and v.reference = i.invoice_number) as vouchers,
          (select count(*)::int from payout.otp_log as o where o.tenant_id = i.tenant_id and o.invoice_id = i.id and o.is_verified) as used
        from payout.invoices as i where i.invoice_id = ${invoiceId} and i.destination_id = ${partner.destinationId}`;
      return row!;
    },
  };
}

/** A code that is not this one. */
export function wrongCode(code: string): string {
  return String((Number(code) + 1) % 1_000_000).padStart(6, "0");
}

/** Everything the database holds that a person or a program may read, as one text: for what must not be in it. */
export async function everythingRead(world: PayoutWorld): Promise<string> {
  const tables = [
    "audit.events",
    "audit.security_events",
    "ops.api_calls",
    "ops.job_runs",
    "ops.notifications",
    "pgboss.job",
  ];
  const found: string[] = [];
  for (const table of tables) {
    const rows = await world.admin.unsafe<{ row: string }[]>(`select to_jsonb(t)::text as row from ${table} as t`);
    found.push(...rows.map(({ row }) => row));
  }
  return found.join("\n");
}
