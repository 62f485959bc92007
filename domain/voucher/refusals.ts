import { defineRefusals } from "../shared/refusals.ts";

/** What this context refuses before SQL is asked; what SQL refuses stands in sql/reference/core.refusals.csv. */
export const refuse = defineRefusals({
  posting_queue_full: { status: 429, message: "too many documents are waiting to be posted; try again shortly" },
});
