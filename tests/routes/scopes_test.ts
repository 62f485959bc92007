import assert from "node:assert/strict";
import { scopes } from "../../domain/core/mod.ts";
import { declarationOf } from "../../routes/middleware/endpoint.ts";
import { refuseUndeclared } from "../../routes/unknown.ts";
import { openApp, send, type TestApp } from "../support/app.ts";
import { everyRole, makeCompany, signInAs } from "../support/people.ts";

let t: TestApp;
const tokens: Record<string, string> = {};

Deno.test.beforeAll(async () => {
  t = await openApp();
  await makeCompany(t.database, "asha", everyRole);
  for (const role of everyRole) tokens[role] = await signInAs(t.app, `${role}@asha.test`);
});
Deno.test.afterAll(async () => await t?.close());

/** Who may do what, cell by cell: o owner, a accountant, c clerk, l logistics, u auditor, p partner, m platform admin. */
const expected: Record<string, string> = {
  "GET /api/api-keys": "o",
  "POST /api/api-keys": "o",
  "DELETE /api/api-keys/:id": "o",
  "GET /api/ops/notifications": "oaum",
  "POST /api/ops/notifications/:id/resolve": "oam",
  "GET /api/webhooks": "o",
  "POST /api/webhooks": "o",
  "DELETE /api/webhooks/:id": "o",
  "POST /api/webhooks/:id/rotate-secret": "o",
  "POST /api/webhooks/:id/enable": "o",
  "POST /api/webhooks/:id/test": "o",
  "GET /api/webhooks/:id/deliveries": "o",
  "GET /api/company": "oaclum",
  "PUT /api/company": "o",
  "GET /api/parties": "oaclu",
  "POST /api/parties": "oac",
  "GET /api/parties/:id": "oaclu",
  "PUT /api/parties/:id": "oac",
  "GET /api/items": "oaclu",
  "POST /api/items": "oac",
  "GET /api/items/:id": "oaclu",
  "PUT /api/items/:id": "oac",
  "PUT /api/items/:id/opening-stock": "oa",
  "GET /api/godowns": "oaclu",
  "POST /api/godowns": "oac",
  "GET /api/godowns/:id": "oaclu",
  "PUT /api/godowns/:id": "oac",
  "GET /api/ledgers": "oau",
  "POST /api/ledgers": "oa",
  "GET /api/ledgers/:id": "oau",
  "PUT /api/ledgers/:id": "oa",
  "GET /api/numbering-series": "oacu",
  "POST /api/numbering-series": "oa",
  "POST /api/numbering-series/preview": "oacu",
  "PUT /api/numbering-series/:id": "oa",
  "GET /api/numbering-series/:id/history": "oacu",
  "GET /api/vouchers": "oaclu",
  "POST /api/vouchers": "oac",
  "POST /api/vouchers/bulk": "oac",
  "POST /api/vouchers/preview": "oaclu",
  "GET /api/vouchers/:id": "oaclu",
  "GET /api/vouchers/:id/explain": "oaclu",
  "GET /api/vouchers/:id/pdf": "oaclu",
  "PUT /api/vouchers/:id": "oac",
  "DELETE /api/vouchers/:id": "oac",
  "POST /api/vouchers/:id/post": "oac",
  "POST /api/vouchers/:id/cancel": "oac",
  "POST /api/vouchers/:id/convert": "oac",
  "GET /api/periods": "oau",
  "POST /api/periods/lock": "oa",
  "POST /api/einvoice/generate": "oa",
  "POST /api/einvoice/bulk-generate": "oa",
  "POST /api/einvoice/validate": "oalu",
  "POST /api/einvoice/:irn/cancel": "oa",
  "POST /api/einvoice/:voucherId/retry": "oa",
  "POST /api/einvoice/:voucherId/adopt": "oa",
  "POST /api/einvoice/registrations": "oa",
  "GET /api/einvoice": "oalu",
  "GET /api/einvoice/pending": "oalu",
  "GET /api/einvoice/registrations": "oalu",
  "GET /api/einvoice/irn/:irn": "oalu",
  "GET /api/einvoice/:voucherId": "oalu",
  "GET /api/einvoice/:voucherId/payload": "oalu",
  "GET /api/einvoice/:voucherId/qr.png": "oalu",
  "GET /api/einvoice/:voucherId/qr.svg": "oalu",
  "POST /api/ewaybill/generate": "oal",
  "POST /api/ewaybill/registrations": "oal",
  "PUT /api/ewaybill/:ewbNumber/vehicle": "oal",
  "PUT /api/ewaybill/:ewbNumber/transporter": "oal",
  "POST /api/ewaybill/:ewbNumber/cancel": "oal",
  "POST /api/ewaybill/:ewbNumber/extend": "oal",
  "DELETE /api/ewaybill/:ewbNumber/extend": "oal",
  "POST /api/ewaybill/:ewbNumber/retry": "oal",
  "POST /api/ewaybill/:ewbNumber/reject": "oal",
  "POST /api/ewaybill/received/refresh": "oal",
  "POST /api/ewaybill/consolidate": "oal",
  "POST /api/ewaybill/:ewbNumber/multi-vehicle": "oal",
  "POST /api/ewaybill/:ewbNumber/multi-vehicle/vehicles": "oal",
  "PUT /api/ewaybill/:ewbNumber/multi-vehicle/vehicles": "oal",
  "GET /api/ewaybill/received": "oalu",
  "GET /api/ewaybill/consolidated": "oalu",
  "GET /api/ewaybill/consolidated/:number": "oalu",
  "GET /api/ewaybill": "oalu",
  "GET /api/ewaybill/registrations": "oalu",
  "GET /api/ewaybill/:ewbNumber": "oalu",
  "GET /api/ewaybill/:ewbNumber/payload": "oalu",
  "GET /api/ewaybill/:ewbNumber/pdf": "oalu",
  "GET /api/ewaybill/:ewbNumber/qr.png": "oalu",
  "GET /api/ewaybill/consolidated/:number/pdf": "oalu",
  "GET /api/reports": "oau",
  "GET /api/reports/day-book": "oau",
  "GET /api/reports/document-series": "oau",
  "GET /api/reports/gst-summary": "oau",
  "GET /api/reports/gstr-1": "oau",
  "GET /api/reports/gstr-1/return.json": "oau",
  "GET /api/reports/hsn-summary": "oau",
  "GET /api/reports/ledger-statement": "oau",
  "GET /api/reports/outstanding": "oau",
  "GET /api/reports/series-gaps": "oau",
  "GET /api/reports/stock-summary": "oau",
  "GET /api/reports/trial-balance": "oau",
  "GET /api/audit": "oum",
  "GET /api/audit/verify": "oum",
  "GET /api/ops/api-calls": "oaum",
  "GET /api/ops/api-calls/:id": "oaum",
  "POST /api/ops/api-calls/:id/retry": "oam",
  "POST /api/ops/api-calls/retry-all": "oam",
  "GET /api/ops/breakers": "oaum",
  "GET /api/ops/dead-letters": "oaum",
  "GET /api/ops/deadlines": "oaum",
  "GET /api/ops/job-runs": "oaum",
  "GET /api/ops/jobs": "oaum",
  "GET /api/ops/jobs/:id": "oaum",
  "POST /api/ops/jobs/:id/retry": "oam",
  "GET /api/ops/summary": "oaum",
  "GET /api/partner/:destinationId/invoices": "p",
  "POST /api/partner/:destinationId/invoice/generate": "p",
  "GET /api/partner/:destinationId/invoice/:month/data": "p",
  "GET /api/partner/invoice/:invoiceId": "p",
  "GET /api/partner/invoice/:invoiceId/pdf": "p",
  "GET /api/partner/invoice/:invoiceId/receipt": "p",
  "POST /api/partner/invoice/:invoiceId/cancel": "p",
  "GET /api/partner/invoice/:invoiceId/consent": "p",
  "POST /api/partner/invoice/:invoiceId/request-otp": "p",
  "POST /api/partner/invoice/:invoiceId/verify-otp": "p",
  "GET /api/admin/invoices/submitted": "oacu",
  "POST /api/admin/export-bank-file": "oac",
  "GET /api/admin/bank-files": "oacu",
  "GET /api/admin/bank-files/:id": "oacu",
  "GET /api/admin/bank-files/:id/download": "oac",
  "POST /api/admin/bank-files/:id/approve": "oa",
  "POST /api/admin/bank-files/:id/mark-sent": "oa",
  "POST /api/admin/bank-files/:id/cancel": "oac",
  "POST /api/admin/bank-files/:id/reject": "oa",
  "POST /api/admin/retry-failed": "oac",
  "POST /api/admin/reconcile-payment": "oac",
  "POST /api/admin/reconciliation/:id/apply": "oac",
  "GET /api/admin/exceptions": "oacu",
  "GET /api/admin/exceptions/:id": "oacu",
  "POST /api/admin/exceptions/:id/resolve": "oac",
  "GET /api/admin/reconciliation": "oacu",
  "GET /api/admin/reconciliation/:id": "oacu",
  "GET /api/admin/reconciliation/:id/rows": "oacu",
  "GET /api/admin/reconciliation/:id/report.pdf": "oacu",
  "GET /api/admin/reconciliation/:id/failed.csv": "oacu",
  "GET /api/admin/partners": "oacu",
  "POST /api/admin/partners": "oac",
  "POST /api/admin/partners/import": "oac",
  "GET /api/admin/partners/:destinationId": "oacu",
  "PUT /api/admin/partners/:destinationId": "oac",
  "GET /api/admin/payout-reasons": "oacu",
  "PUT /api/admin/payout-reasons": "oac",
  "GET /api/admin/payout-settings": "oacu",
  "PUT /api/admin/payout-settings": "oa",
  "POST /api/admin/payouts/import": "oac",
  "GET /api/admin/payouts/imports": "oacu",
  "GET /api/admin/payouts": "oacu",
};
const letters: Record<string, string> = {
  owner: "o",
  accountant: "a",
  ap_clerk: "c",
  logistics: "l",
  auditor: "u",
  partner: "p",
  platform_admin: "m",
};

