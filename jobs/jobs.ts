import { sealEventsJob } from "./audit/seal_events.ts";
import { forgetRequestsJob } from "./core/forget_requests.ts";
import type { Job } from "./define.ts";
import { cancelIrnJob } from "./einvoice/cancel_irn.ts";
import { generateIrnJob } from "./einvoice/generate_irn.ts";
import { changeBillJob } from "./ewaybill/change.ts";
import { generateBillsJob } from "./ewaybill/generate.ts";
import { watchExpiryJob } from "./ewaybill/watch_expiry.ts";

/** Every job there is. */
export const jobs: readonly Job[] = [
  sealEventsJob,
  generateIrnJob,
  cancelIrnJob,
  generateBillsJob,
  changeBillJob,
  watchExpiryJob,
  forgetRequestsJob,
];
