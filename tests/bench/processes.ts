import { join } from "node:path";
import house from "../../deno.json" with { type: "json" };
import type { Database } from "../../db/pool.ts";
import { Client } from "./client.ts";

const root = join(import.meta.dirname ?? ".", "..", "..");

/** A server of its own process, so that its memory and its event loop are its own. */
export interface Served {
  readonly origin: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** The API by the command of `deno task start`, signed in as the application's role; its log goes nowhere. */
export function serveApi(databaseUrl: string): Promise<Served> {
  const port = freePort();
  const [, ...args] = house.tasks.start.command.split(" ");
  return serveProcess(port, args, {
    DATABASE_URL: databaseUrl,
    PAKKA_PORT: String(port),
    PAKKA_SECRET: "a secret of the bench, long enough to be one",
    PAKKA_RATE_LIMIT: "0",
  });
}

/** H0: a Hono route that reads the same body and answers as many bytes. */
export function serveFloor(answer: string): Promise<Served> {
  const port = freePort();
  return serveProcess(port, ["run", "-P=test", "tests/bench/http_floor.ts", String(port)], { BENCH_ANSWER: answer });
}

/** A server of the bench's own that takes its port as first argument. */
export function serveScript(script: string, args: readonly string[]): Promise<Served> {
  const port = freePort();
  return serveProcess(port, ["run", "-P=test", "--no-check", script, String(port), ...args], {});
}

/** A program of the bench's own; what it says on standard error is passed on. */
export function spawnScript(script: string, args: readonly string[]): Omit<Served, "origin"> {
  const run = ["run", "-P=test", "--no-check", script, ...args];
  const process = new Deno.Command(Deno.execPath(), { args: run, cwd: root, stdout: "null", stderr: "inherit" })
    .spawn();
  return {
    pid: process.pid,
    async stop() {
      process.kill("SIGTERM");
      await process.status;
    },
  };
}

async function serveProcess(port: number, args: string[], env: Record<string, string>): Promise<Served> {
  const process = new Deno.Command(Deno.execPath(), { args, env, cwd: root, stdout: "null", stderr: "piped" }).spawn();
  const said = new Response(process.stderr).text();
  let ended = false;
  process.status.then(() => ended = true);
  const origin = `http://127.0.0.1:${port}`;
  for (let attempt = 0; !await answers(origin); attempt++) {
    if (ended || attempt === 300) throw new Error(`${args.join(" ")} does not serve:\n${await said}`);
    await new Promise((wake) => setTimeout(wake, 100));
  }
  return {
    origin,
    pid: process.pid,
    async stop() {
      if (!ended) process.kill("SIGTERM");
      await process.status;
    },
  };
}

async function answers(origin: string): Promise<boolean> {
  try {
    (await Client.open(origin)).close();
    return true;
  } catch {
    return false;
  }
}

function freePort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  return port;
}

/** Resident memory of a process, in megabytes. Through programs: Deno opens /proc only to who may do everything. */
export async function residentMemory(pid: number): Promise<number> {
  const ran = await new Deno.Command("ps", { args: ["-o", "rss=", "-p", String(pid)] }).output();
  return Number(new TextDecoder().decode(ran.stdout)) / 1024;
}

/** Processor time these processes have used so far together, in milliseconds. */
export async function processorTime(pids: readonly number[]): Promise<number> {
  const ran = await new Deno.Command("cat", { args: pids.map((pid) => `/proc/${pid}/stat`), stderr: "null" }).output();
  const ticksASecond = 100;
  return new TextDecoder().decode(ran.stdout).trim().split("\n").reduce((sum, line) => {
    const fields = line.split(") ").at(-1)!.split(" ");
    return sum + (Number(fields[11]) + Number(fields[12])) * 1000 / ticksASecond;
  }, 0);
}

/** The processes that serve the application's connections. */
export async function backends(sql: Database): Promise<number[]> {
  const rows = await sql<{ pid: number }[]>`select pid from pg_stat_activity where usename = 'pakka_app'`;
  return rows.map(({ pid }) => pid);
}

/** The largest resident memory seen while `work` runs, looked at four times a second. */
export async function watchMemory<T>(pid: number, work: () => Promise<T>): Promise<{ done: T; most: number }> {
  let [most, working] = [await residentMemory(pid), true];
  const watching = (async () => {
    while (working) {
      await new Promise((wake) => setTimeout(wake, 250));
      most = Math.max(most, await residentMemory(pid));
    }
  })();
  try {
    return { done: await work(), most };
  } finally {
    working = false;
    await watching;
  }
}
