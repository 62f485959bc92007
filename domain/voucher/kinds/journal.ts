import { z } from "zod";
import { journalBody } from "../money.ts";

/** Journal: entries between any ledgers, a party's among them, that balance: opening balances, provisions, corrections. */
export const journal = journalBody.extend({ type: z.literal("journal") }).meta({ id: "Journal" });
