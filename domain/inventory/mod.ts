/** Goods in godowns: what is where, and what it cost. Documents move them (domain/voucher); here is what no document tells. */
export { changeGodown, createGodown, putOpeningStock } from "./commands.ts";
export { listGodowns, readGodown } from "./queries.ts";
export * from "./schema.ts";
