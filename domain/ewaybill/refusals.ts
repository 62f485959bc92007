import { defineRefusals } from "../shared/refusals.ts";

/** What this context refuses itself; what SQL refuses stands in sql/reference/core.refusals.csv. */
export const refuse = defineRefusals({
  e_way_bill_refused: { status: 409, message: "the portal refused the e-way bill: {code} {message}" },
  e_way_bill_not_listed_yet: {
    status: 409,
    message:
      "the portal lists bills of today from {listedFrom} on, and has not said yet whether {number} is one; ask again",
  },
  e_way_change_refused: { status: 409, message: "the portal refused the change: {code} {message}" },
});
