import assert from "node:assert/strict";
import { classifyError, judgeErrors, messageOf } from "../../domain/gateways/ewb/codes.ts";
import table from "../../domain/gateways/ewb/codes.json" with { type: "json" };

/** The portal's own list, as the sandbox speaks it. */
const listed = [
  ...Deno.readTextFileSync(new URL("../../sql/reference/sandbox.ewb_errors.csv", import.meta.url))
    .matchAll(/^(\d{3}),(?:"((?:[^"]|"")*)"|(.*))$/gm),
].map(([, code = "", quoted, plain]) => ({ code, message: (quoted?.replaceAll('""', '"') ?? plain ?? "").trim() }));
const kindOf = (code: string) => classifyError({ code, message: "" });

Deno.test("ewb: every one of the portal's 383 codes is classified, under its own sentence, and no other code is", () => {
  assert.equal(listed.length, 383);
  const kinds = new Set(["refused", "retry", "ask", "token"]);
  const unclassified = listed.filter(({ code }) => !kinds.has(kindOf(code).kind)).map(({ code }) => code);
  assert.deepEqual(unclassified, []);
  assert.deepEqual(table.map(({ code }) => code).toSorted(), listed.map(({ code }) => code).toSorted());
  assert.deepEqual(
    listed.filter(({ code, message }) => messageOf(code).trim() !== message).map(({ code }) => code),
    [],
  );
});

Deno.test("ewb: a code nobody knows is unclassified, never a repeat, and told as what it is", () => {
  assert.equal(kindOf("999").kind, "unclassified");
  assert.match(messageOf("999"), /not in the portal's list/);
});

Deno.test("ewb: what may hide an effect is asked for first, what surely did nothing is tried again", () => {
  const mayHide = [
    "240",
    "309",
    "312",
    "317",
    "322",
    "347",
    "350",
    "368",
    "383",
    "388",
    "397",
    "401",
    "403",
    "813",
    "841",
  ];
  assert.deepEqual(mayHide.filter((code) => kindOf(code).kind !== "ask"), []);
  assert.deepEqual(["118", "658", "800"].filter((code) => kindOf(code).kind !== "retry"), []);
  assert.deepEqual(["105", "106", "116", "238"].filter((code) => kindOf(code).kind !== "token"), []);
});

Deno.test("ewb: what is acted upon beyond telling it has its meaning", () => {
  const meanings: Record<string, string[]> = {
    duplicate: ["604"],
    not_found: ["301", "344", "418"],
    through_irn: ["720", "856"],
    blocked: ["715", "716", "717", "718", "719"],
    window_closed: ["315", "345", "346", "382", "728", "821"],
    expired: ["281", "311", "818"],
    not_begun: ["411"],
    already_cancelled: ["343", "653"],
  };
  for (const [meaning, codes] of Object.entries(meanings)) {
    assert.deepEqual(codes.filter((code) => kindOf(code).meaning !== meaning), [], meaning);
  }
  assert.equal(judgeErrors(["225", "604"].map((code) => ({ code, message: "" }))).meaning, "duplicate");
});
