import assert from "node:assert/strict";
import { toRefusal } from "../../db/errors.ts";
import { Refusal } from "../../domain/shared/refusals.ts";

const withCode = (code: string, more: object = {}) =>
  Object.assign(new Error("as the driver says it"), { code, ...more });
const answered = (error: unknown) => {
  const refusal = toRefusal(error);
  return refusal instanceof Refusal ? [refusal.status, refusal.code] : refusal;
};

Deno.test("a wire that broke is 503 in whatever words it is told", () => {
  const told = [
    ...["ECONNRESET", "EPIPE", "ENOTCONN", "ECONNABORTED", "ERR_STREAM_DESTROYED", "CONNECTION_CLOSED"].map((code) =>
      withCode(code)
    ),
    ...["CONNECT_TIMEOUT", "ECONNREFUSED", "CONNECTION_ENDED"].map((code) => withCode(code)),
    new Deno.errors.BadResource("gone"),
    new Deno.errors.NotConnected("gone"),
    new Deno.errors.UnexpectedEof("gone"),
  ];
  for (const error of told) assert.deepEqual(answered(error), [503, "temporarily_unavailable"], String(error));
});

Deno.test("what the database itself says is never taken for a broken wire", () => {
  const fault = withCode("E0001", { severity: "ERROR" });
  assert.equal(answered(fault), fault);
  const mistake = withCode("UNDEFINED_VALUE");
  assert.equal(answered(mistake), mistake);
  assert.deepEqual(answered(withCode("57P01", { severity: "FATAL" })), [503, "temporarily_unavailable"]);
  assert.deepEqual(answered(withCode("23505", { severity: "ERROR" })), [409, "already_exists"]);
});

Deno.test("an error of ours that has nothing to do with the database stays what it is", () => {
  const error = new TypeError("a slip");
  assert.equal(answered(error), error);
});
