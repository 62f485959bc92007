import type { Breaker } from "../../../domain/ops/mod.ts";
import { Empty, Table } from "../parts.tsx";
import { Instant } from "../times.tsx";
import { plain, portalName, State } from "./words.tsx";

/** Whether each provider of a portal is called at present. */
export function BreakerTable({ breakers, now }: { breakers: readonly Breaker[]; now: Date }) {
  if (breakers.length === 0) return <Empty title="Every portal is called">None has failed so far.</Empty>;
  return (
    <Table
      columns={["Portal", "State", "Tried again", "Last fault"]}
      rows={breakers.map(({ portal, environment, provider, state, failures, retryAt, lastError }) => [
        <>
          {portalName(portal)}
          <span class="small quiet">{`${provider}, ${plain(environment).toLowerCase()}`}</span>
        </>,
        <>
          <State of={state} />
          {failures > 0 && (
            <span class="small quiet">{failures === 1 ? "one fault" : `${failures} faults in a row`}</span>
          )}
        </>,
        <Instant at={retryAt} now={now} />,
        <span class="reason">{lastError === null ? <span class="quiet none">–</span> : plain(lastError)}</span>,
      ])}
    />
  );
}
