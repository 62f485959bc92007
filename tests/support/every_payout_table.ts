import type { NewTenant } from "../../domain/core/mod.ts";
import type { EInvoiceWorld } from "./einvoice_world.ts";
import { signedInvoices } from "./payout_bulk.ts";

/** A company's rows in the tables of partner payouts: `everyTableFilled` adds them. */
export async function fillPayouts(world: EInvoiceWorld, tenant: NewTenant): Promise<void> {
  const word = tenant.name.split(" ")[0]!.toLowerCase();
  const done = async (what: string, as: string, body?: unknown) => {
    const answer = await world.api(what, { as: `${as}@${word}.test`, body });
    if (answer.status >= 300) throw new Error(`${what}: ${answer.text}`);
    return answer.body;
  };
  await signedInvoices(world, 2, { tenant });
  const { bankFileId } = await done("POST /api/admin/export-bank-file", "ap_clerk", {});
  await done(`POST /api/admin/bank-files/${bankFileId}/approve`, "owner");
  await done(`POST /api/admin/bank-files/${bankFileId}/mark-sent`, "owner");
}
