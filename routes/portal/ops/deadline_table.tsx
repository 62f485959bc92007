import type { Deadline } from "../../../domain/ops/mod.ts";
import { Badge, Empty, Table } from "../parts.tsx";
import { Instant } from "../times.tsx";
import { deadlineName, State } from "./words.tsx";

/** What must happen by when, the nearest first. */
export function DeadlineTable({ deadlines, now }: { deadlines: readonly Deadline[]; now: Date }) {
  if (deadlines.length === 0) return <Empty title="Nothing is due">No deadline is near.</Empty>;
  return (
    <Table
      columns={["By", "What", "Document", "State", "What it means"]}
      rows={deadlines.map(({ kind, dueAt, overdue, number, numberThere, voucherId, status, advice }) => [
        <Instant at={dueAt} now={now} />,
        <>
          {overdue && <Badge tone="bad">Missed</Badge>} {deadlineName(kind)}
        </>,
        <>
          <a class="whole" href={`/ops/calls?entityId=${voucherId}`}>{number ?? "a draft"}</a>
          {numberThere && <span class="small quiet mono">{shortened(numberThere)}</span>}
        </>,
        <State of={status} />,
        <span class="reason">{`${advice.charAt(0).toUpperCase()}${advice.slice(1)}.`}</span>,
      ])}
    />
  );
}

/** An IRN has 64 digits; its beginning is enough to know it by. */
function shortened(number: string): string {
  return number.length > 20 ? `${number.slice(0, 12)}…` : number;
}
