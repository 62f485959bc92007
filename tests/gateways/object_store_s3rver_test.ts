import assert from "node:assert/strict";
import S3rver from "s3rver";
import { s3Store } from "../../domain/gateways/object_store/mod.ts";

/**
 * Against a store that others wrote. It proves the wire (paths, XML), not the guards: it takes unsigned
 * requests and does not know If-None-Match, which object_store_test.ts tries against a store that does.
 */
const directory = await Deno.makeTempDir();
const server = new S3rver({
  port: 0,
  address: "127.0.0.1",
  silent: true,
  directory,
  configureBuckets: [{ name: "books", configs: [] }],
});
const { port } = await server.run();
Deno.test.afterAll(async () => {
  await server.close();
  await Deno.remove(directory, { recursive: true });
});
const credentials = { region: "us-east-1", accessKey: "S3RVER", secretKey: "S3RVER" };
const store = s3Store({ endpoint: `http://127.0.0.1:${port}`, bucket: "books", prefix: "pakka/", ...credentials });
const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });

test("s3rver takes what is put and gives it back", async () => {
  const bytes = crypto.getRandomValues(new Uint8Array(60_000));
  const key = "a1/partner-invoices/2026/b2/signed-0123456789abcdef.pdf";
  assert.deepEqual(await store.get(key), { outcome: "missing" });
  assert.deepEqual(await store.put(key, bytes, "application/pdf"), { outcome: "done", already: false });
  assert.deepEqual(await store.get(key), { outcome: "done", bytes });
  assert.equal((await store.put(key, bytes, "application/pdf")).outcome, "done", "the same again is harmless");
  assert.deepEqual(await store.get(key), { outcome: "done", bytes });
});

test("a bucket that s3rver does not have is refused, not missing", async () => {
  const elsewhere = s3Store({ endpoint: `http://127.0.0.1:${port}`, bucket: "elsewhere", ...credentials });
  const got = await elsewhere.get("a/b.pdf");
  assert.ok(got.outcome === "refused" && /NoSuchBucket/.test(got.why), JSON.stringify(got));
});
