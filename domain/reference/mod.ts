/** The law as it stood on a day: read here, changed by rows of sql/reference. */
export { listReference, readReference } from "./queries.ts";
export { referenceQuery, referenceRow, referenceTable } from "./schema.ts";
