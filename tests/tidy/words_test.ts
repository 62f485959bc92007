import { generated, matches, none, product, sources, typescript } from "./sources.ts";

/** What must not be written anywhere: loose types, loose ends, other people's names for things, secrets. */

const written = sources.filter(({ path }) => !generated.has(path) && !path.startsWith("tests/tidy/"));

Deno.test("no type is loose: no any, no silenced error; a lint exception, which tests alone may need, has its reason", () => {
  none(matches(product, /\bas any\b|:\s*any\b|<any[,>]|\bany\[\]/));
  none(matches(typescript, /@ts-(ignore|nocheck|expect-error)/));
  none(matches(typescript, /deno-lint-ignore(?!.*--\s*\S)/));
});

Deno.test("nothing is left to do in a comment", () => none(matches(written, /\b(TODO|FIXME|XXX|HACK)\b/)));

Deno.test("a calendar day is text: no day is cut out of a Date", () => {
  const cut = /\.toISOString\(\)\s*\.(slice|split|substring)|\.get(UTC)?(FullYear|Month|Date)\(|toLocaleDateString/;
  none(matches(product, cut), {
    "routes/demo/walk.ts": "the demo posts for today, as a client would: the Indian day",
    "domain/ops/cron.ts": "when a schedule runs next: the clock on the wall, no document's day",
  });
});

Deno.test("the clock is injected: the wall clock is read where it is made, and where a log line is stamped", () => {
  none(matches(product, /\bnew Date\(\)|\bDate\.now\(\)/), {
    "domain/shared/context.ts": "systemClock itself",
    "jobs/log.ts": "the time of a log line",
    "routes/middleware/log.ts": "the time of a log line",
    "routes/demo/walk.ts": "the demo posts for today, as a client would",
    "db/embedded/running.ts": "how long a server is waited for",
    "domain/shared/wait_while.ts": "how long a request waits for the job's outcome",
    "domain/gateways/nic/transport.ts": "the portal's Retry-After may be a date",
    "domain/gateways/nic/exchange.ts": "the default; the worker hands its clock in",
  });
});

Deno.test("money is never made a number in TypeScript", () => {
  none(matches(product, /\b(parseFloat|Number)\([^)]*(amount|total|rate|price|debit|credit|turnover)/i));
});

Deno.test("the environment is read in one place", () => {
  none(matches(product, /Deno\.env|process\.env/), {
    "db/settings.ts": "the place",
    "db/embedded/server.ts": "what PostgreSQL itself must be given: PATH and the like",
    "db/embedded/passwords.ts": "the roles' passwords, for the tools alone",
  });
});

Deno.test("SQL is not put together from values", () => {
  none(matches(product, /\.unsafe\(/), {
    "db/call.ts": "names of functions and parameters from the generated list; values are bound",
    "domain/reports/run.ts": "names of functions and columns from the list of reports; values are bound",
    "db/tools/": "statements that take no parameters (create role, create function), from files and names of our own",
    "jobs/boss.ts": "the job queue's own statements; its values are bound",
  });
});

Deno.test("the repository says nothing of the desk it was written at", () => {
  none(
    matches(written, /\/(work|root|Users)\/|\/home\/(?!deno\b)|\.\.\/shared\/(seeds|reference|design|contract|tools)/),
  );
  none(matches(written, /\b(claude|anthropic|chatgpt|copilot|house\.md|design\.md|contract\.md)\b/i));
  none(matches(written, /\b(ai|coding|sub-?)[ -]?(agent|assistant|helper)s?\b|\bworking session\b/i));
});

Deno.test("no secret is written down", () => {
  const keys = /-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_\w{30,}|\bsk-[A-Za-z0-9]{20,}/;
  none(matches(written, keys), {
    "tests/gateways/object_store_signing_test.ts": "the credentials of AWS's published examples, which open nothing",
  });
  none(matches(written, /postgres(ql)?:\/\/[^\s:@/"'`$]+:[^\s@"'`$]{3,}@(?!127\.0\.0\.1|localhost)/), {
    "tests/routes/health_test.ts": "a made-up address, which no answer may tell",
  });
  const assigned = /\b(password|secret|api_?key|token)\b["']?\s*[:=]\s*["'][^"'$]{6,}["']/i;
  none(matches(product, assigned), {
    "routes/demo/": "the development run's own users, whose password the front page tells",
    "routes/portal/words/": "the label of a field, in two languages",
  });
});
