import assert from "node:assert/strict";
import { join } from "node:path";
import postgres from "postgres";
import { chooseUser } from "../../db/embedded/identity.ts";
import { startEmbedded } from "../../db/embedded.ts";
import { readRunning } from "../../db/embedded/server.ts";

const root = join(import.meta.dirname ?? ".", "..", "..");

/** A data directory of the test's own, gone afterwards whatever happened to the server in it. */
async function withDataDir(work: (dataDir: string) => Promise<void>): Promise<void> {
  const dataDir = join(root, ".data", `launcher-${crypto.randomUUID().slice(0, 8)}`);
  try {
    await work(dataDir);
  } finally {
    const left = await readRunning(join(dataDir, "postgres"));
    if (left) await endProcess(left.pid);
    await Deno.remove(dataDir, { recursive: true });
  }
}

async function endProcess(pid: number): Promise<void> {
  try {
    Deno.kill(pid, "SIGKILL");
  } catch {
    return; // gone already
  }
  await new Promise((wake) => setTimeout(wake, 300));
}

async function ask(url: string, query: string): Promise<postgres.Row[]> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return await sql.unsafe(query);
  } finally {
    await sql.end();
  }
}

Deno.test("the launcher starts a server, a second start attaches, and the last one out stops it", () =>
  withDataDir(async (dataDir) => {
    const first = await startEmbedded({ dataDir, port: 55412 });
    assert.equal(first.started, true);
    const [row] = await ask(
      first.adminUrl,
      "select current_setting('fsync') as fsync, current_setting('listen_addresses') as listens, datlocprovider as provider from pg_database where datname = 'pakka'",
    );
    assert.deepEqual({ ...row }, { fsync: "on", listens: "127.0.0.1", provider: "b" });

    const second = await startEmbedded({ dataDir, port: 55412 });
    assert.equal(second.started, false);
    assert.equal(second.adminUrl, first.adminUrl);

    await first.stop();
    assert.equal((await ask(second.adminUrl, "select 1 as one"))[0]?.one, 1, "still used, so still there");
    await second.stop();
    assert.equal(await readRunning(join(dataDir, "postgres")), undefined);
  }));

Deno.test("two starts at the same moment end in one server", () =>
  withDataDir(async (dataDir) => {
    const both = await Promise.all([1, 2].map(() => startEmbedded({ dataDir, port: 55412 })));
    assert.deepEqual(both.map((one) => one.started).sort(), [false, true]);
    assert.equal(both[0]?.adminUrl, both[1]?.adminUrl);
    for (const one of both) await one.stop();
  }));

Deno.test("after kill -9 of the postmaster the next start recovers what was committed", () =>
  withDataDir(async (dataDir) => {
    const first = await startEmbedded({ dataDir, port: 55412 });
    await ask(first.adminUrl, "create table kept as select 42 as answer");
    const running = await readRunning(join(dataDir, "postgres"));
    Deno.kill(running?.pid ?? 0, "SIGKILL");
    const second = await startEmbedded({ dataDir, port: 55412 });
    assert.equal(second.started, true);
    assert.equal((await ask(second.adminUrl, "select answer from kept"))[0]?.answer, 42);
    await second.stop();
    await first.stop();
  }));

Deno.test("after kill -9 of the process that started it, the orphan is attached to", () =>
  withDataDir(async (dataDir) => {
    await Deno.mkdir(dataDir);
    const script = join(dataDir, "start.ts");
    await Deno.writeTextFile(
      script,
      `import { chooseUser } from "../../db/embedded/identity.ts";
import { startEmbedded } from "../../db/embedded.ts";
       await startEmbedded({ dataDir: ${JSON.stringify(dataDir)}, port: 55412 });
       console.log("up");
       setInterval(() => {}, 1000);`,
    );
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", script],
      cwd: root,
      stdout: "piped",
      stderr: "null",
    }).spawn();
    const reader = child.stdout.getReader();
    await reader.read();
    child.kill("SIGKILL");
    await reader.cancel();
    await child.status;
    const next = await startEmbedded({ dataDir, port: 55412 });
    assert.equal(next.started, false);
    await next.stop();
  }));

Deno.test("a server of somebody else on the wanted port is left alone", () =>
  withDataDir((dataDir) =>
    withDataDir(async (otherDir) => {
      const other = await startEmbedded({ dataDir: otherDir, port: 55412 });
      const ours = await startEmbedded({ dataDir, port: 55412 });
      assert.notEqual(new URL(ours.adminUrl).port, new URL(other.adminUrl).port);
      await ours.stop();
      assert.equal((await ask(other.adminUrl, "select 1 as one"))[0]?.one, 1);
      await other.stop();
    })
  ));

Deno.test("a postmaster.pid that names a living stranger does not stop the start, and the stranger lives", () =>
  withDataDir(async (dataDir) => {
    const first = await startEmbedded({ dataDir, port: 55412 });
    await first.stop();
    const pgdata = join(dataDir, "postgres");
    const stranger = new Deno.Command("sleep", { args: ["30"] }).spawn();
    await Deno.writeTextFile(join(pgdata, "postmaster.pid"), `${stranger.pid}\n${pgdata}\n1\n55412\n\n127.0.0.1\n`);
    const second = await startEmbedded({ dataDir, port: 55412 });
    assert.equal(second.started, true);
    await second.stop();
    stranger.kill();
    assert.equal((await stranger.status).signal, "SIGTERM", "it lived until now");
  }));

Deno.test("a lost password file is told plainly, and the data stays", () =>
  withDataDir(async (dataDir) => {
    const first = await startEmbedded({ dataDir, port: 55412 });
    await first.stop();
    await Deno.remove(join(dataDir, "roles.json"));
    await assert.rejects(startEmbedded({ dataDir, port: 55412 }), /refused the password kept in .*roles\.json/);
    await Deno.stat(join(dataDir, "postgres", "PG_VERSION"));
    const left = await readRunning(join(dataDir, "postgres"));
    assert.equal(left, undefined, "what was started is stopped again");
  }));

Deno.test("as root, a data directory nobody else may enter is served from /var/lib/pakka", async (t) => {
  if (Deno.build.os === "windows" || Deno.uid() !== 0) {
    return void await t.step({ name: "not root", ignore: true, fn() {} });
  }
  const dataDir = await Deno.makeTempDir(); // mode 0700
  const embedded = await startEmbedded({ dataDir, port: 55412 });
  const [row] = await ask(embedded.adminUrl, "select current_setting('data_directory') as dir");
  await embedded.stop();
  assert.match(row?.dir, /^\/var\/lib\/pakka\/[0-9a-f]{12}\/postgres$/);
  await Deno.remove(join(row?.dir, ".."), { recursive: true });
  await Deno.remove(dataDir, { recursive: true });
});

Deno.test("as root the server runs as postgres, else nobody, else whoever has a name and is not root", () => {
  const root = "root:x:0:0::/root:/bin/sh";
  const daemon = "daemon:x:1:1::/:/bin/false";
  const nobody = "nobody:x:65534:65533::/:/bin/false";
  const postgres = "postgres:x:70:71::/:/bin/false";
  assert.deepEqual(chooseUser([root, daemon, nobody, postgres].join("\n")), { uid: 70, gid: 71 });
  assert.deepEqual(chooseUser([root, daemon, nobody].join("\n")), { uid: 65534, gid: 65533 });
  assert.deepEqual(chooseUser([root, daemon].join("\n")), { uid: 1, gid: 1 });
  assert.deepEqual(chooseUser(root), { uid: 65534, gid: 65534 });
});
