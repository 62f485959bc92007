import type { TransactionSql } from "../../db/pool.ts";
import type { DepsAt } from "./door.ts";
import type { Log } from "./exchanges.ts";
import type { turnstile } from "./pace.ts";
import type { NamedSites } from "./providers.ts";
import type { NoPortal, Office, Opened } from "./registration.ts";
import type { Site } from "./sites.ts";

/** How calls of one run wait for each other. */
export type InTurn = ReturnType<typeof turnstile>;

/** A document as a claim in SQL takes it. */
export interface Due {
  readonly voucher_id: string;
  readonly gstin: string;
  readonly attempt: number;
  /** It may have reached the portal before: it is asked for, and surely not sent first. */
  readonly ask_first: boolean;
  /** Where it goes; null: to the first provider there is. */
  readonly provider: string | null;
}

/** What documents of one kind need beside what all have in common. */
export interface Errand<S extends Site, Row extends Due, P extends Opened<S>, Answer extends { outcome: string }> {
  readonly office: Office;
  readonly deps: DepsAt<S>;
  claim(sql: TransactionSql, n: number, leaseSeconds: number, sites: NamedSites): Promise<readonly Row[]>;
  open(gstin: string, provider: string | null, log: Log, inTurn: InTurn): Promise<P | NoPortal>;
  /** Never throws for what a portal does. */
  settle(portal: P, row: Row): Promise<Answer>;
  /** Writes answers down; each with the row it is for, and when its calls began. */
  record(sql: TransactionSql, answers: readonly Answered<Row, Answer>[]): Promise<unknown>;
  nextDue(sql: TransactionSql, sites: NamedSites): Promise<number | null>;
}

export interface Answered<Row, Answer> {
  readonly row: Row;
  readonly startedAt: string;
  readonly answer: Answer | Held;
}

/** Of one that was not called for, or of which nothing can be known for a reason of our own. */
export interface Held {
  readonly outcome: "put_back" | "failed" | "unknown";
  readonly errorCode?: string;
  readonly errorMessage?: string;
  readonly refusedBy?: "registration";
}

export interface RunResult {
  readonly generated: number;
  readonly failed: number;
  readonly open: number;
  /** Seconds until the next open one is due; null where none is open. */
  readonly nextInSeconds: number | null;
}
