import { defineRefusals } from "../shared/refusals.ts";

/** What this context refuses itself; what SQL refuses stands in sql/reference/core.refusals.csv. */
export const refuse = defineRefusals({
  document_damaged: { status: 409, message: "what was kept of the document is not what it was; the operators know" },
  document_not_kept: { status: 404, message: "no {kind} document is kept of this invoice" },
  document_store_unavailable: { status: 503, message: "the store of documents does not answer now; try again" },
});
