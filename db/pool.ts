import postgres from "postgres";
import { withWholeResults } from "./whole_results.ts";

/** A pool of connections as one database role. Values stay exact: numeric, bigint and date are strings. */
export type Database = postgres.Sql<{ bigint: string; date: string; json: unknown }>;
export type TransactionSql = postgres.TransactionSql<{ bigint: string; date: string; json: unknown }>;

export interface PoolOptions {
  /** Connections at most. Two cores serve four to eight; the posting queue absorbs bursts, not the pool. */
  readonly max?: number;
  readonly applicationName?: string;
  /** False behind a transaction-mode pooler, which loses named statements between transactions. */
  readonly prepare?: boolean;
  /** The role to become after signing in, where that is another one. */
  readonly role?: "pakka_app" | "pakka_worker";
}

const identity = (value: string): string => value;

/** Text that goes to a json column is JSON already (a body as it came, the job queue's payloads); the rest is written as JSON. */
const asJson = (value: unknown): string => typeof value === "string" ? value : JSON.stringify(value);

/**
 * Opens a pool. A calendar day never becomes a JS Date (the driver's default for oid 1082), and money never a double.
 */
export function openDatabase(url: string, options: PoolOptions = {}): Database {
  return withWholeResults(postgres(url, {
    max: options.max ?? 6,
    prepare: options.prepare ?? true,
    idle_timeout: 60,
    connect_timeout: 10,
    connection: {
      application_name: options.applicationName ?? "pakka",
      ...(options.role ? { role: options.role } : {}),
    },
    onnotice: () => {},
    types: {
      date: { to: 1082, from: [1082], serialize: identity, parse: identity },
      json: { to: 3802, from: [114, 3802], serialize: asJson, parse: (text: string) => JSON.parse(text) },
      bigint: { to: 20, from: [20], serialize: String, parse: identity },
    },
  }));
}
