import type { Visitor } from "../../../domain/core/mod.ts";
import type { ApiCall } from "../../../domain/ops/mod.ts";
import { Action, Empty, Table } from "../parts.tsx";
import { Instant } from "../times.tsx";
import { operationName, portalName, State } from "./words.tsx";

interface Listed {
  readonly calls: readonly ApiCall[];
  readonly now: Date;
  readonly visitor: Visitor;
}

/** Calls to portals, a row each: when, what, about which document, how it ended and why; and a button where one may help. */
export function CallTable({ calls, now, visitor }: Listed) {
  if (calls.length === 0) {
    return <Empty title="No such call">Every call that was made and fits what is asked ended as it should.</Empty>;
  }
  return (
    <Table
      columns={["When", "Call", "Document", "Ended", "Why", ""]}
      rows={calls.map((call) => [
        <Instant at={call.calledAt} now={now} />,
        <>
          <a href={`/ops/calls/${call.id}`}>{operationName(call.operation)}</a>
          <span class="small quiet whole">{portalName(call.portal)}</span>
        </>,
        call.about
          ? (
            <>
              <span class="whole">{call.about.number ?? "a draft"}</span>
              <span class="small quiet">{`now: ${call.about.status.replaceAll("_", " ")}`}</span>
            </>
          )
          : <span class="quiet none">none</span>,
        <>
          <State of={stateOf(call)} />
          <span class="small quiet whole">
            {`${call.errorCode ?? httpWords(call.httpStatus)}, ${call.durationMs} ms`}
          </span>
        </>,
        <>
          <span class="reason">{call.reason}</span>
          {mayHelp(call) && <span class="small quiet">{call.next}</span>}
        </>,
        mayHelp(call) && <RetryCall call={call} visitor={visitor} />,
      ])}
    />
  );
}

/** How it ended; a question may be answered with "there is none". */
export function stateOf({ outcome, errorCode }: ApiCall): string {
  return outcome === "done" && errorCode !== null ? "none_there" : outcome;
}

/** Whether a retry changes anything: what the call was about is not settled. */
export function mayHelp({ about, outcome }: ApiCall): boolean {
  return outcome !== "done" && about?.open === true;
}

export function RetryCall({ call, visitor, isMain }: { call: ApiCall; visitor: Visitor; isMain?: boolean }) {
  const says = `Retry ${operationName(call.operation).toLowerCase()} ${call.about?.number ?? ""}`;
  const to = `/ops/calls/${call.id}/retry`;
  return <Action needs="ops:write" label={isMain ? "Retry now" : "Retry"} {...{ visitor, says, to, isMain }} />;
}

export function httpWords(status: number | null): string {
  return status === null ? "no answer" : `HTTP ${status}`;
}
