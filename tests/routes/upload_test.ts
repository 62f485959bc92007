import assert from "node:assert/strict";
import { Hono } from "hono";
import { Refusal } from "../../domain/shared/refusals.ts";
import type { Env } from "../../routes/deps.ts";
import { readUpload } from "../../routes/middleware/upload.ts";

const app = new Hono<Env>();
app.post("/take", async (c) => {
  const { fileName, file, fields } = await readUpload(c, "settlementFile");
  return c.json({ fileName, text: await file.text(), fields });
});
app.onError((error, c) => {
  if (!(error instanceof Refusal)) throw error;
  return c.json({ code: error.code, pointers: error.errors.map(({ pointer }) => pointer) }, error.status);
});

async function send(body: BodyInit | null, headers: Record<string, string> = {}) {
  const answer = await app.request("/take", { method: "POST", body, headers });
  return { status: answer.status, body: await answer.json() };
}

function form(entries: Record<string, string | File>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(entries)) form.append(name, value);
  return form;
}

Deno.test("a file comes in a form, with what stands beside it, or as the body itself; its name keeps no folder", async () => {
  const file = new File(["a,b\n1,2\n"], "C:\\bank\\Settlement\u0007 Nov2024.csv", { type: "text/csv" });
  const inForm = await send(form({ settlementFile: file, month: "2024-11" }));
  assert.deepEqual(inForm.body, {
    fileName: "Settlement Nov2024.csv",
    text: "a,b\n1,2\n",
    fields: { month: "2024-11" },
  });
  const alone = await send("a,b\n", { "content-type": "text/csv; charset=utf-8", "x-file-name": "../../etc/x.csv" });
  assert.deepEqual(alone.body, { fileName: "x.csv", text: "a,b\n", fields: {} });
  const unnamed = await send("a,b\n", { "content-type": "text/csv" });
  assert.equal(unnamed.body.fileName, "upload.csv");
});

Deno.test("what is no file is refused by name", async () => {
  const json = await send("{}", { "content-type": "application/json" });
  assert.deepEqual(json, { status: 415, body: { code: "content_type_not_upload", pointers: [] } });
  const torn = await send("--x\r\nno form", { "content-type": "multipart/form-data; boundary=y" });
  assert.deepEqual(torn, { status: 400, body: { code: "upload_not_readable", pointers: [] } });
  const text = await send(form({ settlementFile: "not a file" }));
  assert.deepEqual(text, { status: 400, body: { code: "upload_missing", pointers: ["/settlementFile"] } });
  const empty = await send(form({ settlementFile: new File([], "a.csv") }));
  assert.deepEqual(empty, { status: 400, body: { code: "upload_empty", pointers: ["/settlementFile"] } });
  const nothing = await send(null, { "content-type": "text/csv" });
  assert.deepEqual(nothing, { status: 400, body: { code: "upload_empty", pointers: ["/settlementFile"] } });
});
