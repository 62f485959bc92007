import type { settlementsEn } from "./settlements_en.ts";

/** The same in Hindi. */
export const settlementsHi: typeof settlementsEn = {};
