import { createHash } from "node:crypto";
import Papa from "papaparse";
import { refuse } from "./refusals.ts";

/** What a file must look like. Names of columns are lower-case; in the file neither their case nor their order matters. */
export interface CsvForm {
  readonly required: readonly string[];
  readonly optional?: readonly string[];
  readonly maxRows: number;
  /** A comma unless told. */
  readonly delimiter?: string;
  /** The columns of a file without a header, in their order. */
  readonly header?: readonly string[];
}

export interface CsvRow {
  /** Where it begins in the file, the first line being 1. */
  readonly line: number;
  /** As they stand there; a row may have more or fewer than the header. */
  readonly fields: readonly string[];
}

/** Up to 5,000 rows of a file. */
export interface CsvBatch {
  readonly header: readonly string[];
  readonly rows: readonly CsvRow[];
  readonly lines: readonly number[];
  /** How many fields each row has, empty ones at its end not counted. */
  readonly widths: readonly number[];
  /** A column of the batch, null where a row or the file does not have it. */
  column(name: string): (string | null)[];
  /** What stands in columns that are neither required nor optional, by row; null where there are none. */
  extras(): (Record<string, string> | null)[];
}

export interface CsvRead {
  readonly sha256: Uint8Array;
  readonly rows: number;
  readonly size: number;
}

const batchRows = 5000;
const pieceBytes = 64 * 1024;
/** No row is longer than this; so a quote that is never closed is found without holding the file. */
const longestRow = 256 * 1024;

/**
 * Reads a CSV file (RFC 4180, UTF-8) piece by piece and hands its rows on in batches, which are waited for. Rows without
 * any content are passed over. Refuses: csv_not_utf8, csv_has_nul, csv_quote_unclosed, csv_quote_misplaced,
 * csv_column_missing, csv_column_twice, csv_no_rows, csv_too_many_rows; what was handed on before is the caller's to undo.
 */
export async function readCsv(
  file: Blob,
  form: CsvForm,
  onRows: (batch: CsvBatch) => Promise<void>,
): Promise<CsvRead> {
  const hash = createHash("sha256");
  let header = form.header ?? null;
  let [rows, size] = [0, 0];
  let open: CsvRow[] = [];
  const hand = async () => {
    const batch = open;
    open = [];
    if (batch.length > 0) await onRows(batchOf(batch, header!, form));
  };
  for await (const row of rowsOf(piecesOf(file, (bytes) => [hash.update(bytes), size += bytes.length]), form)) {
    if (row.fields.every((field) => field.trim() === "")) continue;
    if (header === null) {
      header = readHeader(row.fields, form);
      continue;
    }
    if (++rows > form.maxRows) throw refuse("csv_too_many_rows", { maxRows: form.maxRows });
    if (open.push(row) === batchRows) await hand();
  }
  if (rows === 0) throw refuse("csv_no_rows");
  await hand();
  return { sha256: hash.digest(), rows, size };
}

/** The hash of a file, to find it again before it is read. */
export async function hashFile(file: Blob): Promise<Uint8Array> {
  const hash = createHash("sha256");
  for await (const bytes of file.stream()) hash.update(bytes);
  return hash.digest();
}

function batchOf(rows: readonly CsvRow[], header: readonly string[], { required, optional = [] }: CsvForm): CsvBatch {
  const known = new Set([...required, ...optional]);
  const others = header.map((name, i) => [name, i] as const).filter(([name]) => name !== "" && !known.has(name));
  return {
    header,
    rows,
    lines: rows.map(({ line }) => line),
    widths: rows.map(({ fields }) => fields.findLastIndex((field) => field !== "") + 1),
    column(name) {
      const at = header.indexOf(name);
      return rows.map(({ fields }) => at < 0 ? null : fields[at] ?? null);
    },
    extras: () =>
      rows.map(({ fields }) => {
        const found = others.filter(([, i]) => fields[i]).map(([name, i]) => [name, fields[i]!] as const);
        return found.length > 0 ? Object.fromEntries(found) : null;
      }),
  };
}

function readHeader(fields: readonly string[], { required }: CsvForm): string[] {
  const names = fields.map((field) => field.trim().toLowerCase());
  const twice = names.find((name, i) => name !== "" && names.indexOf(name) !== i);
  if (twice !== undefined) throw refuse("csv_column_twice", { column: twice }, `/header/${pointerPart(twice)}`);
  const missing = required.filter((name) => !names.includes(name));
  if (missing.length > 0) throw refuse("csv_column_missing", { columns: missing.join(", ") }, `/header/${missing[0]}`);
  return names;
}

/** A name as part of a JSON pointer (RFC 6901). */
const pointerPart = (name: string) => name.replaceAll("~", "~0").replaceAll("/", "~1");

/** The text of a file in pieces, its line ends all `\n`. The byte-order mark is dropped. */
async function* piecesOf(file: Blob, onBytes: (bytes: Uint8Array) => void): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let held = "";
  for await (const chunk of file.stream()) {
    for (let at = 0; at < chunk.length; at += pieceBytes) {
      const bytes = chunk.subarray(at, at + pieceBytes);
      onBytes(bytes);
      const text = held + decoded(() => decoder.decode(bytes, { stream: true }));
      held = text.endsWith("\r") ? "\r" : ""; // its \n may be in the next piece
      yield text.slice(0, text.length - held.length).replace(/\r\n?/g, "\n");
    }
  }
  yield (held + decoded(() => decoder.decode())).replace(/\r\n?/g, "\n");
}

function decoded(decode: () => string): string {
  let text: string;
  try {
    text = decode();
  } catch {
    throw refuse("csv_not_utf8");
  }
  if (text.includes("\0")) throw refuse("csv_has_nul");
  return text;
}

/** The rows of a text that comes in pieces; what is not a whole row yet waits for the next piece. */
async function* rowsOf(pieces: AsyncIterable<string>, { delimiter = "," }: CsvForm): AsyncGenerator<CsvRow> {
  const parser = new Parser({ delimiter, newline: "\n" });
  let [rest, line] = ["", 1];
  const read = function* (text: string, isLast: boolean): Generator<CsvRow> {
    const { data, errors, meta } = parser.parse(text, 0, !isLast);
    for (const [i, fields] of data.entries()) {
      const wrong = errors.find(({ row }) => row === i);
      if (wrong?.code === "MissingQuotes") throw refuse("csv_quote_unclosed", { line }, `/rows/${line}`);
      if (wrong) throw refuse("csv_quote_misplaced", { line }, `/rows/${line}`);
      yield { line, fields };
      line += 1 + fields.reduce((sum, field) => sum + (field.includes("\n") ? field.split("\n").length - 1 : 0), 0);
    }
    rest = isLast ? "" : text.slice(meta.cursor);
  };
  for await (const piece of pieces) {
    yield* read(rest + piece, false);
    if (rest.length > longestRow) throw refuse("csv_quote_unclosed", { line }, `/rows/${line}`);
  }
  if (rest !== "") yield* read(rest, true);
}

/** The parser beneath Papa.parse, which can be told that the last row is not whole yet. */
const { Parser } = Papa as unknown as {
  Parser: new (config: { delimiter: string; newline: string }) => {
    parse(text: string, baseIndex: number, ignoreLastRow: boolean): {
      data: string[][];
      errors: { row: number; code: string }[];
      meta: { cursor: number };
    };
  };
};
