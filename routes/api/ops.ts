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
} from "../../domain/ops/mod.ts";
import type { Env } from "../deps.ts";
import { endpoint } from "../middleware/endpoint.ts";
import { contextOf } from "../middleware/tenant.ts";

const tag = "operations";
const missing = { 404: ["not_found"] };
const reads = { tag, scope: "ops:read" } as const;

/** How portals and jobs stand, and what to try again. */
export function ops(): Hono<Env> {
  return standing(jobs(calls(new Hono<Env>())));
}

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
