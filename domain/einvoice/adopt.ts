import { callRows } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import { differingFigures, readAcknowledgement } from "../gateways/irp/mod.ts";
import { plainText } from "../portals/mod.ts";
import type { Context } from "../shared/context.ts";
import { computeIrn } from "../shared/irn.ts";
import { type Expected, faultInWords, verify } from "./accept.ts";
import { openPortal, type PortalDeps } from "./portal.ts";

/** What a person brought, and what it must say (einvoice.adoption_to_check). */
interface Brought extends Expected {
  readonly signed_invoice: string;
  readonly signed_qr_code: string;
}

interface Ending {
  readonly outcome: "adopted" | "refused";
  readonly irn?: string;
  readonly ackNo?: string;
  readonly ackAt?: string;
  readonly signingKeyId?: string;
  readonly errorCode?: string;
  readonly errorMessage?: string;
}

/**
 * Verifies what a person brought of a document the portal has and no longer tells: that one of the environment's portals
 * signed it, that it is this very document, and that every figure is ours. Called again for a settled one it does nothing.
 */
export async function adoptRequested(ctx: Context, deps: PortalDeps, adoptionId: string): Promise<void> {
  const [brought] = await withTenant(
    ctx,
    ({ sql }) => sql<Brought[]>`select * from einvoice.adoption_to_check(${adoptionId})`,
  );
  if (!brought) return;
  const p_answer = await judge(ctx, deps, brought);
  await withTenant(
    ctx,
    (tx) => callRows(tx.sql, "einvoice.record_adoption", { p_adoption_id: adoptionId, p_answer }),
  );
}

async function judge(ctx: Context, deps: PortalDeps, brought: Brought): Promise<Ending> {
  const portal = await openPortal(ctx, deps, brought.gstin);
  if ("errorCode" in portal) return { outcome: "refused", ...portal };
  // Any provider may have registered it, so the keys of all of them are asked.
  const keys = (await deps.sites(portal.environment)).flatMap(({ documentKeys }) => documentKeys);
  const irn = irnOf(brought);
  const signed = { irn, signedInvoice: brought.signed_invoice, signedQrCode: brought.signed_qr_code };
  const verified = await verify(signed, { keys, document: brought });
  if (!verified.ok) {
    return refused(verified.reason, `${verified.part}: ${faultInWords(verified.reason, verified.detail)}`);
  }
  const differing = differingFigures(brought.payload, verified.invoiceText);
  if (differing.length > 0) return refused("figures_differ", differing.slice(0, 20).join(", "));
  const acknowledged = readAcknowledgement(verified.invoiceText);
  if (!acknowledged) return refused("malformed_data", "the signed invoice has no acknowledgement");
  return { outcome: "adopted", irn, signingKeyId: verified.kid, ...acknowledged };
}

function irnOf({ gstin, financial_year, document_type, number, voucher_date }: Brought): string {
  return computeIrn({
    gstin,
    number,
    financialYear: financial_year,
    documentType: document_type,
    date: voucher_date,
  });
}

function refused(errorCode: string, detail: string): Ending {
  return { outcome: "refused", errorCode, errorMessage: plainText(detail) };
}
