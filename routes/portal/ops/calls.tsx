import { Hono } from "hono";
import { z } from "zod";
import type { Visitor } from "../../../domain/core/mod.ts";
import { apiCallsQuery, listApiCalls, retryAllBody, retryAllCalls } from "../../../domain/ops/mod.ts";
import type { Env } from "../../deps.ts";
import { contextOf } from "../../middleware/tenant.ts";
import { showPage } from "../layout.tsx";
import { page, visitorOf } from "../page.ts";
import { Action, Head, More, Sheet } from "../parts.tsx";
import { operations } from "../sections.ts";
import { CallTable, mayHelp } from "./call_table.tsx";

/** A list as it is asked for; after a retry of all, what came of it. */
const asked = z.strictObject({
  ...apiCallsQuery.shape,
  retried: z.coerce.number().int().min(0).optional(),
  left: z.coerce.number().int().min(0).optional(),
});
type Asked = z.output<typeof asked>;

/** `/ops/calls`: calls to portals that failed, or whichever are asked for; and all of them retried. */
export function calls(): Hono<Env> {
  return new Hono<Env>()
    .get("/ops/calls", page({ summary: "Calls to portals", scope: "ops:read", query: asked }), async (c) => {
      const ctx = contextOf(c);
      const [now, visitor] = [ctx.clock.now(), visitorOf(c)];
      const { retried, left, ...query } = c.req.valid("query");
      const status = query.status ?? (query.entityId ? undefined : "failed");
      const { data, nextCursor } = await listApiCalls(ctx, { ...query, status });
      const title = status === "failed" ? "Failed calls" : "Calls to portals";
      return showPage(
        c,
        { title, section: operations, reload: query.cursor ? 0 : 15 },
        (
          <>
            <Head title={title} now={now}>
              What was sent, what came back and why it did not do. Secrets are masked.
            </Head>
            {retried !== undefined && <Retried retried={retried} left={left ?? 0} />}
            <Filters query={{ ...query, status }} />
            <Sheet
              title={query.entityId ? "About this document" : "Newest first"}
              aside={!query.entityId && data.some(mayHelp) && <RetryAll visitor={visitor} query={query} />}
            >
              <CallTable {...{ calls: data, now, visitor }} />
              <More path="/ops/calls" query={query} cursor={nextCursor} />
            </Sheet>
          </>
        ),
      );
    })
    .post(
      "/ops/calls/retry-all",
      page({ summary: "Retry all", scope: "ops:write", form: retryAllBody }),
      async (c) => {
        const body = c.req.valid("form");
        const { retried, refused } = await retryAllCalls(contextOf(c), c.var.deps.later, body);
        const told = { ...body, retried: String(retried), left: String(refused.length) };
        return c.redirect(`/ops/calls?${new URLSearchParams(told)}`, 303);
      },
    );
}

function Retried({ retried, left }: { retried: number; left: number }) {
  const due = retried === 1
    ? "One thing is due again, and sent by itself."
    : `${retried} things are due again, and sent by themselves.`;
  return (
    <div class="note" role="status">
      <p>
        <b>{retried === 0 ? "Nothing was there to be retried." : due}</b>
      </p>
      {left > 0 && <p>{left === 1 ? "One was left as it is." : `${left} were left as they are.`}</p>}
      {retried > 0 && <p>What comes of it shows below, newest first.</p>}
    </div>
  );
}

/** What the portal refused is tried again only where its code is named: it must have been mended first. */
function RetryAll({ visitor, query }: { visitor: Visitor; query: Omit<Asked, "retried" | "left"> }) {
  const { portal, errorCode } = query;
  const label = errorCode ? `Retry all with ${errorCode}` : "Retry all that may go through";
  return <Action {...{ visitor, label, fields: { portal, errorCode } }} needs="ops:write" to="/ops/calls/retry-all" />;
}

const ways = { failed: "failed", refused: "refused", unknown: "not known", retry: "to be tried again", done: "done" };

function Filters({ query }: { query: Omit<Asked, "retried" | "left"> }) {
  return (
    <form class="filters" method="get" action="/ops/calls" aria-label="Which calls">
      <label>
        Ended
        <select name="status">
          {query.entityId && <option value="">any way</option>}
          {Object.entries(ways).map(([value, word]) => (
            <option value={value} selected={query.status === value}>{word}</option>
          ))}
        </select>
      </label>
      <label>
        Portal
        <select name="portal">
          <option value="">both</option>
          <option value="irp" selected={query.portal === "irp"}>e-invoice</option>
          <option value="ewb" selected={query.portal === "ewb"}>e-way bill</option>
        </select>
      </label>
      <label>
        Error code
        <input name="errorCode" value={query.errorCode ?? ""} maxlength={60} />
      </label>
      <label>
        From
        <input name="from" type="date" value={query.from?.slice(0, 10) ?? ""} />
      </label>
      <label>
        To
        <input name="to" type="date" value={query.to?.slice(0, 10) ?? ""} />
      </label>
      {query.entityId && <input type="hidden" name="entityId" value={query.entityId} />}
      <button type="submit">Show these</button>
    </form>
  );
}
