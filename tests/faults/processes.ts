import { join } from "node:path";
import postgres from "postgres";
import { type Embedded, startEmbedded } from "../../db/embedded.ts";
import { findServer } from "../../db/embedded/place.ts";
import { readRunning } from "../../db/embedded/server.ts";
import { testSecret } from "../support/app.ts";

const root = join(import.meta.dirname ?? ".", "..", "..");

/** A PostgreSQL of the test's own that means every commit (fsync on), to be killed and started again. */
export interface MortalDatabase {
  readonly server: Embedded;
  /** kill -9 of the postmaster and of every process under it. */
  kill(): Promise<void>;
  /** kill -9 of one process that serves the API: the postmaster ends all the others and starts anew by itself. */
  killBackend(): Promise<void>;
  /** Starts it again, which recovers it, on the same port. */
  revive(): Promise<void>;
  close(): Promise<void>;
}

export async function startMortalDatabase(): Promise<MortalDatabase> {
  const port = freePort();
  const dataDir = join(root, ".data", `faults-${crypto.randomUUID().slice(0, 8)}`);
  const start = () => startEmbedded({ dataDir, port });
  const server = await start();
  const { pgdata } = await findServer(dataDir);
  const held = [server];
  return {
    server,
    async kill() {
      const postmaster = (await readRunning(pgdata))?.pid ?? 0;
      const children = await processesOf(server.adminUrl, "%");
      for (const pid of [postmaster, ...children]) endProcess(pid);
    },
    async killBackend() {
      const [one] = await processesOf(server.adminUrl, "pakka_app");
      endProcess(one ?? 0);
      await pause(100);
      await untilAnswers(server.adminUrl);
    },
    async revive() {
      const again = await start();
      held.push(again);
      if (again.adminUrl !== server.adminUrl) throw new Error(`PostgreSQL came back elsewhere: port ${port} was taken`);
    },
    async close() {
      // PostgreSQL 18.4 never ends when it is told to in the middle of its recovery.
      await untilAnswers(server.adminUrl);
      for (const one of held) await one.stop();
      await Deno.remove(dataDir, { recursive: true });
    },
  };
}

const pause = (ms: number) => new Promise((wake) => setTimeout(wake, ms));

/** Waits until the server takes connections again: its recovery may take a while on a busy machine. */
async function untilAnswers(adminUrl: string): Promise<void> {
  for (let turn = 0; turn < 300; turn++) {
    if (await processesOf(adminUrl, "%").then(() => true, () => false)) return;
    await pause(100);
  }
  throw new Error("PostgreSQL did not come back within 30 s");
}

/** The processes of the server that serve a role (%: all, the background ones too), asked of the server itself. */
async function processesOf(adminUrl: string, role: string): Promise<number[]> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => {} });
  try {
    const found = await sql`select pid from pg_stat_activity where coalesce(usename, '') like ${role}`;
    return found.map((row) => row.pid);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

function endProcess(pid: number): void {
  if (pid <= 1) return;
  try {
    Deno.kill(pid, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** A port nobody listens on now; each side comes back on its own. */
function freePort(): number {
  const listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const { port } = listener.addr;
  listener.close();
  return port;
}

/** The API as it is deployed: a process of its own, with the permissions of the task `start`. */
export interface MortalApi {
  readonly url: string;
  kill(): Promise<void>;
  revive(): Promise<void>;
}

export async function startMortalApi(databaseUrl: string): Promise<MortalApi> {
  const port = freePort();
  const url = `http://127.0.0.1:${port}`;
  const env = {
    DATABASE_URL: databaseUrl,
    PAKKA_PORT: String(port),
    PAKKA_SECRET: testSecret,
    PAKKA_RATE_LIMIT: "0",
    PAKKA_SANDBOX: "off",
  };
  const start = async () => {
    const command = new Deno.Command(Deno.execPath(), {
      args: ["run", "-P=api", "main.ts", "serve"],
      cwd: root,
      env,
      stdin: "null",
      stdout: "piped",
      stderr: "inherit",
    });
    const child = command.spawn();
    void sayErrors(child.stdout);
    await untilReady(url, child);
    return child;
  };
  let child = await start();
  return {
    url,
    async kill() {
      child.kill("SIGKILL");
      await child.status;
    },
    async revive() {
      child = await start();
    },
  };
}

/** What the API logged as an error goes to the test's own output: an answer of 500 does not say why. */
async function sayErrors(log: ReadableStream<Uint8Array>): Promise<void> {
  let rest = "";
  for await (const text of log.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line.includes('"level":"error"')) console.error(line);
  }
}

async function untilReady(url: string, child: Deno.ChildProcess): Promise<void> {
  let ended = false;
  child.status.then(() => ended = true);
  for (let turn = 0; turn < 600; turn++) {
    if (ended) throw new Error("the API ended before it was ready");
    const answer = await fetch(`${url}/health/ready`).catch(() => null);
    await answer?.body?.cancel();
    if (answer?.ok) return;
    await pause(50);
  }
  throw new Error("the API was not ready within 30 s");
}
