import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { classifiedCodes, classifyError, judgeErrors } from "../../domain/gateways/irp/codes.ts";
import { isSameAmount } from "../../domain/gateways/irp/mod.ts";
import { findInfo, readDuplicate, readEnvelope, readErrors, readInfo } from "../../domain/gateways/irp/wire.ts";

const portalErrors = Deno.readTextFileSync(new URL("../../sql/reference/sandbox.irp_errors.csv", import.meta.url));

Deno.test("irp: every code the portal lists is classified", () => {
  const listed = [...portalErrors.matchAll(/^(\d{4}),/gm)].map((match) => match[1]);
  const classified = new Set(classifiedCodes());
  assert.ok(listed.length > 200);
  assert.deepEqual(listed.filter((code) => !classified.has(code ?? "")), []);
});

Deno.test("irp: a code nobody knows is unclassified, never a repeat", () => {
  assert.equal(classifyError({ code: "7777", message: "new rule" }).kind, "unclassified");
  assert.equal(judgeErrors([]).kind, "unclassified");
});

Deno.test("irp: 5002 is a refusal when it names a field, and an outage when it does not", () => {
  const refused = { code: "5002", message: "The field Location must be a string with a minimum length of 3" };
  assert.equal(classifyError(refused).kind, "refused");
  assert.equal(classifyError({ code: "5002", message: "Application error, please try later" }).kind, "ask");
  assert.equal(classifyError({ code: "", message: "The Gstin field is required." }).kind, "refused");
});

Deno.test("irp: of many errors the one that decides is judged, and knock-on errors are not repeated", () => {
  const judge = (...codes: string[]) => judgeErrors(codes.map((code) => ({ code, message: code })));
  assert.equal(judge("2174", "3028").meaning, "sync_taxpayer");
  assert.equal(judge("2146", "2189").kind, "refused");
  assert.equal(judge("2189", "1005").kind, "token");
  assert.equal(judge("7777", "2189").kind, "refused");
});

Deno.test("irp: ErrorDetails is read as an array, as JSON text and as base64 of it", () => {
  const errors = [{ ErrorCode: 2150, ErrorMessage: "Duplicate IRN" }];
  const wanted = [{ code: "2150", message: "Duplicate IRN" }];
  const text = JSON.stringify(errors);
  for (const shape of [errors, text, Buffer.from(text).toString("base64"), errors[0]]) {
    assert.deepEqual(readErrors(shape), wanted);
  }
  assert.deepEqual(readErrors("GSPGSTDOWN"), [{ code: "", message: "GSPGSTDOWN" }]);
  for (const none of [null, undefined, ""]) assert.deepEqual(readErrors(none), []);
});

Deno.test("irp: InfoDtls is picked by its code, in whatever shape it comes", () => {
  const irn = "ab".repeat(32);
  const info = [{ InfCd: "EWBALERT", Desc: "text" }, {
    InfCd: "DUPIRN",
    Desc: { AckNo: 162313992950709, AckDt: "2026-11-20 10:00:00", Irn: irn },
  }];
  for (const shape of [info, JSON.stringify(info), [info[0], { ...info[1], Desc: JSON.stringify(info[1]?.Desc) }]]) {
    const envelope = readEnvelope(JSON.stringify({ Status: "0", Data: null, ErrorDetails: null, InfoDtls: shape }));
    assert.deepEqual(readDuplicate(envelope?.info ?? []), {
      irn,
      ackNo: "162313992950709",
      ackDate: "2026-11-20 10:00:00",
    });
  }
  assert.equal(findInfo(readInfo(info[0]), "EWBALERT")?.description, "text");
  for (const none of ["", null, undefined]) assert.deepEqual(readInfo(none), []);
});

Deno.test("irp: an answer that is not the portal's envelope is none", () => {
  for (const text of ["", "<html>", "[]", "null", "{}", '{"Status":2}', '{"Status":1']) {
    assert.equal(readEnvelope(text), null);
  }
  assert.equal(readEnvelope('{"Status":"1","Data":"x","New":"field"}')?.ok, true);
});

Deno.test("irp: totals are compared as decimals, not as doubles", () => {
  for (const [a, b] of [["118000.00", "118000"], ["118000.0", "118000.00"], ["0.00", "0"], ["-0.50", "-0.5"]]) {
    assert.ok(isSameAmount(a ?? "", b ?? ""), `${a} ${b}`);
  }
  for (
    const [a, b] of [["118000.01", "118000"], ["90071992547409.93", "90071992547409.92"], ["1e5", "100000"], ["", "0"]]
  ) {
    assert.ok(!isSameAmount(a ?? "", b ?? ""), `${a} ${b}`);
  }
});
