import type { Database } from "../db/pool.ts";
import type { BearerReader, Caller, RateLimiter, Visitor } from "../domain/core/mod.ts";
import type { ObjectStore } from "../domain/payout/mod.ts";
import type { ConfiguredPortals } from "../domain/portals/mod.ts";
import type { Clock } from "../domain/shared/context.ts";
import type { Keys } from "../domain/shared/keys.ts";
import type { Claim } from "../domain/shared/once.ts";
import type { Upload } from "../domain/shared/upload.ts";
import type { Later } from "../domain/shared/work.ts";
import type { PostingQueue } from "../domain/voucher/mod.ts";
import type { Metrics } from "./metrics.ts";
import type { Language } from "./portal/words/language.ts";
import type { MailPlace } from "./sandbox/mailbox.ts";

/** One line of the log; written as JSON. */
export type LogLine = { level: "info" | "warn" | "error"; event: string } & Record<string, unknown>;

/** Asks one part of the installation whether it can serve; throws, or answers what an operator may read. */
export type Probe = () => Promise<string>;

/** What the routes need from main.ts. */
export interface AppOptions {
  readonly db: Database;
  readonly keys: Keys;
  readonly clock: Clock;
  /** Where later work goes: the job queue. */
  readonly later: Later;
  /** Where registrations may go: names only, what is needed to go there is the jobs'. */
  readonly portals: ConfiguredPortals;
  /** Where printed invoices of partners are kept. */
  readonly documents: ObjectStore;
  /** Where this installation mails; nowhere unless told. */
  readonly mail?: MailPlace;
  /** Group posting, one a process. */
  readonly posting: PostingQueue;
  readonly settings: {
    /** Requests a minute a person; 0 switches the limit off, for API keys too. */
    readonly rateLimit: number;
    readonly sandbox: boolean;
    readonly development: boolean;
    /** Whether webhooks may go to http:// and to this network; not unless told. */
    readonly webhooksLocal?: boolean;
  };
  /** Where log lines go; standard output unless told otherwise. */
  readonly log?: (line: LogLine) => void;
  /** Parts that `/health/ready` asks besides the database, by name. */
  readonly probes?: Readonly<Record<string, Probe>>;
  /** Figures that `/metrics` reads when it is asked, by name (`pakka_posting_queue_length`). */
  readonly gauges?: Readonly<Record<string, () => number>>;
}

/** What every route finds in `c.var.deps`. */
export interface Deps extends AppOptions {
  readonly log: (line: LogLine) => void;
  readonly bearers: BearerReader;
  readonly limiter: RateLimiter;
  readonly metrics: Metrics;
}

/** The types of a request's own variables. */
export interface Env {
  Bindings: Partial<Deno.ServeHandlerInfo>;
  Variables: {
    deps: Deps;
    requestId: string;
    /** Null on public routes. */
    caller: Caller | null;
    /** Whoever a page is shown to; null on public pages, absent on what is no page. */
    visitor?: Visitor | null;
    /** Of the pages; absent where nobody chose one. */
    language?: Language;
    /** The file of a route that takes one. */
    upload?: Upload;
    /** The Idempotency-Key of a POST that creates, where one was sent. */
    claim: Claim | null;
  };
}
