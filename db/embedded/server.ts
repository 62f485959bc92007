import { join, resolve } from "node:path";
import process from "node:process";
import postgres from "postgres";
import { program } from "./binaries.ts";
import type { ServerUser } from "./identity.ts";

/** One data directory, the programs that serve it, and the user they run as. */
export interface Server {
  native: string;
  pgdata: string;
  user: ServerUser | undefined;
}

/** What postmaster.pid says: line 1 is the process, line 2 the data directory, line 4 the port. */
export interface Running {
  pid: number;
  port: number;
}

const defaultSettings: Record<string, string> = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  shared_buffers: "128MB",
  max_wal_size: "2GB",
  fsync: "on",
  full_page_writes: "on",
  synchronous_commit: "on",
  jit: "off",
  timezone: "UTC",
  log_timezone: "UTC",
  log_parameter_max_length: "0",
};

/** Runs initdb beside the final place and renames, so that a half-made cluster is never taken for one. */
export async function createCluster(server: Server, password: string): Promise<void> {
  const draft = `${server.pgdata}.new`;
  await Deno.remove(draft, { recursive: true }).catch(() => {});
  await Deno.mkdir(draft, { recursive: true, mode: 0o700 });
  const passwordFile = await Deno.makeTempFile();
  await Deno.writeTextFile(passwordFile, password, { mode: 0o600 });
  if (server.user) {
    for (const path of [draft, passwordFile]) await Deno.chown(path, server.user.uid, server.user.gid);
  }
  try {
    const encoding = ["-E", "UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"];
    const admin = ["-U", "postgres", "-A", "scram-sha-256", `--pwfile=${passwordFile}`];
    const ran = await run(server, "initdb", ["-D", draft, ...admin, ...encoding], draft);
    if (!ran.success) throw new Error(`initdb could not create the database cluster:\n${ran.text}`);
    await Deno.rename(draft, server.pgdata);
  } finally {
    await Deno.remove(passwordFile).catch(() => {});
  }
}

/** Starts the server; answers false where the port was taken meanwhile. Waits out a killed predecessor's memory. */
export async function startServer(server: Server, port: number, settings: Record<string, string>): Promise<boolean> {
  const all = { ...defaultSettings, ...settings };
  const options = Object.entries(all).map(([name, value]) => `-c ${name}='${value}'`);
  const log = join(server.pgdata, "server.log");
  for (let attempt = 1;; attempt++) {
    const before = await sizeOf(log);
    const words = ["start", "-D", server.pgdata, "-w", "-t", "120", "-s", "-l", log];
    const ran = await run(server, "pg_ctl", [...words, "-o", [`-p ${port}`, ...options].join(" ")], server.pgdata);
    if (ran.success) return true;
    const said = (await Deno.readTextFile(log).catch(() => "")).slice(before);
    if (said.includes("could not bind IPv4")) return false;
    // After kill -9 of the postmaster its children hold the shared memory until they notice, about a second.
    if (attempt < 20 && said.includes("pre-existing shared memory block")) {
      await new Promise((wake) => setTimeout(wake, 300));
      continue;
    }
    throw new Error(`PostgreSQL did not start. Its log (${log}) ends with:\n${said.slice(-2000) || ran.text}`);
  }
}

/**
 * A fast shutdown: sessions are ended, a checkpoint is written. A server that is recovering from a crash may never hear
 * of it; it is then stopped at once, which costs no more than the recovery it was in.
 */
export async function stopServer(server: Server): Promise<void> {
  const stop = (mode: string) =>
    run(server, "pg_ctl", ["stop", "-D", server.pgdata, "-m", mode, "-w", "-t", "30", "-s"], server.pgdata);
  const fast = await stop("fast");
  const ran = fast.success || !await readRunning(server.pgdata) ? fast : await stop("immediate");
  if (!ran.success && await readRunning(server.pgdata)) {
    throw new Error(`PostgreSQL in ${server.pgdata} did not stop:\n${ran.text}`);
  }
}

export async function readRunning(pgdata: string): Promise<Running | undefined> {
  const text = await Deno.readTextFile(join(pgdata, "postmaster.pid")).catch(() => "");
  const lines = text.split("\n");
  const running = { pid: Number(lines[0]), port: Number(lines[3]) };
  return running.pid > 0 ? running : undefined;
}

/**
 * Whether that process is the postmaster of this data directory; a pid is given to a stranger after a restart of the
 * machine or container. Where we cannot look, it counts as ours: waiting is better than a second server on the same files.
 */
export async function isOurs(pid: number, pgdata: string): Promise<boolean> {
  if (!isAlive(pid)) return false;
  const command = await commandLine(pid);
  return command === undefined || command.includes(resolve(pgdata));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code !== "ESRCH";
  }
}

/** Through a program, because Deno opens /proc only to a process that may do everything; not every image has ps. */
async function commandLine(pid: number): Promise<string | undefined> {
  const ways: [string, string[]][] = [["cat", [`/proc/${pid}/cmdline`]], ["ps", ["-p", String(pid), "-o", "command="]]];
  for (const [name, args] of ways) {
    try {
      const ran = await new Deno.Command(name, { args, stderr: "null" }).output();
      if (ran.success) return new TextDecoder().decode(ran.stdout);
    } catch {
      continue;
    }
  }
}

/**
 * Signs in as the administrator and compares data directory and system identifier with what lies on disk:
 * only then is it the server of this directory, whatever else listens on the port.
 */
export async function answersFor(pgdata: string, adminUrl: string): Promise<boolean> {
  const sql = postgres(adminUrl, { max: 1, connect_timeout: 3, onnotice: () => {} });
  try {
    const [row] = await sql`
      select current_setting('data_directory') as dir, system_identifier::text as id from pg_control_system()`;
    return row?.dir === resolve(pgdata) && row?.id === await systemIdentifier(pgdata);
  } catch {
    return false;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** The first eight bytes of pg_control: written once by initdb, never changed. */
async function systemIdentifier(pgdata: string): Promise<string> {
  const bytes = await Deno.readFile(join(pgdata, "global", "pg_control"));
  return new DataView(bytes.buffer).getBigUint64(0, true).toString();
}

async function run(server: Server, name: "initdb" | "pg_ctl", args: string[], cwd: string) {
  const env: Record<string, string> = { LC_ALL: "C", TZ: "UTC" };
  for (const kept of ["PATH", "SystemRoot", "TEMP", "TMP"]) {
    const value = Deno.env.get(kept);
    if (value) env[kept] = value;
  }
  const { success, stdout, stderr } = await new Deno.Command(program(server.native, name), {
    args,
    cwd,
    env,
    clearEnv: true,
    stdin: "null",
    ...(server.user ?? {}),
  }).output();
  const decoder = new TextDecoder();
  return { success, text: (decoder.decode(stdout) + decoder.decode(stderr)).trim() };
}

function sizeOf(file: string): Promise<number> {
  return Deno.stat(file).then((stat) => stat.size, () => 0);
}
