import { Hono } from "hono";
import { listBills } from "../../../domain/ewaybill/mod.ts";
import { listDeadlines } from "../../../domain/ops/mod.ts";
import type { Env } from "../../deps.ts";
import { contextOf } from "../../middleware/tenant.ts";
import { showPage } from "../layout.tsx";
import { page } from "../page.ts";
import { Empty, Head, Sheet, Table } from "../parts.tsx";
import { operations } from "../sections.ts";
import { Instant, withInstantsInWords } from "../times.tsx";
import { DeadlineTable } from "./deadline_table.tsx";
import { UnknownNote } from "./unknown_note.tsx";
import { State } from "./words.tsx";

/** A bill as its list tells it. */
interface Bill {
  readonly voucherId: string;
  readonly voucherNumber?: string;
  readonly ewbNumber?: string;
  readonly status: string;
  readonly attempts?: number;
  readonly nextAttemptAt?: string | null;
  readonly error?: { readonly code: string; readonly message?: string } | null;
}

const open = ["unknown", "failed", "cancelling", "pending"] as const;
const aMonth = { withinHours: 30 * 24 };

/** `/ops/eway-bills`: what the portal has not settled yet, and the bills whose day is near. */
export function ewayBills(): Hono<Env> {
  const spec = { summary: "E-way bills that wait", scope: "ops:read" } as const;
  return new Hono<Env>().get("/ops/eway-bills", page(spec), async (c) => {
    const ctx = contextOf(c);
    const now = ctx.clock.now();
    const [deadlines, ...lists] = await Promise.all([
      listDeadlines(ctx, aMonth),
      ...open.map((status) => listBills(ctx, { status, limit: 50 })),
    ]);
    const bills = lists.flatMap((json) => (JSON.parse(json) as { data: Bill[] }).data);
    const unknown = bills.filter(({ status }) => status === "unknown");
    return showPage(
      c,
      { title: "E-way bills", section: operations, reload: 15 },
      (
        <>
          <Head title="E-way bills" now={now}>Bills that the portal has not settled, and those whose day is near.</Head>
          <UnknownNote count={unknown.length} />
          <Sheet title="Waiting or refused">
            <Bills bills={bills} now={now} />
          </Sheet>
          <Sheet title="Days to keep" aside="within a month">
            <DeadlineTable deadlines={deadlines.filter(({ kind }) => kind.startsWith("e_way"))} now={now} />
          </Sheet>
        </>
      ),
    );
  });
}

function Bills({ bills, now }: { bills: readonly Bill[]; now: Date }) {
  if (bills.length === 0) return <Empty title="Nothing waits">Every bill that was asked for is made or refused.</Empty>;
  return (
    <Table
      columns={["Document", "State", "Tried again", "Why"]}
      rows={bills.map(({ voucherId, voucherNumber, ewbNumber, status, attempts, nextAttemptAt, error }) => [
        <>
          <a class="whole" href={`/ops/calls?entityId=${voucherId}`}>{voucherNumber ?? "its calls"}</a>
          {ewbNumber && <span class="small quiet mono">{ewbNumber}</span>}
        </>,
        <>
          <State of={status} />
          {!!attempts && <span class="small quiet">{`${attempts} ${attempts === 1 ? "try" : "tries"}`}</span>}
        </>,
        status === "failed" ? "when it is mended" : <Instant at={nextAttemptAt ?? null} now={now} />,
        error
          ? <span class="reason">{withInstantsInWords(error.message ?? error.code)}</span>
          : <span class="quiet none">–</span>,
      ])}
    />
  );
}
