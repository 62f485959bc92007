import { Hono } from "hono";
import type { Visitor } from "../../../domain/core/mod.ts";
import {
  type DeadLetter,
  type JobQueue,
  type JobRun,
  listDeadLetters,
  listJobRuns,
  listJobs,
  type OneJob,
  readJob,
  retryJob,
} from "../../../domain/ops/mod.ts";
import type { Env } from "../../deps.ts";
import { contextOf } from "../../middleware/tenant.ts";
import { showPage } from "../layout.tsx";
import { page, visitorOf } from "../page.ts";
import { Action, Empty, Facts, Head, Sheet, Table } from "../parts.tsx";
import { operations } from "../sections.ts";
import { Instant, inWords } from "../times.tsx";
import { jobName, State } from "./words.tsx";

/** `/ops/jobs`: what waits, what runs, what was given up; and one job with its attempts. */
export function jobs(): Hono<Env> {
  return new Hono<Env>()
    .get("/ops/jobs", page({ summary: "Jobs", scope: "ops:read" }), async (c) => {
      const ctx = contextOf(c);
      const now = ctx.clock.now();
      const [queues, letters, runs] = await Promise.all([
        listJobs(ctx),
        listDeadLetters(ctx, { status: "waiting", limit: 50 }),
        listJobRuns(ctx, { limit: 20 }),
      ]);
      return showPage(
        c,
        { title: "Jobs", section: operations, reload: 15 },
        (
          <>
            <Head title="Jobs" now={now}>What the installation does for this company by itself.</Head>
            <Sheet title="Given up" aside={letters.data.length > 0 && "each waits until somebody sends it again"}>
              <DeadLetters letters={letters.data} now={now} visitor={visitorOf(c)} />
            </Sheet>
            <Sheet title="Every kind of job">
              <Queues queues={queues} now={now} />
            </Sheet>
            <Sheet title="Runs" aside="newest first">
              <Runs runs={runs.data} now={now} />
            </Sheet>
          </>
        ),
      );
    })
    .post("/ops/jobs/:id/retry", page({ summary: "Send a job again", scope: "ops:write" }), async (c) => {
      const { id } = await retryJob(contextOf(c), c.var.deps.later, c.req.param("id"));
      return c.redirect(`/ops/jobs/${id}`, 303);
    })
    .get("/ops/jobs/:id", page({ summary: "A job", scope: "ops:read" }), async (c) => {
      const ctx = contextOf(c);
      const one = await readJob(ctx, c.req.param("id"));
      return showPage(
        c,
        { title: jobName(one.job), section: operations, reload: 15 },
        <Job job={one} now={ctx.clock.now()} />,
      );
    });
}

function Job({ job, now }: { job: OneJob; now: Date }) {
  const { deadLetter } = job;
  const facts = {
    "State": <State of={job.state} />,
    "Made": job.createdAt && inWords(job.createdAt),
    "Given up": deadLetter && inWords(deadLetter.diedAt),
    "Why": deadLetter?.error,
    "Sent again": deadLetter?.retriedAt && inWords(deadLetter.retriedAt),
    "By": deadLetter?.retriedBy,
    "Payload": job.payload && <code>{JSON.stringify(job.payload)}</code>,
  };
  return (
    <>
      <Head title={jobName(job.job)} now={now} above={{ href: "/ops/jobs", label: "Jobs" }} />
      <Sheet title="The job">
        <div class="body">
          <Facts facts={facts} long={["Payload"]} />
        </div>
      </Sheet>
      <Sheet title="Attempts">
        <Runs runs={job.runs} now={now} />
      </Sheet>
    </>
  );
}

interface Letters {
  readonly letters: readonly DeadLetter[];
  readonly now: Date;
  readonly visitor: Visitor;
}

function DeadLetters({ letters, now, visitor }: Letters) {
  if (letters.length === 0) {
    return <Empty title="No job was given up">What fails is tried again with growing pauses.</Empty>;
  }
  return (
    <Table
      columns={["Job", "Given up", "Attempts", "Why", ""]}
      rows={letters.map(({ id, job, diedAt, attempts, error }) => [
        <a href={`/ops/jobs/${id}`}>{jobName(job)}</a>,
        <Instant at={diedAt} now={now} />,
        attempts,
        <span class="reason">{error}</span>,
        <Action
          {...{ visitor, label: "Send again", says: `Send ${jobName(job)} again`, to: `/ops/jobs/${id}/retry` }}
          needs="ops:write"
        />,
      ])}
    />
  );
}

function Queues({ queues, now }: { queues: readonly JobQueue[]; now: Date }) {
  return (
    <Table
      columns={["Job", "Runs", "Waits", "Last run", "Next"]}
      rows={queues.map(({ job, schedule, queued, active, retrying, sweeping, lastRun, failedToday, nextAt }) => [
        <b>{jobName(job)}</b>,
        schedule?.words ?? "when asked",
        <>
          {[
            active > 0 || sweeping ? "running" : "",
            queued > 0 ? `${queued} queued` : "",
            retrying > 0 ? `${retrying} again` : "",
          ]
            .filter(Boolean).join(", ") || <span class="quiet none">nothing</span>}
        </>,
        lastRun
          ? (
            <>
              <State of={lastRun.outcome} /> <Instant at={lastRun.finishedAt} now={now} />
              {failedToday > 0 && <span class="small quiet">{`${failedToday} failed in 24 hours`}</span>}
            </>
          )
          : <span class="quiet none">not yet</span>,
        <Instant at={nextAt ?? schedule?.nextRunAt ?? null} now={now} />,
      ])}
    />
  );
}

function Runs({ runs, now }: { runs: readonly JobRun[]; now: Date }) {
  if (runs.length === 0) return <Empty title="No run yet">Each run shows here as soon as it ends.</Empty>;
  return (
    <Table
      columns={["Started", "Job", "Attempt", "Ended", "What came of it"]}
      rows={runs.map(({ startedAt, job, queuedId, attempt, outcome, summary, error }) => [
        <Instant at={startedAt} now={now} />,
        <a href={`/ops/jobs/${queuedId}`}>{jobName(job)}</a>,
        attempt,
        <State of={outcome} />,
        <span class="reason">{error ?? figures(summary)}</span>,
      ])}
    />
  );
}

/** `{"generated":3,"failed":0,"head":"9f…"}` → `3 generated, 0 failed`: the figures of a run, in words. */
function figures(summary: unknown): string {
  if (typeof summary !== "object" || summary === null) return "nothing to do";
  const shown = Object.entries(summary).filter(([name, value]) => typeof value === "number" && !/(No|Id)$/.test(name))
    .map(([name, value]) => `${value} ${name.replaceAll(/([A-Z])/g, " $1").toLowerCase()}`);
  return shown.join(", ") || "done";
}
