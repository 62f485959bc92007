import assert from "node:assert/strict";
import fc from "fast-check";
import { z } from "zod";
import { type Declaration, declarationOf } from "../../routes/middleware/endpoint.ts";
import { send } from "../support/app.ts";
import { type Books, openBooks, today } from "../support/books.ts";

const runs = Number(Deno.env.get("PAKKA_FUZZ_RUNS") ?? 60);
let t: Books;
let token: string;

Deno.test.beforeAll(async () => {
  t = await openBooks();
  token = t.house.token;
});
Deno.test.afterAll(async () => await t?.close());

const signedIn = () => t.app.routes.flatMap(declarationOf).filter(({ spec }) => spec.scope.includes(":"));
const addressed = ({ method, path }: Declaration) => `${method} ${path.replace(/:\w+/g, crypto.randomUUID())}`;

/** Values that look right to a hurried schema. */
const odd = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -1,
    1e308,
    1.005,
    9007199254740993,
    "",
    " ",
    "0",
    "29AAGCB7383J1Z4",
    "2026-11-20",
  ),
  fc.constantFrom<unknown>(
    "0000-01-01",
    "9999-12-31",
    "0000-01-01T00:00:00Z",
    "2026-01-01T00:00:00+23:59",
    "2026-02-30",
    "1e5",
    "NaN",
    "\u202e",
    "🙂".repeat(50),
    [],
    {},
    [
      [],
    ],
    "'; --",
  ),
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.double(),
  fc.uuid(),
  fc.jsonValue({ maxDepth: 2 }),
);

/** An object of a schema's own keys, some left out, with odd values, one level into arrays and objects. */
function body(schema: z.ZodType): fc.Arbitrary<unknown> {
  return ofJsonSchema(z.toJSONSchema(schema, { io: "input", reused: "inline" }) as Shape, 3);
}

interface Shape {
  type?: string;
  properties?: Record<string, Shape>;
  items?: Shape;
  anyOf?: Shape[];
  oneOf?: Shape[];
  enum?: unknown[];
  const?: unknown;
}

function ofJsonSchema(shape: Shape, depth: number): fc.Arbitrary<unknown> {
  const of = (shape: Shape) =>
    fc.oneof({ weight: 4, arbitrary: ofJsonSchema(shape, depth - 1) }, { weight: 1, arbitrary: odd });
  if (shape.const !== undefined) return fc.constant(shape.const);
  if (shape.enum) return fc.constantFrom(...shape.enum);
  const branches = shape.oneOf ?? shape.anyOf;
  if (branches) return fc.oneof(...branches.map((branch) => ofJsonSchema(branch, depth)));
  if (shape.properties && depth > 0) {
    const keys = Object.fromEntries(Object.entries(shape.properties).map(([key, inner]) => [key, of(inner)]));
    return fc.record(keys, { requiredKeys: [] });
  }
  if (shape.items && depth > 0) return fc.array(of(shape.items), { maxLength: 3 });
  if (shape.type === "string") return fc.oneof(fc.string(), odd);
  if (shape.type === "integer" || shape.type === "number") return fc.oneof(fc.integer(), fc.double(), odd);
  return odd;
}

/** What a careless program writes into an address; an object may have no words for itself (`{toString: 1}`). */
function asText(value: unknown): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

async function neverOurFault(declaration: Declaration, sent: { query?: string; body?: unknown }): Promise<void> {
  const what = addressed(declaration) + (sent.query ?? "");
  const answer = await send(t.app, what, {
    token,
    body: sent.body === undefined ? undefined : JSON.stringify(sent.body),
  });
  const fault = t.logged.findLast((line) => line.event === "unexpected_error");
  assert.ok(answer.status < 500, `${what} ${JSON.stringify(sent.body)}: ${answer.status} ${JSON.stringify(fault)}`);
  if (answer.status < 400) return;
  assert.equal(answer.headers.get("content-type"), "application/problem+json", what);
  assert.match(answer.body.code, /^[a-z][a-z0-9_]*$/);
  for (const error of answer.body.errors) assert.match(error.pointer, /^(\/[^/]*)*$/u);
}

Deno.test("whatever is sent in a body, the answer is not a fault of ours and every refusal has a name", async (step) => {
  for (const declaration of signedIn().filter(({ spec }) => spec.body)) {
    await step.step(`${declaration.method} ${declaration.path}`, async () => {
      const { body: schema } = declaration.spec;
      if (!schema) return;
      const property = fc.asyncProperty(body(schema), (sent) => neverOurFault(declaration, { body: sent }));
      await fc.assert(property, { numRuns: runs, endOnFailure: true });
    });
  }
});

