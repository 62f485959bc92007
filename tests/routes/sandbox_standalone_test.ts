import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { createCipheriv, createDecipheriv, createHash, createHmac, verify } from "node:crypto";
import { join } from "node:path";
import { payload as bill } from "../gateways/ewb_world.ts";
import { payload } from "../gateways/irp_world.ts";
import { freshDatabase } from "../support/database.ts";
import { type Credentials, ewbStranger, irpStranger } from "./sandbox_stranger.ts";

const root = join(import.meta.dirname ?? ".", "..", "..");

interface World {
  readonly irp: { baseUrl: string; signInKey: string; documentKeys: { kid: string; publicKey: string }[] }[];
  readonly ewb: { baseUrl: string; signInKey: string };
  readonly taxpayers: (Credentials & { turnover: string; taxpayerType: string })[];
}

/** The task as a person starts it, on a database that is there. */
async function startTask() {
  const database = await freshDatabase();
  const dataDir = await Deno.makeTempDir();
  const passwords = await Deno.readTextFile(join(root, ".data", "test", "roles.json"));
  await Deno.writeTextFile(join(dataDir, "roles.json"), passwords);
  const process = new Deno.Command(Deno.execPath(), {
    args: ["task", "sandbox"],
    cwd: root,
    env: { DATABASE_URL: database.adminUrl, PAKKA_DATA_DIR: dataDir, PAKKA_PORT: "0" },
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  let said = "";
  const reader = process.stdout.pipeThrough(new TextDecoderStream()).getReader();
  while (!/answer on (\S+)\/sandbox/.test(said)) {
    const { value, done } = await reader.read();
    if (done) throw new Error(`the task ended: ${said}`);
    said += value;
  }
  const origin = /answer on (\S+)\/sandbox/.exec(said)![1]!;
  const close = async () => {
    await reader.cancel();
    process.kill("SIGTERM");
    await process.status;
    await database.drop();
    await Deno.remove(dataDir, { recursive: true });
  };
  return { origin, said, close };
}

const put = async (url: string, body: unknown, method = "PUT") => {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(url, { method, headers, body: JSON.stringify(body) });
  return { status: answer.status, body: await answer.json() };
};

Deno.test("sandbox alone: a stranger signs in, registers, reads, makes e-way bills and cancels over plain HTTP", async () => {
  const { origin, said, close } = await startTask();
  try {
    const front = await fetch(origin, { redirect: "manual" });
    assert.deepEqual([front.status, front.headers.get("location")], [302, "/sandbox/world"]);
    await front.body?.cancel();
    const world: World = await (await fetch(`${origin}/sandbox/world`)).json();
    const [seller, , small] = ["27AABCR5678M1ZP", "29AABCP1234K1ZF", "27AAACR5055K1Z7"].map((gstin) =>
      world.taxpayers.find((one) => one.gstin === gstin)!
    );
    for (const told of [world.irp[1]!.baseUrl, world.ewb.baseUrl, seller!.password, world.irp[0]!.signInKey]) {
      assert.ok(said.includes(told.trim()), told);
    }
    const clock = `${origin}/sandbox/clock`;
    assert.equal((await put(clock, { at: "2026-11-20T10:00:00+05:30" })).body.standsStill, true);

    const irp = irpStranger(world.irp[0]!.baseUrl, world.irp[0]!.signInKey, seller!);
    assert.equal((await irp.signIn()).plain.TokenExpiry, "2026-11-20 11:00:00");
    const made = (await irp.post("/eicore/v1.03/Invoice", payload())).plain;
    const expected = createHash("sha256").update("27AABCR5678M1ZP2026-27INVINV/26-27/00001").digest("hex");
    assert.deepEqual([made.Irn, made.AckDt], [expected, "2026-11-20 10:00:00"]);
    assertSigned(made.SignedInvoice, world.irp[0]!.documentKeys);
    assertSigned(made.SignedQRCode, world.irp[0]!.documentKeys);
    assert.equal((await irp.get(`/eicore/v1.03/Invoice/irn/${made.Irn}`)).plain.AckNo, made.AckNo);
    const road = { Distance: 980, TransMode: "1", VehNo: "MH12AB1234", VehType: "R" };
    const { plain: byIrn } = await irp.post("/eiewb/v1.03/ewaybill", { Irn: made.Irn, ...road });

    const ewb = ewbStranger(world.ewb.baseUrl, world.ewb.signInKey, seller!);
    assert.equal((await ewb.get(`/ewayapi/GetEwayBill?ewbNo=${byIrn.EwbNo}`)).plain.docNo, "INV/26-27/00001");
    const cancel = { ewbNo: byIrn.EwbNo, cancelRsnCode: 2, cancelRmrk: "withdrawn" };
    assert.deepEqual((await ewb.act("CANEWB", cancel)).codes, []);
    await put(clock, { advanceSeconds: 3600 });
    const cancelled = await irp.post("/eicore/v1.03/Invoice/Cancel", { Irn: made.Irn, CnlRsn: "1", CnlRem: "twice" });
    assert.deepEqual(cancelled.codes, ["1005"], "an hour is over");
    await irp.signIn();
    const again = await irp.post("/eicore/v1.03/Invoice/Cancel", { Irn: made.Irn, CnlRsn: "1", CnlRem: "twice" });
    assert.equal(again.plain.CancelDate, "2026-11-20 11:00:00");
    const direct = ewbStranger(world.ewb.baseUrl, world.ewb.signInKey, small!);
    const { plain: bought } = await direct.act("GENEWAYBILL", bill({ fromGstin: small!.gstin }));
    assert.equal(bought.validUpto, "25/11/2026 11:59:00 PM");
    assert.deepEqual((await ewb.act("GENEWAYBILL", bill())).codes, ["720"]);
    await put(`${origin}/sandbox/inspections`, { ewbNo: bought.ewayBillNo }, "POST");
    const seen = await direct.act("CANEWB", { ...cancel, ewbNo: bought.ewayBillNo });
    assert.deepEqual(seen.codes, ["316"]);
    const running = await (await fetch(clock, { method: "DELETE" })).json();
    assert.ok(Math.abs(Date.parse(running.now) - Date.now()) < 60_000);
  } finally {
    await close();
  }
});

Deno.test("sandbox alone: taxpayers, settings and distances are a tester's, and what is not known is refused", async () => {
  const { origin, close } = await startTask();
  try {
    const at = (path: string) => `${origin}/sandbox/${path}`;
    const newcomer = { gstin: "33AABCT1332L1ZU", legalName: "Chennai Tools", username: "API_T", password: "p" };
    const made = await put(at("taxpayers"), { ...newcomer, clientId: "c", clientSecret: "s" }, "POST");
    assert.deepEqual([made.status, made.body.username, made.body.taxpayerType], [201, "API_T", "REG"]);
    const { irp: [first] } = await (await fetch(at("world"))).json();
    const who = { ...newcomer, clientId: "c", clientSecret: "s" };
    assert.deepEqual((await irpStranger(first.baseUrl, first.signInKey, who).signIn()).codes, []);
    assert.equal((await put(at("taxpayers"), { gstin: "x", legalName: "y" }, "POST")).status, 400);
    assert.equal((await put(at("settings"), { readWindowHours: 72 })).body.readWindowHours, 72);
    assert.equal((await put(at("settings"), { readWindowHours: null })).body.readWindowHours, 48);
    assert.equal((await put(at("settings"), { weather: 1 })).status, 400);
    assert.deepEqual((await put(at("distances"), { from: 400001, to: 560001, km: null })).body.km, null);
    assert.equal((await put(at("clock"), { at: "yesterday" })).status, 400);
    assert.equal((await put(at("inspections"), { ewbNo: 1 }, "POST")).status, 404);
  } finally {
    await close();
  }
});

Deno.test("sandbox alone: the worked example of protocol.md comes out byte for byte", async () => {
  const page = await Deno.readTextFile(join(root, "routes/sandbox/protocol.md"));
  const [, block = ""] = page.split("## A worked example")[1]!.split("```");
  const told = Object.fromEntries(
    [...block.matchAll(/^(\w+) = (.+)$/gm)].map(([, name, value]) => [name!, value!]),
  ) as Record<string, string>;
  const bytes = (name: string) => Buffer.from(told[name]!, "base64");
  const aes = (key: Uint8Array, plain: Uint8Array) => {
    const cipher = createCipheriv("aes-256-ecb", key, null);
    return Buffer.concat([cipher.update(plain), cipher.final()]).toString("base64");
  };
  const plain = (name: string) => Buffer.from(told[name]!, "utf8");
  assert.equal(JSON.parse(told.signIn!).AppKey, told.appKey);
  assert.equal(told.signInUnderRsa, plain("signIn").toString("base64"));
  assert.equal(told.sekAsAnswered, aes(bytes("appKey"), bytes("sek")));
  assert.equal(told.requestSealed, aes(bytes("sek"), plain("request")));
  assert.equal(told.rekAsAnswered, aes(bytes("sek"), bytes("rek")));
  assert.equal(told.answerSealed, aes(bytes("rek"), plain("answer")));
  const opened = createDecipheriv("aes-256-ecb", bytes("rek"), null);
  assert.equal(Buffer.concat([opened.update(bytes("answerSealed")), opened.final()]).toString(), told.answer);
  assert.equal(
    told.hmac,
    createHmac("sha256", bytes("rek")).update(plain("answer").toString("base64")).digest("base64"),
  );
  assert.equal(told.irn, createHash("sha256").update(told.irnOf!).digest("hex"));
  assert.equal(bytes("refusal").toString(), '{"errorCodes":"301,"}');
  assert.ok([bytes("appKey"), bytes("sek"), bytes("rek")].every(({ length }) => length === 32));
});

/** RS256, under the key its header names, with the data as JSON text inside. */
function assertSigned(jws: string, keys: World["irp"][0]["documentKeys"]): void {
  const [head = "", body = "", signature = ""] = jws.split(".");
  const { alg, kid } = JSON.parse(Buffer.from(head, "base64url").toString());
  const key = keys.find((one) => one.kid === kid);
  assert.equal(alg, "RS256");
  assert.ok(
    key && verify("RSA-SHA256", Buffer.from(`${head}.${body}`), key.publicKey, Buffer.from(signature, "base64url")),
  );
  assert.equal(typeof JSON.parse(JSON.parse(Buffer.from(body, "base64url").toString()).data), "object");
}
