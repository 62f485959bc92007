import { join } from "node:path";
import { answersFor, isOurs, readRunning, type Running, type Server, startServer } from "./server.ts";

/** The running server of this directory, if there is one; clears a stale postmaster.pid. */
export async function attach(
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

/** Starts the server on the wanted port, or on a free one where that is taken now or by the time it starts. */
export async function startSomewhere(
  server: Server,
  wanted: number,
  settings: Record<string, string>,
  onProgress: (line: string) => void,
): Promise<Running> {
  for (let attempt = 0; attempt < 5; attempt++) {
    const port = freePort(attempt === 0 ? wanted : 0);
    onProgress(`starting PostgreSQL on 127.0.0.1:${port}`);
    if (await startServer(server, port, settings)) {
      const running = await readRunning(server.pgdata);
      if (running) return running;
    }
  }
  throw new Error("No free port was found for PostgreSQL on 127.0.0.1; set DATABASE_URL to use another server.");
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
