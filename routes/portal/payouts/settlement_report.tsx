import type { Visitor } from "../../../domain/core/mod.ts";
import { Action, Facts, Sheet, type Tone } from "../parts.tsx";
import type { Words } from "../words/en.ts";
import { counted, instantIn, monthIn, rupees } from "../words/figures.ts";
import type { Person } from "./bank_file.tsx";
import { type OneSettlement, settlementPath } from "./settlement_shapes.ts";

interface Shown {
  readonly one: OneSettlement;
  readonly words: Words;
}

/** `148` `₹24,34,800.00` `successful payments`, each leading to its rows. */
export function SettlementFigures({ one, words }: Shown) {
  const says = words.payouts.settlements;
  const { summary, status } = one;
  const path = settlementPath(one.reconciliationId);
  const labels = status === "applied" ? says.figures : says.wouldBe;
  const figures: readonly (readonly [Tone, string, string, string, string])[] = [
    ["good", labels.successful, summary.successful, summary.successfulAmount, `${path}?bucket=settled`],
    ["bad", labels.failed, summary.failed, summary.failedAmount, `${path}#failed`],
    ["warn", labels.unmatched, summary.unmatched, summary.unmatchedAmount, `${path}#unmatched`],
    ["open", labels.pending, summary.pending, summary.pendingAmount, `${path}?bucket=pending`],
    ["plain", labels.noEffect, summary.noEffect, summary.noEffectAmount, `${path}?bucket=no_effect`],
  ];
  const always = 3;
  return (
    <nav class="figures" aria-label={says.summary}>
      {figures.filter(([, , count], at) => at < always || count !== "0").map(([tone, label, count, amount, href]) => (
        <a class={count === "0" ? "figure" : `figure ${tone}`} href={count === "0" ? "#main" : href}>
          <b>{counted(count)}</b>
          <span>{label}</span>
          {count !== "0" && <span class="small quiet sum-of">{rupees(amount)}</span>}
        </a>
      ))}
    </nav>
  );
}

/** What is next: apply it, ask the bank for another, or take what is reported and retry. */
export function SettlementState({ one, words, visitor }: Shown & { visitor: Visitor }) {
  const says = words.payouts.settlements;
  const path = settlementPath(one.reconciliationId);
  const acting = { visitor, needs: "payouts:write" } as const;
  if (one.status === "held") {
    return (
      <div class="note bad" role="alert">
        <p>
          <b>{says.held}</b>
        </p>
        <p>{one.heldBecause}</p>
      </div>
    );
  }
  if (one.status === "previewed") {
    return (
      <div class="note warn">
        <p>
          <b>{says.nothingYet}</b>
        </p>
        <p>{says.applyMeans}</p>
        <div class="actions">
          <Action {...acting} to={`${path}/apply`} label={says.apply} isMain />
          <a class="button" href="/payouts/settlements">{says.later}</a>
        </div>
      </div>
    );
  }
  return (
    <div class="actions under">
      <a class="button" href={`${path}/report.pdf`} download>{says.report}</a>
      {one.summary.failed !== "0" && (
        <>
          <a class="button" href={`${path}/failed.csv`} download>{says.failedCsv}</a>
          <Action {...acting} to={`${path}/retry`} label={says.retry} isMain />
        </>
      )}
    </div>
  );
}

/** Every rupee that was sent, and where it is: the places add up to what was sent. */
export function Controls({ one, words }: Shown) {
  const { settlements: says } = words.payouts;
  const { exported, controlTotal, bankFiles } = one.control;
  const { exported: sent = "0.00", ...places } = exported;
  if (!bankFiles || bankFiles.length === 0) return null;
  const shown = Object.entries(says.places).flatMap(([name, label]) => {
    const amount = places[name] ?? "0.00";
    return name === "settled" || !/^0(\.0+)?$/.test(amount) ? [[label, amount] as const] : [];
  });
  return (
    <Sheet title={says.controls} aside={<>{bankFiles.map((id) => <a href={`/payouts/bank-files/${id}`}>{id}</a>)}</>}>
      <div class="body">
        <table class="sum">
          <tbody>
            {shown.map(([label, amount]) => (
              <tr>
                <th scope="row">{label}</th>
                <td>{rupees(amount)}</td>
              </tr>
            ))}
            <tr class="total">
              <th scope="row">{says.sent}</th>
              <td>{rupees(sent)}</td>
            </tr>
            {controlTotal !== null && (
              <tr class="aside">
                <th scope="row">{says.ownTotal}</th>
                <td>{rupees(controlTotal)}</td>
              </tr>
            )}
          </tbody>
        </table>
      </div>
    </Sheet>
  );
}

export function SettlementFacts({ one, words }: Shown) {
  const { facts: names, details } = words.payouts.settlements;
  const by = (person: Person | null, at: string | null) =>
    at && `${instantIn(words, at)}${person ? ` · ${person.name}` : ""}`;
  const facts = {
    [names.id]: one.reconciliationId,
    [names.file]: one.fileName,
    [names.bankFile]: one.bankFileId && <a href={`/payouts/bank-files/${one.bankFileId}`}>{one.bankFileId}</a>,
    [names.month]: one.month && monthIn(words, one.month),
    [names.rows]: counted(one.summary.totalRecords),
    [names.total]: rupees(one.summary.totalAmount),
    [names.profile]: one.profile,
    [names.uploaded]: by(one.uploadedBy, one.uploadedAt),
    [names.applied]: by(one.appliedBy, one.appliedAt),
  };
  return (
    <Sheet title={details}>
      <div class="body">
        <Facts facts={facts} />
      </div>
    </Sheet>
  );
}
