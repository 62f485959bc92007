import type { Context } from "hono";
import { findBill, makeBill } from "./bills.ts";
import type { DocumentCall } from "./call.ts";
import { cancel, find, generate } from "./documents.ts";
import type { Reply } from "./wire.ts";

/** A signed-in request: who asks, and the text of what was asked (empty for a GET). */
export type Operation = (call: DocumentCall, c: Context, text: string) => Promise<Reply>;

interface Route {
  readonly method: "GET" | "POST";
  readonly path: string;
  /** What faults are planned by. */
  readonly name: string;
  readonly run: Operation;
}

const irnOf = (c: Context) => c.req.param("irn") ?? "";

function documentOf(c: Context) {
  const { doctype = "", docnum = "", docdate = "" } = c.req.query();
  return { type: doctype, number: docnum, date: docdate };
}

const taxpayer: Operation = async ({ world }, c) => {
  const details = await world.taxpayerDetails(c.req.param("gstin") ?? "");
  return details === undefined ? { errors: await world.errors("3001") } : { plain: details };
};
const rejected: Operation = async ({ world, gstin }, c) => ({
  plain: await world.rejected(gstin, c.req.query("date") ?? ""),
});
const core = "/eicore/v1.03/Invoice";
const master = "/eivital/v1.04/Master";

/** Everything the portal does for who is signed in. */
export const operations: readonly Route[] = [
  { method: "POST", path: core, name: "generate", run: (call, _c, text) => generate(call, text) },
  { method: "POST", path: `${core}/Cancel`, name: "cancel", run: (call, _c, text) => cancel(call, text) },
  { method: "POST", path: "/eicore/v1.03/Cancel", name: "cancel", run: (call, _c, text) => cancel(call, text) },
  { method: "GET", path: `${core}/irn/:irn`, name: "get_by_irn", run: (call, c) => find(call, { irn: irnOf(c) }) },
  {
    method: "GET",
    path: `${core}/irnbydocdetails`,
    name: "get_by_document",
    run: (call, c) => find(call, documentOf(c)),
  },
  { method: "GET", path: `${core}/rejectedirns`, name: "rejected", run: rejected },
  {
    method: "POST",
    path: "/eiewb/v1.03/ewaybill",
    name: "eway_generate",
    run: (call, _c, text) => makeBill(call, text),
  },
  {
    method: "GET",
    path: "/eiewb/v1.03/ewaybill/irn/:irn",
    name: "eway_get",
    run: (call, c) => findBill(call, irnOf(c)),
  },
  { method: "GET", path: `${master}/gstin/:gstin`, name: "gstin_details", run: taxpayer },
  { method: "GET", path: `${master}/syncgstin/:gstin`, name: "sync_gstin", run: taxpayer },
];
