/** A cell of a CSV that people open in a spreadsheet. */
export interface Cell {
  readonly text: string | null;
  /** A plain decimal: stands as it is. Everything else is text. */
  readonly isNumber?: boolean;
}

/** What a spreadsheet takes for a formula, in their wide forms too. */
const formula = /^[=+\-@\t\r\n＝＋－＠]/;
const plainNumber = /^-?\d+(?:\.\d+)?$/;

/**
 * A line of a CSV for people: all text in quotes, an apostrophe before what a spreadsheet would run, numbers bare so that they
 * add up. Not for a bank, whose reader would take the apostrophe for part of a name.
 */
export function csvLine(cells: readonly Cell[]): string {
  return cells.map(written).join(",") + "\r\n";
}

function written({ text, isNumber = false }: Cell): string {
  if (text === null) return isNumber ? "" : '""';
  if (isNumber && plainNumber.test(text)) return text;
  return `"${(formula.test(text) ? "'" : "") + text.replaceAll('"', '""')}"`;
}
