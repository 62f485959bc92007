import { type DescribeRouteOptions, resolver } from "hono-openapi";
import { z } from "zod";
import type { Endpoint } from "./endpoint.ts";

const detailSchema = z.object({
  pointer: z.string().meta({ description: "RFC 6901, into the body; of a query parameter, /name" }),
  code: z.string(),
  message: z.string(),
  facts: z.record(z.string(), z.unknown()).optional(),
}).meta({ id: "ProblemDetail" });

const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string().meta({ description: "the refusal's name; programs decide by it" }),
  detail: z.string(),
  requestId: z.string(),
  errors: z.array(detailSchema),
  facts: z.record(z.string(), z.unknown()).optional(),
}).meta({ id: "Problem", description: "A refusal (RFC 9457)" });

/** The OpenAPI operation of a route, from what it declares. */
export function describeEndpoint(spec: Endpoint): DescribeRouteOptions {
  const isPublic = spec.scope === "public";
  return {
    tags: [spec.tag],
    summary: spec.summary,
    description: [spec.description, scopeSentence(spec.scope)].filter(Boolean).join("\n\n"),
    security: isPublic ? [] : [{ bearer: [] }],
    ...(spec.scope.includes(":") ? { "x-scope": spec.scope } : {}),
    parameters: [...queryParameters(spec.query), ...(spec.creates ? [idempotencyParameter] : [])],
    ...(spec.upload ? { requestBody: uploadBody(spec.upload, spec.example) } : {}),
    ...(spec.body ? { requestBody: jsonBody(spec.body, !spec.bodyOptional, spec.example) } : {}),
    responses: { [spec.answers.status]: answer(spec), ...refusals(spec) },
  } as DescribeRouteOptions;
}

const idempotencyParameter = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  description: "The same key with the same request is done once; a repeat gets the first answer",
  schema: { type: "string", minLength: 1, maxLength: 200 },
};

function scopeSentence(scope: string): string {
  if (scope === "public") return "Open to anybody.";
  return scope === "signed_in" ? "For anybody signed in." : `Needs the scope \`${scope}\`.`;
}

function jsonBody(schema: z.ZodType, required: boolean, example: unknown) {
  const shown = example === undefined ? {} : { example };
  return { required, content: { "application/json": { schema: resolver(schema), ...shown } } };
}

function uploadBody(field: string, example: unknown) {
  const file = { type: "string", contentMediaType: "text/csv", ...(example ? { examples: [example] } : {}) };
  const form = { type: "object", properties: { [field]: file }, required: [field] };
  return { required: true, content: { "multipart/form-data": { schema: form }, "text/csv": { schema: file } } };
}

function answer({ answers }: Endpoint) {
  const { description, media = "application/json" } = answers;
  if (!answers.schema && !answers.list) {
    const content = answers.media ? { content: { [media]: { schema: { type: "string" } } } } : {};
    return { description, ...content };
  }
  const page = () => z.object({ data: z.array(answers.schema ?? z.unknown()), nextCursor: z.string().nullable() });
  const schema = answers.list ? page() : answers.schema ?? z.unknown();
  const also = answers.also ? { [answers.also]: { schema: { type: "string" } } } : {};
  return { description, content: { [media]: { schema: resolver(schema, { io: "output" }) }, ...also } };
}

function refusals(spec: Endpoint): Record<string, unknown> {
  const codes = new Map<string, string[]>();
  const add = (status: number, ...names: string[]) =>
    codes.set(`${status}`, [...codes.get(`${status}`) ?? [], ...names]);
  if (spec.query || spec.body) add(400, "invalid_request");
  if (spec.body) {
    add(400, "body_not_utf8", "body_not_json");
    add(413, "body_too_large");
    add(415, "content_type_not_json");
  }
  if (spec.upload) {
    add(400, "upload_not_readable", "upload_missing", "upload_empty");
    add(413, "body_too_large");
    add(415, "content_type_not_upload");
  }
  if (spec.scope !== "public") {
    add(401, "token_missing", "token_not_valid", "token_expired");
    add(429, "too_many_requests");
    if (spec.scope !== "signed_in") add(403, "scope_missing");
  }
  if (spec.creates) add(422, "idempotency_key_reused");
  for (const [status, names] of Object.entries(spec.refuses ?? {})) add(Number(status), ...names);
  add(500, "internal_error");
  const content = { "application/problem+json": { schema: resolver(problemSchema, { io: "output" }) } };
  return Object.fromEntries([...codes].map(([status, names]) => [
    status,
    { description: [...new Set(names)].join(", "), content },
  ]));
}

function queryParameters(schema: z.ZodType | undefined) {
  if (!schema) return [];
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: "input" });
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...rest } = property as { description?: string };
    return {
      name,
      in: "query",
      required: required.includes(name),
      ...(description ? { description } : {}),
      schema: rest,
    };
  });
}
