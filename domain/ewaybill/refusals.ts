import { defineRefusals } from "../shared/refusals.ts";

/** What this context refuses itself; what SQL refuses stands in sql/reference/core.refusals.csv. */
export const refuse = defineRefusals({
  e_way_bill_refused: { status: 409, message: "the portal refused the e-way bill: {code} {message}" },
  e_way_change_refused: { status: 409, message: "the portal refused the change: {code} {message}" },
});
