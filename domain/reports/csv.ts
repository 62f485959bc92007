import Papa from "papaparse";

/** Cells that a spreadsheet would take for a formula: `=`, `+`, `@`, a tab, and `-` unless a plain number follows. */
const formula = /^(?:[=+@\t\r\n＝＋－＠]|-(?!\d+(?:\.\d+)?$))/;

/** Rows as CSV (RFC 4180) with a header row; cells that would run as formulas get an apostrophe before them. */
export function writeCsv(columns: readonly string[], rows: readonly (readonly unknown[])[]): string {
  return Papa.unparse([columns, ...rows] as unknown[][], { escapeFormulae: formula, newline: "\r\n" }) + "\r\n";
}
