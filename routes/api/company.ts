import { Hono } from "hono";
import { companyAnswer, companySchema, putCompany, readCompany } from "../../domain/masters/mod.ts";
import { answerOne } from "../answer.ts";
import type { Env } from "../deps.ts";
import { endpoint } from "../middleware/endpoint.ts";
import { contextOf } from "../middleware/tenant.ts";

const tag = "company";

export function company(): Hono<Env> {
  return new Hono<Env>()
    .get(
      "/api/company",
      endpoint({
        summary: "The company, its registrations and letters of undertaking",
        tag,
        scope: "company:read",
        answers: { status: 200, description: "The company", schema: companyAnswer },
        refuses: { 404: ["not_found"] },
      }),
      async (c) => answerOne(c, await readCompany(contextOf(c))),
    )
    .put(
      "/api/company",
      endpoint({
        summary: "Sets the company whole",
        description: "What is sent is what stands. A registration that is left out stays: vouchers may lean on it.",
        tag,
        scope: "company:write",
        body: companySchema,
        answers: { status: 200, description: "The company", schema: companyAnswer },
        refuses: {
          400: ["gstin_malformed", "gstin_check_digit_wrong", "gstin_of_another_state", "gstin_of_another_pan"],
        },
      }),
      async (c) => answerOne(c, await putCompany(contextOf(c), c.req.valid("json"))),
    );
}
