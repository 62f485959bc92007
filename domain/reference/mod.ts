/** The law as it stood on a day: read here, changed by rows of sql/reference. */
export { listChanges, listReference, readReference } from "./queries.ts";
export { changesQuery, referenceChange, referenceQuery, referenceRow, referenceTable } from "./schema.ts";
