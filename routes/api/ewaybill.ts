import { Hono } from "hono";
import {
  billsQuery,
  generateBill,
  generateBody,
  listBills,
  listRegistrations,
  putRegistration,
  readByNumber,
  registrationBody,
} from "../../domain/ewaybill/mod.ts";
import { refuseUnconfigured } from "../../domain/portals/mod.ts";
import { answerCreated, answerJson, answerOne } from "../answer.ts";
import type { Env } from "../deps.ts";
import { endpoint } from "../middleware/endpoint.ts";
import { contextOf } from "../middleware/tenant.ts";
import { transportRefusals } from "./ewaybill_changes.ts";

const tag = "e-way bill";
const missing = { 404: ["not_found"] };
const scope = "ewaybill:write";

/** E-way bills: made at the portal, and looked up. */
export function ewaybill(): Hono<Env> {
  return lookingUp(making(new Hono<Env>()));
}

function making(app: Hono<Env>): Hono<Env> {
  return app
    .post(
      "/api/ewaybill/generate",
      endpoint({
        summary: "Makes the e-way bill of a voucher now",
        description:
          "201 with its number; 202 where the portal has not answered within a few seconds: look again at href.",
        tag,
        scope,
        body: generateBody,
        creates: true,
        answers: { status: 201, description: "The e-way bill: active, or part_a without a vehicle" },
        refuses: {
          ...missing,
          400: [...transportRefusals, "transport_document_before_invoice", "e_way_distance_too_long_for_pincode"],
          409: [
            "e_way_bill_refused",
            "e_way_bill_exists",
            "e_way_bill_not_applicable",
            "e_way_document_too_old",
            "e_way_too_many_goods",
            "voucher_is_cancelled",
            "e_invoice_being_cancelled",
            "e_invoice_cancelled",
          ],
        },
      }),
      async (c) => {
        const body = c.req.valid("json");
        const bill = await generateBill(contextOf(c), c.var.deps.later, body, c.var.claim);
        if (bill.status === "active" || bill.status === "part_a") return answerCreated(c, bill);
        const { voucherId } = body;
        const open = { status: bill.status, voucherId, href: `/api/ewaybill?voucherId=${voucherId}` };
        return answerCreated(c, { json: JSON.stringify(open), replayed: bill.replayed }, 202);
      },
    )
    .post(
      "/api/ewaybill/registrations",
      endpoint({
        summary: "Sets a GSTIN's credentials at the e-way bill portal",
        tag,
        scope,
        body: registrationBody,
        answers: { status: 201, description: "The registration, without its secrets" },
        refuses: { 400: ["company_gstin_unknown"], 409: ["portal_not_configured", "provider_not_configured"] },
      }),
      async (c) => {
        const { keys, portals } = c.var.deps;
        const body = c.req.valid("json");
        refuseUnconfigured(portals.ewb, body);
        return answerJson(c, await putRegistration(contextOf(c), keys, body), 201);
      },
    );
}

function lookingUp(app: Hono<Env>): Hono<Env> {
  const reads = { tag, scope: "ewaybill:read" } as const;
  return app
    .get(
      "/api/ewaybill",
      endpoint({
        ...reads,
        summary: "E-way bills, newest first",
        query: billsQuery,
        answers: { status: 200, description: "A page of e-way bills", list: true },
      }),
      async (c) => answerJson(c, await listBills(contextOf(c), c.req.valid("query"))),
    )
    .get(
      "/api/ewaybill/registrations",
      endpoint({
        ...reads,
        summary: "The company's registrations at the e-way bill portal",
        answers: { status: 200, description: "The registrations, without their secrets" },
        refuses: missing,
      }),
      async (c) => answerJson(c, await listRegistrations(contextOf(c))),
    )
    .get(
      "/api/ewaybill/:ewbNumber",
      endpoint({
        ...reads,
        summary: "The e-way bill with a number",
        answers: { status: 200, description: "The e-way bill" },
        refuses: missing,
      }),
      async (c) => answerOne(c, await readByNumber(contextOf(c), c.req.param("ewbNumber"))),
    );
}
