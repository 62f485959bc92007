import assert from "node:assert/strict";
import { nextRun, wordsOf } from "../../domain/ops/cron.ts";
import { titleOf } from "../../domain/ops/titles.ts";
import { jobs } from "../../jobs/jobs.ts";

const next = (cron: string, after: string) => nextRun(cron, "Asia/Kolkata", new Date(after))?.toISOString();

Deno.test("a schedule's next run is the next minute in India that it names", () => {
  assert.equal(next("*/5 * * * *", "2026-11-20T10:00:00+05:30"), "2026-11-20T04:35:00.000Z");
  assert.equal(next("*/30 * * * *", "2026-11-20T10:29:59+05:30"), "2026-11-20T05:00:00.000Z");
  assert.equal(next("40 3 * * *", "2026-11-20T03:40:00+05:30"), "2026-11-20T22:10:00.000Z");
  assert.equal(next("0 9 * * 1", "2026-11-20T10:00:00+05:30"), "2026-11-23T03:30:00.000Z");
  assert.equal(next("15 1 1 * *", "2026-12-31T23:59:00+05:30"), "2026-12-31T19:45:00.000Z");
  assert.equal(next("0 0 29 2 *", "2026-11-20T10:00:00+05:30"), "2028-02-28T18:30:00.000Z");
  assert.equal(next("0 9-17/4 * * 1-5", "2026-11-20T18:00:00+05:30"), "2026-11-23T03:30:00.000Z");
  assert.equal(next("0 0 13 * 5", "2026-11-20T10:00:00+05:30"), "2026-11-26T18:30:00.000Z", "the day or the weekday");
});

Deno.test("what is no schedule of ours is not guessed at", () => {
  for (const cron of ["", "* * * *", "61 * * * *", "x * * * *", "@daily", "0 0 31 2 *"]) {
    assert.equal(next(cron, "2026-11-20T10:00:00+05:30"), undefined, cron);
  }
  assert.equal(nextRun("* * * * *", "America/New_York", new Date()), null);
});

Deno.test("schedules are told in words", () => {
  const told = {
    "* * * * *": "every minute",
    "*/5 * * * *": "every 5 minutes",
    "5 * * * *": "every hour at 5 past",
    "10,40 * * * *": "every hour at minutes 10, 40",
    "20 */6 * * *": "every 6 hours at 20 past",
    "40 3 * * *": "every day at 03:40 (IST)",
    "0 9 * * 1": "every Monday at 09:00 (IST)",
    "0 9 1 * *": "on day 1 of the month at 09:00 (IST)",
    "0 9 1 1 *": "0 9 1 1 *",
  };
  for (const [cron, words] of Object.entries(told)) assert.equal(wordsOf(cron), words);
});

Deno.test("every job's schedule is read and told, and those the requirements name run as often as they say", () => {
  for (const { name, schedule, tz } of jobs) {
    if (schedule === null) continue;
    assert.ok(nextRun(schedule, tz, new Date()), name);
    assert.notEqual(wordsOf(schedule), schedule, name);
  }
  const words = Object.fromEntries(jobs.map(({ name, schedule }) => [name, wordsOf(schedule ?? "")]));
  assert.equal(words["einvoice.generate_irn"], "every 5 minutes");
  assert.equal(words["einvoice.retry_failed"], "every 30 minutes");
  assert.equal(words["einvoice.refresh_tokens"], "every 30 minutes");
  for (const { name } of jobs) assert.notEqual(titleOf(name), name, `${name} has no title in domain/ops/titles.ts`);
});
