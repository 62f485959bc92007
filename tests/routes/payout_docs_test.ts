import assert from "node:assert/strict";
import { openApp, send, type TestApp } from "../support/app.ts";

/** What /docs says of partner payouts: the endpoints of the rules, each with an example and its refusals. */
let t: TestApp;
Deno.test.beforeAll(async () => void (t = await openApp()));
Deno.test.afterAll(async () => await t?.close());

// deno-lint-ignore no-explicit-any -- an OpenAPI document is whatever it is
const document = async (): Promise<any> => (await send(t.app, "GET /openapi.json")).body;

/** The endpoints of the payout rules, as they write them, and one refusal of each that is its own. */
const rules: Record<string, string> = {
  "GET /api/partner/{destinationId}/invoices": "partner_not_found",
  "POST /api/partner/{destinationId}/invoice/generate": "partner_invoice_exists",
  "GET /api/partner/{destinationId}/invoice/{month}/data": "no_eligible_payouts",
  "POST /api/partner/invoice/{invoiceId}/request-otp": "otp_requested_too_soon",
  "POST /api/partner/invoice/{invoiceId}/verify-otp": "otp_attempts_used_up",
  "GET /api/partner/invoice/{invoiceId}/pdf": "partner_invoice_not_found",
  "GET /api/admin/invoices/submitted": "invalid_request",
  "POST /api/admin/export-bank-file": "nothing_to_export",
  "POST /api/admin/reconcile-payment": "settlement_file_mangled",
  "GET /api/admin/reconciliation/{id}": "reconciliation_unknown",
};

Deno.test("every endpoint of the payout rules is there under its path, with a refusal of its own", async () => {
  const { paths } = await document();
  for (const [what, code] of Object.entries(rules)) {
    const [method = "", path = ""] = what.split(" ");
    const operation = paths[path]?.[method.toLowerCase()];
    assert.ok(operation?.summary, what);
    const told = Object.values<{ description: string }>(operation.responses).map(({ description }) => description);
    assert.ok(told.join().includes(code), `${what}: ${code}`);
  }
});

Deno.test("what is sent to partner payouts has an example, and so has what the rules print of the answers", async () => {
  const { paths, components } = await document();
  // deno-lint-ignore no-explicit-any -- a JSON schema
  const exampled = (schema: any): boolean => {
    const of = schema?.$ref ? components.schemas[schema.$ref.split("/").pop()] : schema;
    return JSON.stringify(of ?? {}).includes('"examples"');
  };
  let bodies = 0;
  for (const [path, operations] of Object.entries<Record<string, never>>(paths)) {
    // deno-lint-ignore no-explicit-any -- an operation
    for (const [method, operation] of Object.entries<any>(operations)) {
      if (operation.tags[0] !== "partner payouts") continue;
      const what = `${method.toUpperCase()} ${path}`;
      const content = Object.values<{ schema: unknown; example?: unknown }>(operation.requestBody?.content ?? {});
      for (const { schema, example } of content) {
        assert.ok(example !== undefined || exampled(schema), `${what} is sent something without an example`);
      }
      bodies += content.length;
      const answer = Object.entries<{ content?: Record<string, { schema: unknown }> }>(operation.responses)
        .find(([status]) => status.startsWith("2"))?.[1].content?.["application/json"];
      if (what in rules && !path.endsWith("/pdf")) assert.ok(exampled(answer?.schema), `${what} answers`);
    }
  }
  assert.ok(bodies >= 15, `${bodies} bodies`);
});
