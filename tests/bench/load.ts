import { Client, type Reply } from "./client.ts";

/** How a load ran: each call's milliseconds, in ascending order. */
export interface Run {
  readonly latencies: readonly number[];
  readonly seconds: number;
  /** Calls a second. */
  readonly rate: number;
}

/** Latency at a share of the calls: `at(run, 0.5)` is the median, in milliseconds. */
export function at(run: Run, share: number): number {
  const { latencies } = run;
  return latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? Number.NaN;
}

/** `clients` callers, each one call at a time, until `calls` were made together. */
export async function load(clients: number, calls: number, call: (client: number) => Promise<unknown>): Promise<Run> {
  const latencies: number[] = [];
  let left = calls;
  const began = performance.now();
  await Promise.all(Array.from({ length: clients }, async (_, client) => {
    while (left-- > 0) {
      const sent = performance.now();
      await call(client);
      latencies.push(performance.now() - sent);
    }
  }));
  const seconds = (performance.now() - began) / 1000;
  return { latencies: latencies.sort((a, b) => a - b), seconds, rate: latencies.length / seconds };
}

/** The same over HTTP: client i sends request i (modulo their number) again and again and wants `status`. */
export async function loadHttp(
  origin: string,
  clients: number,
  calls: number,
  requests: readonly Uint8Array[],
  status = 201,
): Promise<Run> {
  const connections = await Promise.all(Array.from({ length: clients }, () => Client.open(origin)));
  try {
    return await load(clients, calls, async (client) => {
      wanted(await connections[client]!.send(requests[client % requests.length]!), status);
    });
  } finally {
    connections.forEach((connection) => connection.close());
  }
}

/** The reply's text; throws where it has another status. */
export function wanted(reply: Reply, status: number): void {
  if (reply.status === status) return;
  throw new Error(`${status} was wanted, ${reply.status} came: ${new TextDecoder().decode(reply.body).slice(0, 500)}`);
}
