/** What the pages of settlements and their exceptions say, in English. */
export const settlementsEn = {};
