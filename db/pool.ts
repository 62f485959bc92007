import postgres from "postgres";

/** A pool of connections as one database role. Values stay exact: numeric, bigint and date are strings. */
export type Database = postgres.Sql<{ bigint: string; date: string }>;
export type TransactionSql = postgres.TransactionSql<{ bigint: string; date: string }>;

export interface PoolOptions {
  /** Connections at most. Two cores serve four to eight; the posting queue absorbs bursts, not the pool. */
  readonly max?: number;
  readonly applicationName?: string;
  /** False behind a transaction-mode pooler, which loses named statements between transactions. */
  readonly prepare?: boolean;
}

const identity = (value: string): string => value;

/**
 * Opens a pool. A calendar day never becomes a JS Date (the driver's default for oid 1082), and money never a double.
 */
export function openDatabase(url: string, options: PoolOptions = {}): Database {
  return postgres(url, {
    max: options.max ?? 6,
    prepare: options.prepare ?? true,
    idle_timeout: 60,
    connect_timeout: 10,
    connection: { application_name: options.applicationName ?? "pakka" },
    onnotice: () => {},
    types: {
      date: { to: 1082, from: [1082], serialize: identity, parse: identity },
      bigint: { to: 20, from: [20], serialize: String, parse: identity },
    },
  });
}