const declared = () => t.app.routes.flatMap(declarationOf);
const addressed = (path: string) => path.replace(/:\w+/g, crypto.randomUUID());

Deno.test("each role may do what the table says and is refused the rest, cell by cell", async () => {
  for (const [route, allowed] of Object.entries(expected)) {
    const [method = "", path = ""] = route.split(" ");
    for (const role of everyRole) {
      const answer = await send(t.app, `${method} ${addressed(path)}`, {
        token: tokens[role],
        body: methodBody(method),
      });
      const isAllowed = allowed.includes(letters[role] ?? "?");
      assert.equal(answer.body?.code === "scope_missing", !isAllowed, `${role} ${route}: ${answer.status}`);
      if (!isAllowed) assert.equal(answer.status, 403);
    }
  }
});

Deno.test("every route asks for a scope that exists, for a sign-in, or is one of the open ones", () => {
  const open = declared().filter(({ spec }) => spec.scope === "public").map(({ method, path }) => `${method} ${path}`);
  assert.deepEqual(open.sort(), [
    "GET /",
    "GET /docs",
    "GET /docs/:file",
    "GET /health/live",
    "GET /health/ready",
    "GET /metrics",
    "GET /openapi.json",
    "POST /api/auth/login",
    "POST /api/auth/refresh",
  ]);
  for (const { spec, path } of declared()) {
    assert.ok(["public", "signed_in", ...scopes].includes(spec.scope), path);
  }
});

