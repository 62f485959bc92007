import type { Visitor } from "../../../domain/core/mod.ts";
import { FormToken } from "../layout.tsx";
import { Action, Facts, Sheet } from "../parts.tsx";
import type { Words } from "../words/en.ts";
import { counted, instantIn, monthIn, rupees } from "../words/figures.ts";
import type { BankFile, Person } from "./bank_file.tsx";

interface Shown {
  readonly file: BankFile;
  readonly words: Words;
  readonly visitor: Visitor;
}

const isOpen = ({ status }: BankFile) => status === "generated" || status === "approved";

/** What is next for this file, why somebody cannot do it, and the buttons of those who can. */
export function BankFileState({ file, words, visitor }: Shown) {
  const says = words.payouts.files;
  const { status, bankFileId } = file;
  const at = `/payouts/bank-files/${bankFileId}`;
  const tone = status === "generated" ? " warn" : status === "rejected" || status === "cancelled" ? " bad" : "";
  const acting = { visitor, fields: {} };
  const { scopes } = visitor.caller.actor;
  return (
    <div class={`note${tone}`}>
      <p>
        <b>{nextFor(file, words, visitor)}</b>
      </p>
      <div class="actions">
        {status === "generated" && file.youMayApprove && (
          <Action {...acting} needs="payouts:approve" to={`${at}/approve`} label={says.approve} isMain />
        )}
        {(isOpen(file) || file.sha256) && status !== "rejected" && status !== "cancelled" && (
          <a class={status === "approved" ? "button main" : "button"} href={`${at}/download`} download>
            {status === "generated" ? says.downloadDraft : says.download}
          </a>
        )}
        {status === "approved" && (
          <Action {...acting} needs="payouts:write" to={`${at}/mark-sent`} label={says.markSent} isMain />
        )}
      </div>
      {status === "generated" && <p class="small quiet">{says.draftMeans}</p>}
      {isOpen(file) && (scopes.has("payouts:approve") || scopes.has("payouts:write")) && (
        <Ending {...{ file, words, visitor }} />
      )}
    </div>
  );
}

/** Turned down by who approves, taken back by who makes: both say why. */
function Ending({ file, words, visitor }: Shown) {
  const says = words.payouts.files;
  const at = `/payouts/bank-files/${file.bankFileId}`;
  const { scopes } = visitor.caller.actor;
  const rejects = file.status === "generated" && scopes.has("payouts:approve") && !isMaker(file, visitor);
  if (!rejects && !scopes.has("payouts:write")) return null;
  return (
    <details>
      <summary>{rejects ? says.reject : says.cancel}</summary>
      <form method="post" action={`${at}/${rejects ? "reject" : "cancel"}`} class="filters">
        <FormToken visitor={visitor} />
        <label>
          {says.reason}
          <input name="reason" required maxlength={500} autocomplete="off" />
        </label>
        <button type="submit">{rejects ? says.reject : says.cancel}</button>
      </form>
    </details>
  );
}

const isMaker = ({ generatedBy }: BankFile, { caller }: Visitor) =>
  generatedBy !== null && generatedBy.id === caller.actor.userId;

function nextFor(file: BankFile, words: Words, visitor: Visitor): string {
  const { next } = words.payouts.files;
  const { status, approvals, youMayApprove } = file;
  if (status !== "generated") return next[status] ?? status;
  if (isMaker(file, visitor)) return next.own!;
  if (!youMayApprove && approvals.some(({ by }) => by?.id === visitor.caller.actor.userId)) return next.approvedByYou!;
  return approvals.length > 0 ? next.second! : next.generated!;
}

export function BankFileFacts({ file, words }: { file: BankFile; words: Words }) {
  const { facts: names, details, given } = words.payouts.files;
  const by = (person: Person | null, at: string | null) =>
    at && `${instantIn(words, at)}${person ? ` · ${person.name}` : ""}`;
  const { approvals, approvalsNeeded, summary } = file;
  const facts = {
    [names.id]: file.bankFileId,
    [names.month]: file.month && monthIn(words, file.month),
    [names.count]: counted(summary.totalInvoices),
    [names.total]: rupees(summary.totalAmount),
    [names.profile]: `${file.profile} · ${file.bank}`,
    [names.made]: by(file.generatedBy, summary.generatedAt),
    [names.approvals]: approvalsNeeded !== "0" && given(String(approvals.length), approvalsNeeded),
    [names.approved]: approvals.length > 0 && (
      <>{approvals.map((one) => <span class="line">{by(one.by, one.at)}</span>)}</>
    ),
    [names.sent]: by(file.sentBy, file.sentToBankAt),
    [names.ended]: by(file.endedBy, file.endedAt),
    [names.reason]: file.endedReason,
    [names.sha256]: file.sha256 && <code>{file.sha256}</code>,
  };
  const shown = Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== false));
  return (
    <Sheet title={details}>
      <div class="body">
        <Facts facts={shown} long={[names.sha256]} />
      </div>
    </Sheet>
  );
}
