import { z } from "zod";
import { day, instant } from "../shared/fields.ts";
import { pageQuery } from "../shared/page.ts";

const from = z.union([day(), instant()]).meta({ description: "a day in India, or an instant: from here on" });
const to = z.union([day(), instant()]).meta({ description: "a day in India, or an instant: up to and including" });
const name = z.string().regex(/^[a-z][a-z0-9_.]{0,60}$/);

/** `GET /api/ops/api-calls` */
export const apiCallsQuery = z.strictObject({
  ...pageQuery,
  status: z.enum(["failed", "done", "refused", "retry", "unknown"]).optional().meta({
    description: "failed: every call that did not end as it should; otherwise how it ended",
  }),
  portal: z.enum(["irp", "ewb"]).optional(),
  operation: name.optional(),
  errorCode: z.string().min(1).max(60).optional(),
  entityId: z.guid().optional().meta({ description: "the voucher the calls were about" }),
  from: from.optional(),
  to: to.optional(),
});
export type ApiCallsQuery = z.output<typeof apiCallsQuery>;

/** `POST /api/ops/api-calls/retry-all` */
export const retryAllBody = z.strictObject({
  portal: z.enum(["irp", "ewb"]).optional(),
  errorCode: z.string().min(1).max(60).optional().meta({
    description: "only what stands on this error; what the portal refused is tried again only when its code is named",
  }),
}).meta({ id: "RetryAll" });
export type RetryAllBody = z.output<typeof retryAllBody>;

export const retryAllDone = z.object({
  retried: z.number().meta({ description: "things made due now; each is tried once, however many calls failed" }),
  refused: z.array(z.object({ apiCallId: z.string(), code: z.string() })),
}).meta({ id: "RetryAllDone" });
export type RetryAllDone = z.infer<typeof retryAllDone>;

/** `GET /api/ops/job-runs` */
export const jobRunsQuery = z.strictObject({
  ...pageQuery,
  job: name.optional(),
  outcome: z.enum(["done", "retry", "failed"]).optional(),
  from: from.optional(),
  to: to.optional(),
});
export type JobRunsQuery = z.output<typeof jobRunsQuery>;

/** `GET /api/ops/dead-letters` */
export const deadLettersQuery = z.strictObject({
  ...pageQuery,
  job: name.optional(),
  status: z.enum(["waiting", "retried"]).optional(),
});
export type DeadLettersQuery = z.output<typeof deadLettersQuery>;

/** `GET /api/ops/deadlines` */
export const deadlinesQuery = z.strictObject({
  withinHours: z.coerce.number().int().min(1).max(24 * 60).default(7 * 24),
});
export type DeadlinesQuery = z.output<typeof deadlinesQuery>;

const at = z.string().nullable();

/** What a call was about, and how that stands now. */
export const subjectSchema = z.object({
  kind: z.enum(["e_invoice", "irn_cancellation", "e_way_bill", "e_way_change"]),
  id: z.string(),
  voucherId: z.string().optional().meta({
    description: "none: it is about a bill that others made, or that holds several",
  }),
  number: z.string().optional().meta({ description: "of the voucher" }),
  numberThere: z.string().optional().meta({ description: "the IRN, or the e-way bill's number" }),
  status: z.string(),
  open: z.boolean().meta({ description: "false: it is settled, whatever became of this call" }),
  nextAttemptAt: z.string().optional(),
  error: z.object({ code: z.string(), message: z.string().optional() }).optional(),
});
export type Subject = z.infer<typeof subjectSchema>;

export const apiCallSchema = z.object({
  id: z.string(),
  calledAt: z.string(),
  portal: z.string(),
  operation: z.string(),
  entityId: z.string().nullable(),
  gstin: z.string().nullable(),
  environment: z.string().nullable(),
  provider: z.string().nullable(),
  url: z.string(),
  outcome: z.enum(["done", "refused", "retry", "unknown"]),
  httpStatus: z.number().nullable(),
  errorCode: z.string().nullable().meta({
    description: "with outcome done: the portal answered a question with “there is none”",
  }),
  errorMessage: z.string().nullable(),
  durationMs: z.number(),
  request: z.string().nullable().meta({ description: "as text, secrets masked; cut in lists" }),
  response: z.string().nullable(),
  about: subjectSchema.nullable(),
  reason: z.string().meta({ description: "how it ended, in words" }),
  next: z.string().meta({ description: "what happens now, or what to do" }),
}).meta({ id: "ApiCall" });
export type ApiCall = z.infer<typeof apiCallSchema>;

export const oneApiCallSchema = apiCallSchema.extend({
  requestHeaders: z.record(z.string(), z.string()).nullable(),
  retries: z.array(z.object({ requestedAt: z.string(), requestedBy: z.string().nullable() })),
}).meta({ id: "ApiCallInFull" });
export type OneApiCall = z.infer<typeof oneApiCallSchema>;

export const jobRunSchema = z.object({
  id: z.string(),
  job: z.string(),
  queuedId: z.string(),
  attempt: z.number(),
  startedAt: z.string(),
  finishedAt: z.string(),
  outcome: z.enum(["done", "retry", "failed"]),
  summary: z.unknown(),
  error: z.string().nullable(),
}).meta({ id: "JobRun" });
export type JobRun = z.infer<typeof jobRunSchema>;

export const jobSchema = z.object({
  job: z.string(),
  title: z.string().meta({ description: "what people call it" }),
  schedule: z.object({
    cron: z.string(),
    timezone: z.string(),
    words: z.string(),
    nextRunAt: at,
  }).nullable(),
  queued: z.number(),
  active: z.number(),
  retrying: z.number(),
  sweeping: z.boolean().meta({ description: "a run over every company is on its way" }),
  nextAt: at.meta({ description: "when the earliest of what waits is due" }),
  lastSweptAt: at.meta({
    description: "when a run over every company last came to its end, whether or not there was anything to do",
  }),
  retryLimit: z.number(),
  deadLetters: z.number(),
  failedToday: z.number(),
  lastRun: jobRunSchema.omit({ job: true, queuedId: true }).nullable(),
}).meta({ id: "JobQueue" });
export type JobQueue = z.infer<typeof jobSchema>;

export const deadLetterSchema = z.object({
  id: z.string(),
  job: z.string(),
  queuedId: z.string(),
  payload: z.record(z.string(), z.unknown()),
  attempts: z.number(),
  error: z.string(),
  diedAt: z.string(),
  retriedAt: at,
  retriedBy: z.string().nullable(),
}).meta({ id: "DeadLetter" });
export type DeadLetter = z.infer<typeof deadLetterSchema>;

export const oneJobSchema = z.object({
  id: z.string(),
  job: z.string(),
  state: z.string(),
  payload: z.record(z.string(), z.unknown()).nullable(),
  createdAt: at,
  startAfter: at,
  deadLetter: deadLetterSchema.nullable(),
  runs: z.array(jobRunSchema),
}).meta({ id: "QueuedJob" });
export type OneJob = z.infer<typeof oneJobSchema>;