Deno.test("nobody gets past a route that is not open without a token", async () => {
  for (const { method, path, spec } of declared()) {
    if (spec.scope === "public") continue;
    const answer = await send(t.app, `${method} ${addressed(path)}`, { body: methodBody(method) });
    assert.equal(answer.body?.code, "token_missing", `${method} ${path}: ${answer.text}`);
  }
});

Deno.test("an auditor's scopes all read, and no route that changes anything asks for one of them", () => {
  const writes = declared().filter(({ method, path }) => method !== "GET" && !/\/(preview|validate)$/.test(path));
  for (const { spec, path } of writes) assert.ok(!spec.scope.endsWith(":read"), path);
});

Deno.test("the table holds every route that asks for a scope, and no other", () => {
  const scoped = declared().filter(({ spec }) => spec.scope.includes(":"));
  assert.deepEqual(Object.keys(expected).sort(), scoped.map(({ method, path }) => `${method} ${path}`).sort());
});

Deno.test("an id that nobody has, or that is none, is 404 on every route that reads or removes one", async () => {
  const one = declared().filter(({ method, path }) =>
    path.includes("/:") && path.startsWith("/api/") && method !== "PUT"
  );
  for (const { method, path, spec } of one.filter(({ spec }) => !spec.body)) {
    for (const id of [crypto.randomUUID(), "1", "x'%20or%20true--", "%F0%9F%99%82", "a".repeat(64)]) {
      const token = spec.scope === "partner:own" ? tokens.partner : tokens.owner;
      const answer = await send(t.app, `${method} ${path.replace(/:\w+/, id)}`, { token });
      assert.equal(answer.status, 404, `${method} ${path} ${id}: ${answer.text}`);
      assert.ok(spec.refuses?.[404], `${method} ${path} does not say that it refuses so`);
    }
  }
});

Deno.test("a route that declares nothing cannot be mounted", () => {
  const app = t.another();
  const middleware = new Set(app.routes);
  app.get("/api/forgotten", (c) => c.text("open to anybody"));
  assert.throws(() => refuseUndeclared(app, middleware), /GET \/api\/forgotten/);
  const all = t.another();
  const known = new Set(all.routes);
  all.all("/api/everything", (c) => c.text("open to anybody"));
  assert.throws(() => refuseUndeclared(all, known), /ALL \/api\/everything/);
});

function methodBody(method: string): unknown {
  return method === "GET" || method === "DELETE" ? undefined : {};
}
