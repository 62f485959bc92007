import { callJson } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import { mustFind, notFound } from "../shared/not_found.ts";
import { keysAfter, pageJson } from "../shared/page.ts";
import type { Refusal } from "../shared/refusals.ts";
import { refuse } from "./refusals.ts";
import type { LookupQuery, PendingQuery, ValidateBody } from "./schema.ts";

/** Where an e-invoice stands, with the JSON text a caller gets. */
export interface Standing {
  readonly json: string;
  readonly status: string;
  readonly cancellation: string | null;
  readonly adoption: Asked | null;
  /** When an open one is tried (again); null while it is being tried. */
  readonly nextAttemptAt: string | null;
  readonly error?: { code: string; message: string };
}

interface Asked {
  readonly id: string;
  readonly status: string;
  readonly error?: { code: string; message: string };
}

interface EInvoiceJson {
  status: string;
  nextAttemptAt?: string;
  error?: { code: string; message: string };
  cancellation?: { status: string; error?: { code: string; message: string } };
  adoption?: Asked;
}

export function standingOf(json: string): Standing {
  const { status, nextAttemptAt = null, error, cancellation, adoption = null } = JSON.parse(json) as EInvoiceJson;
  const why = cancellation?.error ?? error;
  return {
    json,
    status,
    nextAttemptAt,
    adoption,
    cancellation: cancellation?.status ?? null,
    ...(why && { error: why }),
  };
}

/** The e-invoice of a voucher; of one that needs none, that and why. */
export async function readEInvoice(ctx: Context, voucherId: string): Promise<string> {
  return await mustFind(
    ctx,
    "billing.vouchers",
    voucherId,
    async ({ sql }) => {
      const asked = { p_voucher_id: voucherId };
      return await callJson(sql, "einvoice.e_invoice_json", asked) ??
        await callJson(sql, "einvoice.not_required_json", asked);
    },
  );
}

/** The e-invoice with this IRN. */
export async function readByIrn(ctx: Context, irn: string): Promise<string> {
  const [row] = await withTenant(ctx, ({ sql, tenantId }) =>
    sql<{ json: string }[]>`
      select einvoice.e_invoice_json(voucher_id)::text as json from einvoice.e_invoices where tenant_id = ${tenantId} and irn = ${irn}`);
  if (!row) throw await irnNotFound(ctx, irn);
  return row.json;
}

/** The refusal `not_found` for an IRN, after recording a reach into another company. Never call it inside a transaction. */
export async function irnNotFound(ctx: Context, irn: string): Promise<Refusal> {
  return await notFound(ctx, "einvoice.irn_details", irn);
}

/** The INV-01 document as it is sent to the portal. Refuses: e_invoice_not_applicable. */
export async function readPayload(ctx: Context, voucherId: string): Promise<string> {
  return await mustFind(
    ctx,
    "billing.vouchers",
    voucherId,
    (tx) => callJson(tx.sql, "einvoice.payload_to_show", { p_voucher_id: voucherId }),
  );
}

/**
 * What the portal would say of vouchers or of payloads, before anything is sent: one verdict each, in the order asked. A
 * voucher of another company is not found, and the reach is recorded.
 */
export async function readVerdicts(ctx: Context, { voucherIds, payloads }: ValidateBody): Promise<string> {
  const rows = await withTenant(
    ctx,
    ({ sql }) =>
      sql<{ voucher_id: string; found: boolean; json: string }[]>`
      select voucher_id, found, document::text as json
      from einvoice.verdicts(${voucherIds ?? null}::uuid[], ${payloads ? JSON.stringify(payloads) : null}::text::json)`,
  );
  for (const row of rows) if (!row.found) await notFound(ctx, "billing.vouchers", row.voucher_id);
  return `{"results":[${rows.map((row) => row.json).join(",")}]}`;
}

/**
 * The signed QR text of a registered voucher; not found before it is registered. Refuses: qr_of_cancelled_irn, for the
 * picture of a cancelled one reads as valid without asking the portal.
 */
export async function readSignedQr(ctx: Context, voucherId: string): Promise<string> {
  return await mustFind(ctx, "billing.vouchers", voucherId, async ({ sql, tenantId }) => {
    const [row] = await sql<{ qr: string; is_cancelled: boolean }[]>`
      select signed_qr_code as qr, cancelled_at is not null as is_cancelled
      from einvoice.irn_details where tenant_id = ${tenantId} and invoice_id = ${voucherId}`;
    if (row?.is_cancelled) throw refuse("qr_of_cancelled_irn");
    return row?.qr;
  });
}

/** E-invoices that wait for their IRN, by the day on which they must have it. */
export async function listPending(ctx: Context, { limit, cursor, ...asked }: PendingQuery): Promise<string> {
  const [day, id] = keysAfter(cursor, ["day", "uuid"]) ?? [];
  const { status = null, from = null, to = null, withinDays = null } = asked;
  const rows = await withTenant(ctx, ({ sql }) =>
    sql<{ id: string; voucher_date: string; json: string }[]>`
      select id, voucher_date, document::text as json from einvoice.pending_page(${
      limit + 1
    }, ${status}, ${from}, ${to},
        ${withinDays}, ${day ?? null}, ${id ?? null})`);
  return pageJson(rows.map((row) => ({ keys: [row.voucher_date, row.id], json: row.json })), limit);
}

/** E-invoices by the document's number, IRN, day or status, newest first. */
export async function listEInvoices(ctx: Context, { limit, cursor, ...asked }: LookupQuery): Promise<string> {
  const [id] = keysAfter(cursor, 1) ?? [];
  const { documentNumber = null, irn = null, status = null, from = null, to = null } = asked;
  const rows = await withTenant(ctx, ({ sql }) =>
    sql<{ id: string; json: string }[]>`
      select id, document::text as json from einvoice.e_invoices_page(${
      limit + 1
    }, ${documentNumber}, ${irn}, ${status},
        ${from}, ${to}, ${id ?? null})`);
  return pageJson(rows.map((row) => ({ keys: [row.id], json: row.json })), limit);
}

/** The company's registrations at the portal, without secrets. */
export async function listRegistrations(ctx: Context): Promise<string> {
  const rows = await withTenant(
    ctx,
    ({ sql }) => sql<{ json: string }[]>`select r::text as json from einvoice.registration_list() as r`,
  );
  return `{"data":[${rows.map((row) => row.json).join(",")}],"nextCursor":null}`;
}
