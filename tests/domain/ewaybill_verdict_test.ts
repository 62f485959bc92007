import assert from "node:assert/strict";
import { whyOf } from "../../domain/ewaybill/verdict.ts";
import type { Reason } from "../../domain/gateways/nic/outcome.ts";

const reasons: Reason[] = [
  "connect_failed",
  "dns_failed",
  "certificate_refused",
  "timeout",
  "reset",
  "redirected",
  "server_error",
  "rate_limited",
  "portal_error",
  "token_refused",
  "unclassified_code",
];

Deno.test("whatever keeps an e-way bill waiting has a sentence of its own, without code words", () => {
  const told = reasons.map((reason) => whyOf({ kind: "unknown", reason }));
  assert.deepEqual(told.map(({ errorCode }) => errorCode), reasons);
  assert.equal(new Set(told.map(({ errorMessage }) => errorMessage)).size, reasons.length);
  for (const { errorMessage } of told) assert.doesNotMatch(errorMessage, /cannot be read|[a-z]_[a-z]/);
});

Deno.test("an answer that cannot be read, however it is broken, is told as that", () => {
  for (const reason of ["truncated", "malformed", "empty", "too_large", "undecipherable"] as const) {
    assert.match(whyOf({ kind: "unknown", reason }).errorMessage, /cannot be read; it is asked before/);
  }
});
