import { Hono } from "hono";
import { z } from "zod";
import {
  apiKeyMadeSchema,
  apiKeySchema,
  createApiKey,
  listApiKeys,
  newApiKeySchema,
  revokeApiKey,
} from "../../domain/core/mod.ts";
import { pageQuery } from "../../domain/shared/page.ts";
import { answerCreated, answerJson } from "../answer.ts";
import type { Env } from "../deps.ts";
import { endpoint } from "../middleware/endpoint.ts";
import { contextOf } from "../middleware/tenant.ts";

const tag = "api keys";
const scope = "api_keys:write";

export function apiKeys(): Hono<Env> {
  return new Hono<Env>()
    .post(
      "/api/api-keys",
      endpoint({
        summary: "Makes an API key for a machine",
        description: "The key is shown this once. It can do no more than whoever made it.",
        tag,
        scope,
        body: newApiKeySchema,
        creates: true,
        answers: { status: 201, description: "The key", schema: apiKeyMadeSchema },
      }),
      async (c) => {
        const made = await createApiKey(contextOf(c), c.var.deps.keys, c.req.valid("json"), c.var.claim);
        return answerCreated(c, made);
      },
    )
    .get(
      "/api/api-keys",
      endpoint({
        summary: "The company's API keys, revoked ones too",
        tag,
        scope,
        query: z.strictObject(pageQuery),
        answers: { status: 200, description: "A page of keys, by name", schema: apiKeySchema, list: true },
      }),
      async (c) => answerJson(c, await listApiKeys(contextOf(c), c.req.valid("query"))),
    )
    .delete(
      "/api/api-keys/:id",
      endpoint({
        summary: "Revokes an API key",
        tag,
        scope,
        answers: { status: 204, description: "It stops within half a minute" },
        refuses: { 404: ["not_found"] },
      }),
      async (c) => {
        await revokeApiKey(contextOf(c), c.req.param("id"));
        return c.body(null, 204);
      },
    );
}
