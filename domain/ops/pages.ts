import { pageJson } from "../shared/page.ts";

/** A page of a list, as the API answers it and the pages show it. */
export interface Page<Row> {
  readonly data: readonly Row[];
  readonly nextCursor: string | null;
}

/** A page from at most `limit + 1` rows, each with the keys of its place. */
export function pageOf<Row>(rows: readonly { keys: readonly string[]; row: Row }[], limit: number): Page<Row> {
  const placed = rows.map(({ keys, row }) => ({ keys, json: JSON.stringify(row) }));
  return JSON.parse(pageJson(placed, limit)) as Page<Row>;
}
