import { createHash } from "node:crypto";
import { join, resolve } from "node:path";
import postgres from "postgres";
import { locateBinaries } from "./embedded/binaries.ts";
import { canReach, serverUser } from "./embedded/identity.ts";
import { loadPasswords, type LoginRole, type Passwords, signInAs } from "./embedded/passwords.ts";
import {
  answersFor,
  createCluster,
  isOurs,
  readRunning,
  type Running,
  type Server,
  startServer,
  stopServer,
} from "./embedded/server.ts";
import { openUsers } from "./embedded/users.ts";

export interface EmbeddedOptions {
  /** The server's files stand in `<dataDir>/postgres`, its passwords in `<dataDir>/roles.json`. */
  dataDir: string;
  /** The port to ask for; a free one is taken where it is busy. */
  port?: number;
  /** Server settings that differ from the launcher's own, such as `{ fsync: "off" }` for tests. */
  settings?: Record<string, string>;
  onProgress?: (line: string) => void;
}

export interface Embedded {
  /** The administrator's URL, to the database `pakka`. */
  adminUrl: string;
  passwords: Passwords;
  /** False where a server that already ran was taken over. */
  started: boolean;
  url(role: LoginRole, database?: string): string;
  /** Lets go of the server, and stops it (cleanly) when no other process uses it. */
  stop(): Promise<void>;
}

const defaultPort = 54329;

/**
 * A real PostgreSQL 18 from npm, started or, where it already runs for this data directory, attached to.
 * Never touches a server it cannot prove to be its own. Recovers from kill -9 of either side.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const onProgress = options.onProgress ?? (() => {});
  await Deno.mkdir(options.dataDir, { recursive: true });
  const users = await openUsers(options.dataDir);
  try {
    return await users.alone(async () => {
      const server = await findServer(options.dataDir);
      if (await lacksCluster(server.pgdata)) {
        onProgress(`creating a PostgreSQL 18 cluster in ${server.pgdata}, once`);
        await createCluster(server, (await loadPasswords(options.dataDir)).postgres);
      }
      const passwords = await loadPasswords(options.dataDir);
      const urlAt = (port: number) => `postgres://postgres:${passwords.postgres}@127.0.0.1:${port}/postgres`;
      const attached = await attach(server, urlAt, onProgress);
      const running = attached ?? await startSomewhere(server, options, onProgress);
      const adminUrl = signInAs(urlAt(running.port), "postgres", passwords.postgres, "pakka");
      if (!await answersFor(server.pgdata, urlAt(running.port))) {
        if (!attached) await stopServer(server);
        throw new Error(refusedText(server, options.dataDir));
      }
      await createDatabase(urlAt(running.port), "pakka");
      await users.enter();
      return {
        adminUrl,
        passwords,
        started: !attached,
        url: (role, database) => signInAs(adminUrl, role, passwords[role], database),
        async stop() {
          await users.alone(async () => {
            if (await users.leave()) await stopServer(server);
          });
          users.close();
        },
      };
    });
  } catch (error) {
    users.close();
    throw error;
  }
}

/** Stops the server of `dataDir` when no process uses it; for the tests' keeper. */
export async function stopIfUnused(dataDir: string): Promise<boolean> {
  const users = await openUsers(dataDir);
  try {
    return await users.alone(async () => {
      if (!await users.leave()) return false;
      const server = await findServer(dataDir);
      if (await readRunning(server.pgdata)) await stopServer(server);
      return true;
    });
  } finally {
    users.close();
  }
}

/**
 * As root the server runs as another user, who may be unable to walk to a data directory under /root or in a 0700
 * folder; its files then go to /var/lib/pakka, in a folder named by the data directory.
 */
async function findServer(dataDir: string): Promise<Server> {
  const user = await serverUser();
  const home = "/var/lib/pakka";
  const own = resolve(dataDir);
  const reachable = await canReach(own, user);
  const place = reachable ? own : join(home, createHash("sha256").update(own).digest("hex").slice(0, 12));
  await Deno.mkdir(place, { recursive: true, mode: 0o755 });
  return { user, native: await locateBinaries(user, home), pgdata: join(await Deno.realPath(place), "postgres") };
}

async function lacksCluster(pgdata: string): Promise<boolean> {
  return await Deno.stat(join(pgdata, "PG_VERSION")).then(() => false, () => true);
}

/** The running server of this directory, if there is one; clears a stale postmaster.pid. */
async function attach(
  server: Server,
  urlAt: (port: number) => string,
  onProgress: (line: string) => void,
): Promise<Running | undefined> {
  const deadline = Date.now() + 60_000;
  for (let told = false;;) {
    const running = await readRunning(server.pgdata);
    if (!running) return undefined;
    if (!await isOurs(running.pid, server.pgdata)) {
      // PostgreSQL sees for itself that a dead pid is stale, but not that a living stranger of its own user is no postmaster.
      await Deno.remove(join(server.pgdata, "postmaster.pid")).catch(() => {});
      return undefined;
    }
    if (running.port > 0 && await answersFor(server.pgdata, urlAt(running.port))) return running;
    if (Date.now() > deadline) {
      throw new Error(
        `A PostgreSQL of ${server.pgdata} runs (process ${running.pid}, port ${running.port}) but does not let us in. ` +
          `Stop it with \`kill -INT ${running.pid}\` and try again; see ${join(server.pgdata, "server.log")}.`,
      );
    }
    if (!told) onProgress(`waiting for the PostgreSQL that already runs (process ${running.pid}), perhaps in recovery`);
    told = true;
    await new Promise((wake) => setTimeout(wake, 200));
  }
}

async function startSomewhere(
  server: Server,
  options: EmbeddedOptions,
  onProgress: (line: string) => void,
): Promise<Running> {
  for (let attempt = 0; attempt < 5; attempt++) {
    const port = freePort(attempt === 0 ? options.port ?? defaultPort : 0);
    onProgress(`starting PostgreSQL on 127.0.0.1:${port}`);
    if (await startServer(server, port, options.settings ?? {})) {
      const running = await readRunning(server.pgdata);
      if (running) return running;
    }
  }
  throw new Error("No free port was found for PostgreSQL on 127.0.0.1; set PAKKA_PG_PORT or DATABASE_URL.");
}

/** `wanted` where nobody listens on it, else one the system picks. */
function freePort(wanted: number): number {
  try {
    const listener = Deno.listen({ hostname: "127.0.0.1", port: wanted });
    const { port } = listener.addr;
    listener.close();
    return port;
  } catch (error) {
    if (wanted !== 0 && error instanceof Deno.errors.AddrInUse) return freePort(0);
    throw error;
  }
}

async function createDatabase(url: string, name: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    const [found] = await sql`select 1 from pg_database where datname = ${name}`;
    if (!found) await sql`create database ${sql(name)}`;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

function refusedText(server: Server, dataDir: string): string {
  return `PostgreSQL in ${server.pgdata} started but refused the password kept in ${join(dataDir, "roles.json")}. ` +
    `Restore that file; or, where the data may go, delete both ${server.pgdata} and the file and start again.`;
}
