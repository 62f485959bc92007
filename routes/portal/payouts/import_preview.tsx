import type { Visitor } from "../../../domain/core/mod.ts";
import { Sheet, Table } from "../parts.tsx";
import { UploadForm } from "../upload.tsx";
import type { Words } from "../words/en.ts";
import { counted, instantIn, monthIn, rupees } from "../words/figures.ts";
import { asSentence, saidOf } from "../words/told.ts";
import type { Import, RefusedRow } from "./import.tsx";

interface Shown {
  readonly preview: Import;
  readonly words: Words;
  readonly visitor: Visitor;
}

/** A file before it is taken: its months, what is refused of it row by row, and the button that takes it. */
export function ImportPreview({ preview, words, visitor }: Shown) {
  const says = words.payouts.import;
  const { fileName, importedRows, refusedRows, totalAmount, repeatedRows = "0" } = preview;
  if (preview.duplicate) {
    const { importedBy, importedAt } = preview;
    return (
      <p class="note warn" role="alert">
        {says.duplicate(fileName, instantIn(words, importedAt), importedBy?.name ?? "")}
      </p>
    );
  }
  const isWhole = refusedRows === "0";
  return (
    <>
      <Sheet title={says.preview(fileName)} aside={says.sums(counted(importedRows), rupees(totalAmount))}>
        <Months {...{ preview, words }} />
      </Sheet>
      {!isWhole && (
        <Sheet title={says.refusedTitle(counted(refusedRows))} aside={says.first200}>
          <Refusals refusals={preview.refusals} words={words} />
        </Sheet>
      )}
      {repeatedRows !== "0" && <p class="note warn">{says.repeated(counted(repeatedRows))}</p>}
      {importedRows === "0"
        ? <p class="note bad" role="alert">{says.nothingGood}</p>
        : (
          <Sheet title={isWhole ? says.takeTitle : says.takeRestTitle(counted(importedRows))}>
            <div class="body">
              <UploadForm
                {...{ visitor, words }}
                to="/payouts/import"
                field="payoutFile"
                button={isWhole ? says.take : says.takeRest}
                hint={says.sameFile(fileName)}
              >
                <input type="hidden" name="seen" value={preview.sha256} />
                {!isWhole && <input type="hidden" name="skipRefused" value="true" />}
              </UploadForm>
            </div>
          </Sheet>
        )}
      <p class="actions under">
        <a class="button" href="/payouts/import">{says.leave}</a>
      </p>
    </>
  );
}

function Months({ preview, words }: Omit<Shown, "visitor">) {
  const { columns, import: says } = words.payouts;
  return (
    <Table
      words={words}
      columns={[columns.month, says.partners, columns.count, says.sum]}
      figures={[says.partners, columns.count, says.sum]}
      rows={preview.months.map((one) => [
        <b>{monthIn(words, one.month)}</b>,
        counted(one.partners),
        counted(one.rows),
        <span class="whole">{rupees(one.amount)}</span>,
      ])}
    />
  );
}

function Refusals({ refusals, words }: { refusals: readonly RefusedRow[]; words: Words }) {
  const { columns, import: says } = words.payouts;
  return (
    <Table
      words={words}
      columns={[columns.line, says.field, columns.why]}
      rows={refusals.map(({ line, pointer, code, message }) => [
        line,
        <code>{pointer.split("/").at(-1)}</code>,
        asSentence(words, saidOf(words, { code, message })),
      ])}
    />
  );
}
