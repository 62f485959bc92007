import { createMiddleware } from "hono/factory";
import type { z } from "zod";
import { Refusal } from "../../domain/shared/refusals.ts";
import { readWith } from "../../domain/shared/zod_details.ts";

/**
 * The JSON body of a request that sets something of the portals' world, as `c.var.told`. What is wrong with it is answered
 * 400 as the API would: one entry of `errors` a field, with its pointer and what is wanted there.
 */
export const told = <S extends z.ZodType>(schema: S) =>
  createMiddleware<{ Variables: { told: z.output<S> } }>(async (c, next) => {
    try {
      c.set("told", readWith(schema, await c.req.json().catch(notJson)));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { code, status, detail, errors } = error;
      const body = {
        type: `urn:pakka:refusal:${code}`,
        title: "The request is not valid",
        status,
        code,
        detail,
        errors,
      };
      return c.body(JSON.stringify(body), status, { "content-type": "application/problem+json" });
    }
    return await next();
  });

function notJson(): never {
  throw new Refusal("body_not_json", 400, "the body is not JSON");
}
