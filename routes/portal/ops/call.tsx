import { Hono } from "hono";
import { listApiCalls, type OneApiCall, readApiCall, retryApiCall } from "../../../domain/ops/mod.ts";
import type { Visitor } from "../../../domain/core/mod.ts";
import type { Env } from "../../deps.ts";
import { contextOf } from "../../middleware/tenant.ts";
import { showPage } from "../layout.tsx";
import { page, visitorOf } from "../page.ts";
import { Facts, Head, Sheet } from "../parts.tsx";
import { operations } from "../sections.ts";
import { inWords } from "../times.tsx";
import { CallTable, httpWords, mayHelp, RetryCall, stateOf } from "./call_table.tsx";
import { operationName, plain, portalName, State } from "./words.tsx";

/** `/ops/calls/:id`: one call with request and answer, why it ended so, what to do, and what came of that. */
export function call(): Hono<Env> {
  return new Hono<Env>()
    .get("/ops/calls/:id", page({ summary: "A call to a portal", scope: "ops:read" }), async (c) => {
      const ctx = contextOf(c);
      const [now, visitor] = [ctx.clock.now(), visitorOf(c)];
      const one = await readApiCall(ctx, c.req.param("id"));
      const others = one.entityId === null ? null : await listApiCalls(ctx, { entityId: one.entityId, limit: 20 });
      const title = [operationName(one.operation), one.about?.number].filter(Boolean).join(" · ");
      return showPage(
        c,
        { title, section: operations, reload: one.about?.open ? 5 : 0 },
        (
          <>
            <Head title={title} now={now} above={{ href: "/ops/calls", label: "Failed calls" }} />
            <Verdict call={one} visitor={visitor} />
            <Sheet title="The call" aside={<State of={stateOf(one)} />}>
              <div class="body">
                <Facts facts={factsOf(one)} long={["Number there", "Address"]} />
              </div>
            </Sheet>
            <div class="columns">
              <Body title="What was sent" text={one.request} headers={one.requestHeaders} />
              <Body title="What came back" text={one.response} />
            </div>
            {others && (
              <Sheet title="All calls about this document" aside="newest first">
                <CallTable calls={others.data} now={now} visitor={visitor} />
              </Sheet>
            )}
          </>
        ),
      );
    })
    .post("/ops/calls/:id/retry", page({ summary: "Retry a call", scope: "ops:write" }), async (c) => {
      const { id } = await retryApiCall(contextOf(c), c.var.deps.later, c.req.param("id"));
      return c.redirect(`/ops/calls/${id}`, 303);
    });
}

/** Why it failed and what to do, or that it is settled by now. */
function Verdict({ call, visitor }: { call: OneApiCall; visitor: Visitor }) {
  const { about, outcome, retries } = call;
  const isSettled = outcome === "done" || about?.open === false;
  const tone = isSettled ? "" : outcome === "unknown" ? "open" : about?.status === "pending" ? "warn" : "bad";
  const last = retries.at(-1);
  return (
    <div class={`note ${tone}`} role="status">
      <p>
        <b>{call.reason}</b>
      </p>
      <p>{call.next}</p>
      {last && <p class="small">{`Retried ${inWords(last.requestedAt)} by ${last.requestedBy ?? "a machine"}.`}</p>}
      {mayHelp(call) && (
        <div class="actions">
          <RetryCall call={call} visitor={visitor} isMain />
        </div>
      )}
    </div>
  );
}

function factsOf(call: OneApiCall) {
  return {
    "When": inWords(call.calledAt),
    "Portal": portalName(call.portal),
    "Provider": [call.provider, call.environment && plain(call.environment).toLowerCase()].filter(Boolean).join(", "),
    "GSTIN": call.gstin && <span class="mono">{call.gstin}</span>,
    "Answer": `${httpWords(call.httpStatus)} after ${call.durationMs} ms`,
    "Error": call.errorCode && <code>{call.errorCode}</code>,
    "Document": call.about?.number,
    "Stands now": call.about && <State of={call.about.status} />,
    "Number there": call.about?.numberThere && <span class="mono">{call.about.numberThere}</span>,
    "Address": <span class="mono">{call.url}</span>,
  };
}

function Body(
  { title, text, headers }: { title: string; text: string | null; headers?: OneApiCall["requestHeaders"] },
) {
  const lines = Object.entries(headers ?? {}).map(([name, value]) => `${name}: ${value}`).join("\n");
  return (
    <Sheet title={title}>
      <pre tabindex={0} aria-label={title}>{text === null || text === "" ? "nothing" : indented(text)}</pre>
      {lines && <pre tabindex={0} aria-label="Headers">{lines}</pre>}
    </Sheet>
  );
}

/** JSON is laid out for reading; anything else is shown as it came. */
function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
