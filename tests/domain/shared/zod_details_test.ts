import assert from "node:assert/strict";
import { z } from "zod";
import { decimal, money, text } from "../../../domain/shared/fields.ts";
import { Refusal } from "../../../domain/shared/refusals.ts";
import { issuesToDetails, pointerOf, readWith } from "../../../domain/shared/zod_details.ts";

const schema = z.strictObject({
  lines: z.array(z.strictObject({ hsn: text(8), rate: money() })).min(1).max(2),
  kind: z.enum(["a", "b"]).optional(),
  day: z.iso.date().optional(),
});

function faults(value: unknown, prefix = ""): string[] {
  const read = schema.safeParse(value, { reportInput: true });
  assert.ok(!read.success);
  return issuesToDetails(read.error, prefix).map(({ pointer, code }) => `${pointer} ${code}`);
}

Deno.test("a pointer is RFC 6901, below the document's place in a batch", () => {
  assert.equal(pointerOf(["lines", 0, "a/b~c"], "/vouchers/3"), "/vouchers/3/lines/0/a~1b~0c");
  assert.deepEqual(faults({ lines: [{ hsn: "1" }] }, "/vouchers/3"), ["/vouchers/3/lines/0/rate required"]);
});

Deno.test("each fault has its own code", () => {
  assert.deepEqual(faults({ lines: [] }), ["/lines too_few"]);
  assert.deepEqual(faults({ lines: Array(3).fill({ hsn: "1", rate: 1 }) }), ["/lines too_many"]);
  assert.deepEqual(faults({ lines: [{ hsn: "123456789", rate: 1 }] }), ["/lines/0/hsn too_long"]);
  assert.deepEqual(faults({ lines: [{ hsn: 1, rate: 1, x: 1 }] }), [
    "/lines/0/hsn wrong_type",
    "/lines/0/x unknown_key",
  ]);
  const lines = [{ hsn: "1", rate: 1 }];
  assert.deepEqual(faults({ lines, kind: "c" }), ["/kind not_one_of"]);
  assert.deepEqual(faults({ lines, day: "2026-02-30" }), ["/day not_a_date"]);
  assert.deepEqual(faults(null), [" wrong_type"]);
});

Deno.test("a decimal is a number or text, keeps its digits, and is refused by what is wrong with it", () => {
  const read = (value: unknown) => readWith(z.strictObject({ rate: decimal(13, 2) }), { rate: value }).rate;
  assert.deepEqual([130000, "130000.00", 0, "0.5", 9999999999999.99].map(read), [
    "130000",
    "130000.00",
    "0",
    "0.5",
    "9999999999999.99",
  ]);
  const code = (value: unknown) => {
    try {
      return `taken: ${read(value)}`;
    } catch (error) {
      return (error as Refusal).errors[0]?.code;
    }
  };
  assert.deepEqual([-1, 1e13, 0.001, "1.234", "-1", "1e3", true, null, undefined].map(code), [
    "out_of_range",
    "out_of_range",
    "too_many_decimals",
    "wrong_format",
    "wrong_format",
    "wrong_format",
    "wrong_type",
    "wrong_type",
    "required",
  ]);
});

Deno.test("without reportInput a wrong type is still told from nothing at all", () => {
  const read = schema.safeParse({ lines: "x" });
  const none = schema.safeParse({});
  assert.deepEqual([read, none].map(({ error }) => error && issuesToDetails(error)[0]?.code), [
    "wrong_type",
    "required",
  ]);
});

Deno.test("a thousand faults are fifty details", () => {
  const many = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`k${i}`, 1]));
  assert.equal(faults({ lines: [{ hsn: "1", rate: 1 }], ...many }).length, 50);
});
