import type { TransactionSql } from "../../db/pool.ts";

/** Later work: its name and what it is told. Payloads hold ids only; the worker reads the rest under the tenant. */
export interface WorkPayload {
  readonly tenantId: string;
  readonly [id: string]: string;
}

/** How a domain names later work without knowing the queue; jobs/enqueue.ts is the one that does it. */
export interface Later {
  /** Commits the work with the transaction, or not at all. */
  enqueue(sql: TransactionSql, name: string, payload: WorkPayload): Promise<void>;
  /**
   * Wakes work whose rows are already committed, now or in some seconds; lost without harm, for the schedule finds them
   * too.
   */
  nudge(name: string, payload: WorkPayload, afterSeconds?: number): void;
}
