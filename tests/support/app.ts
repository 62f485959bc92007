import type { Hono } from "hono";
import { type Database, openDatabase } from "../../db/pool.ts";
import { type Clock, systemClock } from "../../domain/shared/context.ts";
import type { Later, WorkPayload } from "../../domain/shared/work.ts";
import { PostingQueue } from "../../domain/voucher/mod.ts";
import { deriveKeys, type Keys } from "../../domain/shared/keys.ts";
import { createApp } from "../../routes/app.ts";
import type { AppOptions, Env, LogLine } from "../../routes/deps.ts";
import { assertDescribed } from "./described.ts";
import { memoryStore } from "./memory_store.ts";
import { freshDatabase, type TestDatabase } from "./database.ts";

/** The whole API on a database of its own, called without a network. Close it at the end of the test file. */
export interface TestApp {
  readonly app: Hono<Env>;
  readonly db: Database;
  readonly database: TestDatabase;
  readonly keys: Keys;
  /** What was logged, in order. */
  readonly logged: LogLine[];
  /** Later work that was enqueued or nudged, in order. */
  readonly followed: { name: string; payload: WorkPayload }[];
  /** A second instance of the API beside the first, on the same database. */
  another(options?: Partial<AppOptions>): Hono<Env>;
  close(): Promise<void>;
}

export const testSecret = "a secret of the tests, long enough to be one";

export async function openApp(options: Partial<AppOptions> & { clock?: Clock } = {}): Promise<TestApp> {
  const database = await freshDatabase();
  const db = openDatabase(database.appUrl, { max: 6, applicationName: "pakka-tests" });
  const keys = await deriveKeys(testSecret);
  const logged: LogLine[] = [];
  const followed: TestApp["followed"] = [];
  const later: Later = {
    enqueue: (_sql, name, payload) => Promise.resolve(void followed.push({ name, payload })),
    nudge: (name, payload) => void followed.push({ name, payload }),
  };
  const standard: AppOptions = {
    db,
    keys,
    clock: systemClock,
    later,
    portals: { irp: { sandbox: ["irp1", "irp2"] }, ewb: { sandbox: ["nic"] } },
    documents: memoryStore(),
    posting: new PostingQueue(later),
    settings: { rateLimit: 0, sandbox: false, development: false },
    log: (line) => void logged.push(line),
  };
  return {
    app: createApp({ ...standard, ...options }),
    db,
    database,
    keys,
    logged,
    followed,
    another: (more = {}) => createApp({ ...standard, ...options, ...more }),
    close: async () => {
      await db.end({ timeout: 5 });
      await database.drop();
    },
  };
}

/** An answer of the API, read. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // deno-lint-ignore no-explicit-any -- a test says what it expects of a body, field by field
  readonly body: any;
}

export interface Asked {
  readonly token?: string | undefined;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** Sends a request, and holds the answer against the route's own description: `send(app, "POST /api/parties", { token, body })`. A string or bytes go as they are. */
export async function send(app: Hono<Env>, what: string, { token, body, headers }: Asked = {}): Promise<Answer> {
  const [method = "GET", path = "/"] = what.split(" ");
  const isRaw = typeof body === "string" || body instanceof Uint8Array || body === undefined;
  const response = await app.request(path, {
    method,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: (isRaw ? body : JSON.stringify(body)) as BodyInit }),
  });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get("content-type") ?? "");
  const parsed = isJson && text ? JSON.parse(text) : null;
  assertDescribed(app, method, path, { status: response.status, body: parsed });
  return { status: response.status, headers: response.headers, text, body: parsed };
}
