import assert from "node:assert/strict";
import { join } from "node:path";
import { folderStore } from "../../domain/gateways/object_store/mod.ts";

const root = await Deno.makeTempDir();
Deno.test.afterAll(() => Deno.remove(root, { recursive: true }));
const fresh = () => join(root, crypto.randomUUID(), "objects");
const pdf = new TextEncoder().encode("%PDF-1.7 an invoice");
const key = "a1/partner-invoices/2026/b2/signed-0123456789abcdef.pdf";
const type = "application/pdf";
const filesIn = async (folder: string): Promise<string[]> => {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) found.push(...(await filesIn(join(folder, name))).map((file) => `${name}/${file}`));
    else found.push(name);
  }
  return found.sort();
};

Deno.test("a folder gives back what was put, knows what is missing, and leaves nothing beside it", async () => {
  const folder = fresh();
  const store = folderStore(folder);
  assert.deepEqual(await store.get(key), { outcome: "missing" });
  assert.deepEqual(await store.put(key, pdf, type), { outcome: "done", already: false });
  assert.deepEqual(await folderStore(folder).get(key), { outcome: "done", bytes: pdf });
  assert.deepEqual(await store.get("a1/partner-invoices"), { outcome: "missing" }, "a folder is no object");
  assert.deepEqual(await filesIn(folder), [key]);
  assert.equal(store.describe(), `folder ${folder}`);
});

Deno.test("the same bytes again are there already; others are refused, and nothing is overwritten", async () => {
  const store = folderStore(fresh());
  await store.put(key, pdf, type);
  assert.deepEqual(await store.put(key, pdf, type), { outcome: "done", already: true });
  const other = await store.put(key, pdf.map((byte) => byte ^ 1), type);
  assert.deepEqual(other, { outcome: "refused", why: `other bytes lie under ${key}` });
  assert.deepEqual(await store.get(key), { outcome: "done", bytes: pdf });
  assert.equal((await store.put("big.pdf", new Uint8Array(32 * 1024 * 1024 + 1), type)).outcome, "refused");
});

Deno.test("of many stores that put one key at once, one writes; whoever reads meanwhile sees all of it or nothing", async () => {
  const folder = fresh();
  const big = crypto.getRandomValues(new Uint8Array(60_000));
  const reading = async () => {
    const seen = new Set<string>();
    for (let n = 0; n < 40; n++) {
      const got = await folderStore(folder).get(key);
      seen.add(got.outcome === "done" ? `${got.bytes.length} bytes` : got.outcome);
    }
    return [...seen];
  };
  const [seen, ...answers] = await Promise.all([
    reading(),
    ...Array.from({ length: 24 }, () => folderStore(folder).put(key, big, type)),
  ]);
  assert.equal(answers.filter((one) => one.outcome === "done" && !one.already).length, 1);
  assert.equal(answers.filter((one) => one.outcome === "done" && one.already).length, 23);
  assert.deepEqual(seen.filter((one) => one !== "missing" && one !== "60000 bytes"), []);
  const others = await Promise.all(
    Array.from({ length: 8 }, (_, n) => folderStore(folder).put("b/c.pdf", new Uint8Array([n]), type)),
  );
  assert.deepEqual(others.map(({ outcome }) => outcome).toSorted(), ["done", ...Array(7).fill("refused")]);
});

Deno.test("what a killed process left half written is no object, and is cleared away once it is old", async () => {
  const folder = fresh();
  await folderStore(folder).put(key, pdf, type);
  const left = async (name: string, at: Date) => {
    await Deno.writeFile(join(folder, ".incoming", name), pdf.subarray(0, 3));
    await Deno.utime(join(folder, ".incoming", name), at, at);
  };
  await left("of-yesterday", new Date(Date.now() - 86_400_000));
  await left("of-now", new Date());
  await assert.rejects(folderStore(folder).get(".incoming/of-now"), TypeError);
  assert.deepEqual(await folderStore(folder).put(key, pdf, type), { outcome: "done", already: true });
  assert.deepEqual(await filesIn(folder), [".incoming/of-now", key]);
});

Deno.test("a worker killed while it writes leaves no object that is not whole", async () => {
  const folder = fresh();
  const size = 24 * 1024 * 1024;
  const module = import.meta.resolve("../../domain/gateways/object_store/folder.ts");
  const script = `import { folderStore } from ${JSON.stringify(module)};
    const store = folderStore(${JSON.stringify(folder)});
    const bytes = new Uint8Array(${size}).fill(7);
    console.log("go");
    for (let n = 0; ; n++) await store.put("k/" + n + ".pdf", bytes, "application/pdf");`;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "--ext=ts", "-"],
    ...{ stdin: "piped", stdout: "piped", stderr: "null" },
  }).spawn();
  await new Response(script).body!.pipeTo(child.stdin);
  const reader = child.stdout.getReader();
  assert.equal((await reader.read()).done, false, "it began");
  const second = join(folder, "k", "1.pdf");
  while (!await Deno.stat(second).then(() => true, () => false)) await new Promise((soon) => setTimeout(soon, 5));
  child.kill("SIGKILL");
  await child.status;
  await reader.cancel();
  const whole = (await filesIn(folder)).filter((file) => file.startsWith("k/"));
  assert.ok(whole.length > 0, "it wrote some");
  for (const name of whole) {
    const got = await folderStore(folder).get(name);
    assert.ok(got.outcome === "done" && got.bytes.length === size && got.bytes.every((byte) => byte === 7), name);
  }
  assert.equal((await folderStore(folder).put("k/after.pdf", pdf, type)).outcome, "done");
});

Deno.test("no key leads out of the folder, and no link that somebody laid into it", async () => {
  const folder = fresh();
  const store = folderStore(folder);
  const odd = [
    "../a",
    "a/../../b",
    "/etc/hostname",
    "a//b",
    "a/.b",
    "..",
    ".",
    "a\\..\\b",
    "a\0b",
    "",
    "a/",
    `a/${"b".repeat(600)}`,
  ];
  for (const key of odd) {
    await assert.rejects(store.get(key), TypeError);
    await assert.rejects(store.put(key, pdf, type), TypeError);
  }
  const outside = join(root, "outside");
  await Deno.mkdir(outside, { recursive: true });
  await Deno.writeTextFile(join(outside, "theirs.pdf"), "a secret");
  await store.put(key, pdf, type);
  await Deno.symlink(outside, join(folder, "linked"));
  await Deno.symlink(join(outside, "theirs.pdf"), join(folder, "theirs.pdf"));
  assert.equal((await store.get("linked/theirs.pdf")).outcome, "refused");
  assert.equal((await store.get("theirs.pdf")).outcome, "refused");
  assert.equal((await store.put("linked/ours.pdf", pdf, type)).outcome, "refused");
  assert.equal((await store.put("linked/deeper/ours.pdf", pdf, type)).outcome, "refused");
  assert.deepEqual(await filesIn(outside), ["theirs.pdf"]);
});

Deno.test("a folder that cannot be made is left for later, and taken once it can", async () => {
  const folder = fresh();
  await Deno.mkdir(join(folder, ".."), { recursive: true });
  await Deno.writeTextFile(folder, "a file stands in its way");
  const store = folderStore(folder);
  assert.equal((await store.put(key, pdf, type)).outcome, "retry");
  assert.equal((await store.get(key)).outcome, "retry");
  await Deno.remove(folder);
  assert.deepEqual(await store.put(key, pdf, type), { outcome: "done", already: false });
});
