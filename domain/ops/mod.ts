/** How portals and jobs stand, for whoever keeps them going. The rows belong to other contexts; this reads them, and asks those to try again. */
export { listApiCalls, readApiCall } from "./calls.ts";
export { retryAllCalls, retryApiCall, retryJob } from "./commands.ts";
export { listDeadLetters, listJobRuns, listJobs, readJob } from "./jobs.ts";
export { type Measure, measuring } from "./measures.ts";
export type { Page } from "./pages.ts";
export {
  type ApiCall,
  apiCallSchema,
  apiCallsQuery,
  type DeadLetter,
  deadLetterSchema,
  deadLettersQuery,
  deadlinesQuery,
  type JobQueue,
  type JobRun,
  jobRunSchema,
  jobRunsQuery,
  jobSchema,
  type OneApiCall,
  oneApiCallSchema,
  type OneJob,
  oneJobSchema,
  retryAllBody,
  type RetryAllDone,
  retryAllDone,
  type Subject,
} from "./schema.ts";
export {
  type Breaker,
  type Deadline,
  type DeadlineKind,
  listBreakers,
  listDeadlines,
  readSummary,
  type Summary,
} from "./standing.ts";
export { titleOf } from "./titles.ts";
export { makePartitions } from "./work.ts";
