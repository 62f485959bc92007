import { Hono } from "hono";
import {
  changeParty,
  createParty,
  listParties,
  masterQuery,
  partyAnswer,
  partySchema,
  readParty,
} from "../../domain/masters/mod.ts";
import { answerCreated, answerJson, answerOne } from "../answer.ts";
import type { Env } from "../deps.ts";
import { endpoint } from "../middleware/endpoint.ts";
import { contextOf } from "../middleware/tenant.ts";

const tag = "parties";
const faults = [
  "gstin_malformed",
  "gstin_check_digit_wrong",
  "gstin_of_another_state",
  "registration_needs_gstin",
  "gstin_of_unregistered",
  "state_unknown",
];
const one = { status: 200, description: "The party", schema: partyAnswer } as const;

export function parties(): Hono<Env> {
  return new Hono<Env>()
    .get(
      "/api/parties",
      endpoint({
        summary: "Customers and suppliers",
        tag,
        scope: "masters:read",
        query: masterQuery,
        answers: { ...one, description: "A page of parties, by name", list: true },
      }),
      async (c) => answerJson(c, await listParties(contextOf(c), c.req.valid("query"))),
    )
    .post(
      "/api/parties",
      endpoint({
        summary: "Adds a party",
        tag,
        scope: "masters:write",
        body: partySchema,
        creates: true,
        answers: { ...one, status: 201 },
        refuses: { 400: faults, 409: ["party_exists"] },
      }),
      async (c) => answerCreated(c, await createParty(contextOf(c), c.req.valid("json"), c.var.claim)),
    )
    .get(
      "/api/parties/:id",
      endpoint({ summary: "A party", tag, scope: "masters:read", answers: one, refuses: { 404: ["not_found"] } }),
      async (c) => answerOne(c, await readParty(contextOf(c), c.req.param("id"))),
    )
    .put(
      "/api/parties/:id",
      endpoint({
        summary: "Changes a party",
        description: "The whole party is sent; what is left out is emptied. Vouchers keep what they were posted with.",
        tag,
        scope: "masters:write",
        body: partySchema,
        answers: one,
        refuses: { 400: faults, 404: ["not_found"], 409: ["party_exists"] },
      }),
      async (c) => answerOne(c, await changeParty(contextOf(c), c.req.param("id"), c.req.valid("json"))),
    );
}
