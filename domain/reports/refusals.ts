import { defineRefusals } from "../shared/refusals.ts";

/** What reports refuse before SQL is asked, and when it has told too much. */
export const refuse = defineRefusals({
  format_not_offered: { status: 400, message: "{format} is not offered, only: {offered}" },
  report_too_long: { status: 400, message: "it has more than {limit} rows; ask for fewer days" },
});
