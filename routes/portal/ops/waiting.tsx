import { Hono } from "hono";
import type { Context as HonoContext } from "hono";
import { listPending } from "../../../domain/einvoice/mod.ts";
import { listBills } from "../../../domain/ewaybill/mod.ts";
import { type Deadline, listDeadlines } from "../../../domain/ops/mod.ts";
import type { Env } from "../../deps.ts";
import { contextOf } from "../../middleware/tenant.ts";
import { showPage } from "../layout.tsx";
import { page } from "../page.ts";
import { Empty, Head, Sheet, Table } from "../parts.tsx";
import { operations } from "../sections.ts";
import { Instant, withInstantsInWords } from "../times.tsx";
import { DeadlineTable } from "./deadline_table.tsx";
import { State } from "./words.tsx";

/** A document that waits for a portal, as the lists of both contexts tell it. */
interface Waiting {
  readonly voucherId: string;
  readonly number?: string | null;
  readonly voucherNumber?: string;
  readonly status: string;
  readonly attempts?: number;
  readonly nextAttemptAt?: string | null;
  readonly error?: { readonly code: string; readonly message?: string } | null;
}

const open = ["unknown", "failed", "cancelling", "pending"] as const;
const inOrder = (a: Waiting, b: Waiting) => rank(a.status) - rank(b.status);
const rank = (status: string) => open.findIndex((one) => one === status);
const read = (json: string) => (JSON.parse(json) as { data: Waiting[] }).data;
const everythingDue = { withinHours: 60 * 24 };

/** `/ops/einvoices` and `/ops/eway-bills`: what the portals have not settled yet, and until when it must be. */
export function waitingPages(): Hono<Env> {
  return new Hono<Env>()
    .get("/ops/einvoices", page({ summary: "E-invoices that wait", scope: "ops:read" }), async (c) => {
      const ctx = contextOf(c);
      const [list, deadlines] = await Promise.all([
        listPending(ctx, { limit: 200 }),
        listDeadlines(ctx, everythingDue),
      ]);
      return showWaiting(c, {
        title: "E-invoices",
        settled: "Every document that needs one has its IRN.",
        about: "Documents without their IRN: each is sent by itself, and must be registered within the portal's days.",
        waiting: read(list).toSorted(inOrder),
        deadlines: deadlines.filter(({ kind }) => kind.startsWith("e_invoice") || kind.startsWith("irn")),
      });
    })
    .get("/ops/eway-bills", page({ summary: "E-way bills that wait", scope: "ops:read" }), async (c) => {
      const ctx = contextOf(c);
      const [deadlines, ...lists] = await Promise.all([
        listDeadlines(ctx, everythingDue),
        ...open.map((status) => listBills(ctx, { status, limit: 50 })),
      ]);
      return showWaiting(c, {
        title: "E-way bills",
        settled: "Every bill that was asked for is made or refused.",
        about: "Bills that the portal has not settled, and those whose day is near.",
        waiting: lists.flatMap(read),
        deadlines: deadlines.filter(({ kind }) => kind.startsWith("e_way")),
      });
    });
}

interface Shown {
  readonly title: string;
  readonly about: string;
  /** What is said when nothing waits. */
  readonly settled: string;
  readonly waiting: readonly Waiting[];
  readonly deadlines: readonly Deadline[];
}

function showWaiting(c: HonoContext<Env>, { title, about, settled, waiting, deadlines }: Shown) {
  const now = contextOf(c).clock.now();
  const unknown = waiting.filter(({ status }) => status === "unknown");
  const rest = waiting.filter(({ status }) => status !== "unknown");
  const others = deadlines.filter(({ voucherId }) => !waiting.some((one) => one.voucherId === voucherId));
  return showPage(
    c,
    { title, section: operations, reload: 15 },
    (
      <>
        <Head title={title} now={now}>{about}</Head>
        {unknown.length > 0 && (
          <div class="note open" role="status">
            <p>
              <b>
                We do not know yet whether the portal has{" "}
                {unknown.length === 1 ? "one of these" : `${unknown.length} of these`}.
              </b>
            </p>
            <p>
              The answer to what was sent did not arrive. The portal is asked by document number before anything is sent
              again, so nothing is registered twice; it forgets after about two days, so this is settled within 46
              hours.
            </p>
          </div>
        )}
        {unknown.length > 0 && (
          <Sheet title="Not known yet">
            <WaitingTable waiting={unknown} deadlines={deadlines} now={now} />
          </Sheet>
        )}
        <Sheet title="Waiting or refused">
          {rest.length === 0
            ? <Empty title="Nothing waits">{settled}</Empty>
            : <WaitingTable waiting={rest} deadlines={deadlines} now={now} />}
        </Sheet>
        {others.length > 0 && (
          <Sheet title="Days to keep">
            <DeadlineTable deadlines={others} now={now} />
          </Sheet>
        )}
      </>
    ),
  );
}

interface Listed {
  readonly waiting: readonly Waiting[];
  readonly deadlines: readonly Deadline[];
  readonly now: Date;
}

function WaitingTable({ waiting, deadlines, now }: Listed) {
  return (
    <Table
      columns={["Document", "State", "Must be settled", "Tried again", "Why"]}
      rows={waiting.map(({ voucherId, number, voucherNumber, status, attempts, nextAttemptAt, error }) => {
        const due = deadlines.find((one) => one.voucherId === voucherId);
        return [
          <a class="whole" href={`/ops/calls?entityId=${voucherId}`}>{number ?? voucherNumber ?? "its calls"}</a>,
          <>
            <State of={status} />
            {!!attempts && <span class="small quiet">{`${attempts} ${attempts === 1 ? "try" : "tries"}`}</span>}
          </>,
          <Instant at={due?.dueAt ?? null} now={now} />,
          status === "failed" ? "when it is mended" : <Instant at={nextAttemptAt ?? null} now={now} />,
          <span class="reason">
            {error ? withInstantsInWords(error.message ?? error.code) : <span class="quiet none">–</span>}
          </span>,
        ];
      })}
    />
  );
}
