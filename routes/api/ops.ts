import { Hono } from "hono";
import {
  apiCallSchema,
  apiCallsQuery,
  deadLetterSchema,
  deadLettersQuery,
  deadlinesQuery,
  jobRunSchema,
  jobRunsQuery,
  jobSchema,
  listApiCalls,
  listBreakers,
  listDeadLetters,
  listDeadlines,
  listJobRuns,
  listJobs,
  oneApiCallSchema,
  oneJobSchema,
  readApiCall,
  readJob,
  readSummary,
  retryAllBody,
  retryAllCalls,
  retryAllDone,
  retryApiCall,
  retryJob,
} from "../../domain/ops/mod.ts";
import type { Env } from "../deps.ts";
import { endpoint } from "../middleware/endpoint.ts";
import { contextOf } from "../middleware/tenant.ts";

const tag = "operations";
const missing = { 404: ["not_found"] };
const reads = { tag, scope: "ops:read" } as const;

/** How portals and jobs stand, and what to try again. */
export function ops(): Hono<Env> {
  return again(standing(jobs(calls(new Hono<Env>()))));
}

const writes = { tag, scope: "ops:write" } as const;

function again(app: Hono<Env>): Hono<Env> {
  return app
    .post(
      "/api/ops/api-calls/retry-all",
      endpoint({
        ...writes,
        summary: "Makes due again everything that stands after a failed call",
        description:
          "The oldest 500 that are not due yet; asked again, the next. Without a body, all of it. What a portal refused only when its code is named.",
        body: retryAllBody,
        bodyOptional: true,
        answers: { status: 200, description: "How many, and what is left as it is", schema: retryAllDone },
      }),
      async (c) => c.json(await retryAllCalls(contextOf(c), c.var.deps.later, c.req.valid("json"))),
    )
    .post(
      "/api/ops/api-calls/:id/retry",
      endpoint({
        ...writes,
        summary: "Makes due again what a failed call was about",
        description:
          "Not the bytes of the call: the document, bill or change, by its own rules; the portal is asked first.",
        answers: { status: 200, description: "The call, with the thing as it stands now", schema: oneApiCallSchema },
        refuses: { ...missing, 409: retryRefusals },
      }),
      async (c) => c.json(await retryApiCall(contextOf(c), c.var.deps.later, c.req.param("id"))),
    )
    .post(
      "/api/ops/jobs/:id/retry",
      endpoint({
        ...writes,
        summary: "Sends a job that was given up once more",
        description: "By the dead letter's id or the job's. Should it die again, that is another dead letter.",
        answers: { status: 200, description: "The job", schema: oneJobSchema },
        refuses: { ...missing, 409: ["dead_letter_retried", "job_not_given_up"] },
      }),
      async (c) => c.json(await retryJob(contextOf(c), c.var.deps.later, c.req.param("id"))),
    );
}

const retryRefusals = [
  "api_call_succeeded",
  "api_call_settled",
  "api_call_about_nothing",
  "e_invoice_not_applicable",
  "voucher_is_cancelled",
  "e_way_bill_not_applicable",
  "e_way_bill_exists",
  "e_way_bill_nothing_to_retry",
];

function calls(app: Hono<Env>): Hono<Env> {
  return app
    .get(
      "/api/ops/api-calls",
      endpoint({
        ...reads,
        summary: "Calls to portals, newest first",
        description:
          "Request and answer with secrets masked, cut at 2,000 characters; why it ended so, and what to do.",
        query: apiCallsQuery,
        answers: { status: 200, description: "A page of calls", schema: apiCallSchema, list: true },
        refuses: { 400: ["cursor_not_valid"] },
      }),
      async (c) => c.json(await listApiCalls(contextOf(c), c.req.valid("query"))),
    )
    .get(
      "/api/ops/api-calls/:id",
      endpoint({
        ...reads,
        summary: "One call to a portal, whole",
        answers: { status: 200, description: "The call", schema: oneApiCallSchema },
        refuses: missing,
      }),
      async (c) => c.json(await readApiCall(contextOf(c), c.req.param("id"))),
    );
}

function jobs(app: Hono<Env>): Hono<Env> {
  return app
    .get(
      "/api/ops/jobs",
      endpoint({
        ...reads,
        summary: "Each kind of job: schedule, what waits, how it ran last",
        answers: { status: 200, description: "All of them", schema: jobSchema, list: true },
      }),
      async (c) => c.json({ data: await listJobs(contextOf(c)), nextCursor: null }),
    )
    .get(
      "/api/ops/jobs/:id",
      endpoint({
        ...reads,
        summary: "One job with its attempts, by its id in the queue or as a dead letter",
        answers: { status: 200, description: "The job", schema: oneJobSchema },
        refuses: missing,
      }),
      async (c) => c.json(await readJob(contextOf(c), c.req.param("id"))),
    )
    .get(
      "/api/ops/job-runs",
      endpoint({
        ...reads,
        summary: "Runs of jobs, newest first",
        query: jobRunsQuery,
        answers: { status: 200, description: "A page of runs", schema: jobRunSchema, list: true },
        refuses: { 400: ["cursor_not_valid"] },
      }),
      async (c) => c.json(await listJobRuns(contextOf(c), c.req.valid("query"))),
    )
    .get(
      "/api/ops/dead-letters",
      endpoint({
        ...reads,
        summary: "Jobs that were given up, newest first",
        query: deadLettersQuery,
        answers: { status: 200, description: "A page of them", schema: deadLetterSchema, list: true },
        refuses: { 400: ["cursor_not_valid"] },
      }),
      async (c) => c.json(await listDeadLetters(contextOf(c), c.req.valid("query"))),
    );
}

function standing(app: Hono<Env>): Hono<Env> {
  return app
    .get(
      "/api/ops/breakers",
      endpoint({
        ...reads,
        summary: "Providers of portals that have failed, and whether they are called at present",
        answers: { status: 200, description: "All of them", list: true },
      }),
      async (c) => c.json({ data: await listBreakers(contextOf(c)), nextCursor: null }),
    )
    .get(
      "/api/ops/deadlines",
      endpoint({
        ...reads,
        summary: "What is about to miss a deadline, the nearest first",
        query: deadlinesQuery,
        answers: { status: 200, description: "All of it, and what was missed within a week", list: true },
      }),
      async (c) => c.json({ data: await listDeadlines(contextOf(c), c.req.valid("query")), nextCursor: null }),
    )
    .get(
      "/api/ops/summary",
      endpoint({
        ...reads,
        summary: "How the company's portals and jobs stand, in figures",
        answers: { status: 200, description: "The figures" },
      }),
      async (c) => c.json(await readSummary(contextOf(c))),
    );
}
