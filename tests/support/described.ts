import assert from "node:assert/strict";
import type { Hono } from "hono";
import { z } from "zod";
import type { Env } from "../../routes/deps.ts";
import { declarationOf } from "../../routes/middleware/endpoint.ts";

/** Every answer the tests get is held against what its route says of itself in /openapi.json: status and body. */
export function assertDescribed(
  app: Hono<Env>,
  method: string,
  path: string,
  answer: { status: number; body: unknown },
) {
  const [handlers] = app.router.match(method, path.split("?")[0] ?? path);
  const spec = handlers.flatMap(([[handler, route]]) => declarationOf({ ...route, handler })).at(-1)?.spec;
  if (!spec) return;
  const { status, schema, list } = spec.answers;
  if (answer.status >= 400) {
    const isUsual = answer.status >= 500 || [400, 401, 403, 413, 415, 422, 429].includes(answer.status);
    assert.ok(
      isUsual || answer.status in (spec.refuses ?? {}),
      `${method} ${path} does not say that it answers ${answer.status}`,
    );
    return;
  }
  if (answer.status === 304 || !schema) return;
  if (answer.status !== status || spec.answers.also && answer.body === null) return;
  const described = list ? z.object({ data: z.array(schema), nextCursor: z.string().nullable() }) : schema;
  const read = described.safeParse(answer.body);
  assert.ok(read.success, `${method} ${path} answers what it does not describe: ${read.error}`);
}
