import { Hono } from "hono";
import { listApiCalls, listBreakers, listDeadlines, listJobs, readSummary } from "../../../domain/ops/mod.ts";
import type { Env } from "../../deps.ts";
import { contextOf } from "../../middleware/tenant.ts";
import { showPage } from "../layout.tsx";
import { page, visitorOf } from "../page.ts";
import { Empty, Figure, Head, Sheet, Table } from "../parts.tsx";
import { operations } from "../sections.ts";
import { Instant } from "../times.tsx";
import { BreakerTable } from "./breakers.tsx";
import { CallTable } from "./call_table.tsx";
import { DeadlineTable } from "./deadline_table.tsx";
import { jobName, State } from "./words.tsx";

/** `/ops`: how the portals and the jobs of a company stand, and what is next to miss its day. */
export function overview(): Hono<Env> {
  return new Hono<Env>().get("/ops", page({ summary: "Overview of operations", scope: "ops:read" }), async (c) => {
    const ctx = contextOf(c);
    const visitor = visitorOf(c);
    const now = ctx.clock.now();
    const [summary, deadlines, breakers, jobs, calls] = await Promise.all([
      readSummary(ctx),
      listDeadlines(ctx, { withinHours: 7 * 24 }),
      listBreakers(ctx),
      listJobs(ctx),
      listApiCalls(ctx, { status: "failed", limit: 5 }),
    ]);
    return showPage(
      c,
      { title: "Operations", section: operations, reload: 15 },
      (
        <>
          <Head title="Operations" now={now}>How the portals and the jobs of {visitor.company} stand.</Head>
          <Figures {...{ summary }} />
          <Sheet
            title="About to miss a deadline"
            aside={deadlines.length > 8 && `the nearest 8 of ${deadlines.length}`}
          >
            <DeadlineTable {...{ deadlines: deadlines.slice(0, 8), now }} />
          </Sheet>
          <Sheet title="Calls that failed last" aside={<a href="/ops/calls">All failed calls</a>}>
            <CallTable {...{ calls: calls.data, now, visitor }} />
          </Sheet>
          <div class="columns">
            <Sheet title="Portals" aside={<a href="/ops/portals">Registrations</a>}>
              <BreakerTable {...{ breakers, now }} />
            </Sheet>
            <Sheet title="Jobs that ran last" aside={<a href="/ops/jobs">All jobs</a>}>
              <LastRuns {...{ jobs, now }} />
            </Sheet>
          </div>
        </>
      ),
    );
  });
}

function Figures({ summary }: { summary: Awaited<ReturnType<typeof readSummary>> }) {
  const { eInvoices, eWayBills, deadlines } = summary;
  return (
    <nav class="figures" aria-label="In figures">
      <Figure count={summary.failedCallsToday} label="failed calls in 24 hours" href="/ops/calls" tone="bad" />
      <Figure count={eInvoices.unknown + eWayBills.unknown} label="not known yet" href="/ops/einvoices" tone="open" />
      <Figure count={eInvoices.failed} label="e-invoices refused" href="/ops/einvoices" tone="bad" />
      <Figure count={eInvoices.pending} label="e-invoices waiting" href="/ops/einvoices" tone="warn" />
      <Figure count={eWayBills.failed} label="e-way bills refused" href="/ops/eway-bills" tone="bad" />
      <Figure count={eWayBills.pending} label="e-way bills waiting" href="/ops/eway-bills" tone="warn" />
      <Figure count={deadlines.overdue} label="deadlines missed" href="/ops#due" tone="bad" />
      <Figure count={deadlines.withinADay} label="deadlines within a day" href="/ops#due" tone="warn" />
      <Figure count={summary.deadLetters} label="jobs given up" href="/ops/jobs" tone="bad" />
      <Figure count={summary.openNotifications} label="open notifications" href="/ops/notifications" tone="warn" />
    </nav>
  );
}

function LastRuns({ jobs, now }: { jobs: Awaited<ReturnType<typeof listJobs>>; now: Date }) {
  const ran = jobs.flatMap(({ job, lastRun, schedule }) => lastRun ? [{ job, lastRun, schedule }] : []);
  if (ran.length === 0) return <Empty title="No job has run yet">Each run shows here as soon as it ends.</Empty>;
  const newest = ran.toSorted((a, b) => b.lastRun.startedAt < a.lastRun.startedAt ? -1 : 1).slice(0, 6);
  return (
    <Table
      columns={["Job", "Ended", "How"]}
      rows={newest.map(({ job, lastRun, schedule }) => [
        <>
          {jobName(job)}
          <span class="small quiet">{schedule?.words ?? "when asked"}</span>
        </>,
        <Instant at={lastRun.finishedAt} now={now} />,
        <State of={lastRun.outcome} />,
      ])}
    />
  );
}
