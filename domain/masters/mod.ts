/** What vouchers are written with: the company, its parties and items, and the series its numbers come from. */
export { putCompany, readCompany } from "./company.ts";
export { changeItem, createItem, listItems, readItem } from "./items.ts";
export { changeSeries, createSeries, listSeries, previewSeries, readHistory } from "./numbering_series.ts";
export { changeParty, createParty, listParties, readParty } from "./parties.ts";
export * from "./schema.ts";
