import { Hono } from "hono";
import { readPayload } from "../../domain/ewaybill/mod.ts";
import { answerOne } from "../answer.ts";
import type { Env } from "../deps.ts";
import { endpoint } from "../middleware/endpoint.ts";
import { contextOf } from "../middleware/tenant.ts";

const reads = { tag: "e-way bill", scope: "ewaybill:read", refuses: { 404: ["not_found"] } } as const;

/** What an e-way bill says: to the portal, and on paper. */
export function ewaybillPrint(): Hono<Env> {
  return new Hono<Env>()
    .get(
      "/api/ewaybill/:ewbNumber/payload",
      endpoint({
        ...reads,
        summary: "The portal's document of an e-way bill (GENEWAYBILL 1.03)",
        answers: { status: 200, description: "The document as it was sent, its transport as first told" },
      }),
      async (c) => answerOne(c, await readPayload(contextOf(c), c.req.param("ewbNumber"))),
    );
}
