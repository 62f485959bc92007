import { Hono } from "hono";
import {
  adoptBody,
  adoptEInvoice,
  bulkGenerateBody,
  cancelBody,
  cancelEInvoice,
  generateBody,
  generateEInvoice,
  generateMany,
  putRegistration,
  readVerdicts,
  registrationBody,
  validateBody,
} from "../../domain/einvoice/mod.ts";
import { refuseUnconfigured } from "../../domain/portals/mod.ts";
import { answerCreated, answerJson } from "../answer.ts";
import type { Env } from "../deps.ts";
import { endpoint } from "../middleware/endpoint.ts";
import { contextOf } from "../middleware/tenant.ts";
import { einvoiceLookups } from "./einvoice_lookups.ts";

const tag = "e-invoice";
const missing = { 404: ["not_found"] };

/** E-invoices: registered with the portal, looked up, cancelled. */
export function einvoice(): Hono<Env> {
  return einvoiceLookups(registering(new Hono<Env>()));
}

function registering(app: Hono<Env>): Hono<Env> {
  const scope = "einvoice:write";
  const generates = endpoint({
    summary: "Registers a voucher with the portal now",
    description: "201 with the IRN; 202 where the portal has not answered within a few seconds: look again at href.",
    tag,
    scope,
    body: generateBody,
    creates: true,
    answers: { status: 201, description: "The e-invoice" },
    refuses: { ...missing, 409: ["e_invoice_refused", "e_invoice_not_applicable", "e_invoice_cancelled"] },
  });
  return app
    .post("/api/einvoice/generate", generates, async (c) => {
      const { voucherId } = c.req.valid("json");
      const standing = await generateEInvoice(contextOf(c), c.var.deps.later, voucherId, c.var.claim);
      if (standing.status === "generated") return answerCreated(c, standing);
      const open = { status: standing.status, voucherId, href: `/api/einvoice/${voucherId}` };
      return answerCreated(c, { json: JSON.stringify(open), replayed: standing.replayed }, 202);
    })
    .post(
      "/api/einvoice/bulk-generate",
      endpoint({
        summary: "Makes many e-invoices due now",
        tag,
        scope,
        body: bulkGenerateBody,
        answers: { status: 202, description: "One result a voucher" },
      }),
      async (c) =>
        answerJson(c, await generateMany(contextOf(c), c.var.deps.later, c.req.valid("json").voucherIds), 202),
    )
    .post(
      "/api/einvoice/validate",
      endpoint({
        summary: "What the portal would say of vouchers or payloads, without sending them",
        description:
          "One verdict each: valid, or refused with the portal's codes, the fields as JSON pointers into the INV-01 document, and the portal's sentences.",
        tag,
        scope: "einvoice:read",
        body: validateBody,
        answers: { status: 200, description: "One verdict a voucher or payload, in the order asked" },
      }),
      async (c) => answerJson(c, await readVerdicts(contextOf(c), c.req.valid("json"))),
    )
    .post(
      "/api/einvoice/:irn/cancel",
      endpoint({
        summary: "Cancels an IRN at the portal, within 24 hours, and its e-way bill before it",
        description:
          "200 once both are cancelled; 202 where a portal has not answered yet. `cancellation.step` says which of the two is asked for, or was refused.",
        tag,
        scope,
        body: cancelBody,
        answers: { status: 200, description: "The e-invoice" },
        refuses: {
          ...missing,
          409: [
            "irn_cancel_window_closed",
            "e_way_cancel_window_closed",
            "irn_cancellation_refused",
            "e_invoice_cancelled",
            "e_invoice_being_cancelled",
          ],
        },
      }),
      async (c) => {
        const { reasonCode, remarks } = c.req.valid("json");
        const standing = await cancelEInvoice(contextOf(c), c.var.deps.later, c.req.param("irn"), reasonCode, remarks);
        return answerJson(c, standing.json, standing.status === "cancelled" ? 200 : 202);
      },
    )
    .post(
      "/api/einvoice/:voucherId/retry",
      endpoint({
        summary: "Tries a failed e-invoice again",
        tag,
        scope,
        answers: { status: 200, description: "The e-invoice" },
        refuses: { ...missing, 409: ["e_invoice_refused"] },
      }),
      async (c) =>
        answerJson(c, (await generateEInvoice(contextOf(c), c.var.deps.later, c.req.param("voucherId"))).json),
    )
    .post(
      "/api/einvoice/:voucherId/adopt",
      endpoint({
        summary: "Takes a registered document that the portal no longer tells of",
        description:
          "For registered_but_forgotten, registered_elsewhere and unknown_too_long: what the GST portal lets one download for six months. 200 once the signature and every figure are verified; 202 where that takes longer.",
        tag,
        scope,
        body: adoptBody,
        answers: { status: 200, description: "The e-invoice" },
        refuses: {
          ...missing,
          409: ["adoption_refused", "e_invoice_not_adoptable", "e_invoice_not_applicable", "e_invoice_cancelled"],
        },
      }),
      async (c) => {
        const { voucherId } = c.req.param();
        const standing = await adoptEInvoice(contextOf(c), c.var.deps.later, voucherId, c.req.valid("json"));
        return answerJson(c, standing.json, standing.status === "generated" ? 200 : 202);
      },
    )
    .post(
      "/api/einvoice/registrations",
      endpoint({
        summary: "Sets a GSTIN's credentials at the portal",
        tag,
        scope,
        body: registrationBody,
        answers: { status: 201, description: "The registration, without its secrets" },
        refuses: { 400: ["company_gstin_unknown"], 409: ["portal_not_configured", "provider_not_configured"] },
      }),
      async (c) => {
        const { keys, portals } = c.var.deps;
        const body = c.req.valid("json");
        refuseUnconfigured(portals.irp, body);
        return answerJson(c, await putRegistration(contextOf(c), keys, body), 201);
      },
    );
}