Deno.test("whatever is sent in a query, the answer is not a fault of ours", async (step) => {
  for (const declaration of signedIn().filter(({ spec }) => spec.query)) {
    await step.step(`${declaration.method} ${declaration.path}`, async () => {
      const { properties = {} } = z.toJSONSchema(declaration.spec.query ?? z.object({}), { io: "input" });
      const pair = fc.tuple(fc.constantFrom(...Object.keys(properties)), fc.oneof(odd.map(asText), fc.string()));
      const property = fc.asyncProperty(fc.array(pair, { maxLength: 3 }), (pairs) => {
        const query = pairs.map(([key, value]) => `${key}=${encodeURIComponent(value.toWellFormed())}`).join("&");
        return neverOurFault(declaration, { query: `?${query}` });
      });
      await fc.assert(property, { numRuns: runs, endOnFailure: true });
    });
  }
});

const good: Record<string, Record<string, unknown>> = {
  "POST /api/vouchers": {
    type: "tax_invoice",
    date: today,
    party: { name: "Rivalry Traders", address: "1 Road", city: "Pune", pincode: "411001", stateCode: "27" },
    placeOfSupply: "27",
    reference: "PO-77",
    lines: [
      {
        description: "Laptop",
        hsn: "847130",
        quantity: 2,
        unit: "NOS",
        rate: 50000,
        discount: 1,
        gstRate: 18,
        cessRate: 0,
      },
      {
        description: "Bag",
        hsn: "420212",
        quantity: "1.5",
        unit: "NOS",
        rate: "99.99",
        gstRate: 18,
        taxability: "taxable",
      },
    ],
  },
  "POST /api/parties": { name: "Party", stateCode: "27", pincode: "411001", country: "IN", email: "a@b.test" },
  "POST /api/items": { name: "Item", hsn: "847130", unit: "NOS", gstRate: 18, cessRate: 0, rate: 5 },
  "PUT /api/company": {
    legalName: "Asha Tools",
    pan: "AAGCB7383J",
    aggregateTurnover: 60_000_000,
    gstins: [{
      gstin: "29AAGCB7383J1Z4",
      stateCode: "29",
      address: "12 MG Road",
      city: "Bengaluru",
      pincode: "560001",
    }],
    luts: [{ gstin: "29AAGCB7383J1Z4", financialYear: "2026-27", arn: "AD290326000000X" }],
  },
  "POST /api/numbering-series": {
    voucherType: "tax_invoice",
    name: "Series",
    prefix: "AB",
    format: "{PREFIX}/{FY}/{SEQUENCE}",
    startNumber: 1,
    padding: 5,
    resetFrequency: "yearly",
    branch: "",
    separator: "/",
  },
};

/** Every place in a value that a fault could be planted in. */
function places(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== "object" || value === null) return [path];
  const inner = Array.isArray(value) ? value.map((item, i) => [i, item] as const) : Object.entries(value);
  return [...(path.length > 0 ? [path] : []), ...inner.flatMap(([key, item]) => places(item, [...path, key]))];
}

function planted(value: unknown, [key, ...rest]: (string | number)[], odd: unknown): unknown {
  if (key === undefined) return odd;
  if (Array.isArray(value)) return value.map((item, i) => (i === key ? planted(item, rest, odd) : item));
  const object = value as Record<string, unknown>;
  return { ...object, [key]: planted(object[key], rest, odd) };
}

Deno.test("one odd value in a good body: never a fault of ours, whichever and wherever", async (step) => {
  for (const [route, whole] of Object.entries(good)) {
    await step.step(route, async () => {
      const declaration = signedIn().find(({ method, path }) => `${method} ${path}` === route);
      assert.ok(declaration);
      const asItIs = await send(t.app, route, { token, body: whole });
      assert.ok(asItIs.status < 300, asItIs.text);
      const where = fc.constantFrom(...places(whole));
      const property = fc.asyncProperty(fc.array(fc.tuple(where, odd), { minLength: 1, maxLength: 2 }), (faults) => {
        const body = faults.reduce<unknown>((body, [path, value]) => {
          try {
            return planted(body, path, value);
          } catch {
            return body; // the first fault took away where the second was to go
          }
        }, whole);
        return neverOurFault(declaration, { body });
      });
      await fc.assert(property, { numRuns: runs * 4, endOnFailure: true });
    });
  }
});
