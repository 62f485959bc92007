import { join } from "node:path";
import postgres from "postgres";
import { loadPasswords, type LoginRole, type Passwords, signInAs } from "./embedded/passwords.ts";
import { findServer, lacksCluster } from "./embedded/place.ts";
import { attach, startSomewhere } from "./embedded/running.ts";
import { answersFor, createCluster, readRunning, type Server, stopServer } from "./embedded/server.ts";
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
      const running = attached ??
        await startSomewhere(server, options.port ?? defaultPort, options.settings ?? {}, onProgress);
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
