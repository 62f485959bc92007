/** The books as a whole: until when they are closed. */
export { lockPeriod } from "./commands.ts";
export { readPeriods } from "./queries.ts";
export { lockBody, periodsAnswer } from "./schema.ts";
