import { defineRefusals } from "../shared/refusals.ts";

/** What this context refuses itself; what SQL refuses stands in sql/reference/core.refusals.csv. */
export const refuse = defineRefusals({
  job_not_given_up: { status: 409, message: "the job is {state}; only one that was given up is sent again" },
});
