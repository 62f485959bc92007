import { sealEventsJob } from "./audit/seal_events.ts";
import { forgetRequestsJob } from "./core/forget_requests.ts";
import type { Job } from "./define.ts";
import { adoptJob } from "./einvoice/adopt.ts";
import { cancelIrnJob } from "./einvoice/cancel_irn.ts";
import { generateIrnJob } from "./einvoice/generate_irn.ts";
import { retryFailedJob } from "./einvoice/retry_failed.ts";
import { watchDeadlinesJob } from "./einvoice/watch_deadlines.ts";
import { refreshTokensJob } from "./einvoice/refresh_tokens.ts";
import { changeBillJob } from "./ewaybill/change.ts";
import { extendDueJob } from "./ewaybill/extend_due.ts";
import { findReceivedJob } from "./ewaybill/find_received.ts";
import { generateBillsJob } from "./ewaybill/generate.ts";
import { generateBillsByIrnJob } from "./ewaybill/generate_by_irn.ts";
import { listReceivedJob } from "./ewaybill/list_received.ts";
import { sweepChangesJob } from "./ewaybill/sweep_changes.ts";
import { watchExpiryJob } from "./ewaybill/watch_expiry.ts";
import { makePartitionsJob } from "./ops/make_partitions.ts";
import { deliverEventsJob } from "./notify/deliver_events.ts";
import { sendMailJob } from "./notify/send_mail.ts";
import { mailOtpsJob } from "./payout/mail_otps.ts";
import { storeDocumentsJob } from "./payout/store_documents.ts";
import { watchPaymentsJob } from "./payout/watch_payments.ts";

/** Every job there is. */
export const jobs: readonly Job[] = [
  sealEventsJob,
  generateIrnJob,
  cancelIrnJob,
  refreshTokensJob,
  retryFailedJob,
  watchDeadlinesJob,
  adoptJob,
  generateBillsJob,
  generateBillsByIrnJob,
  changeBillJob,
  sweepChangesJob,
  extendDueJob,
  listReceivedJob,
  findReceivedJob,
  watchExpiryJob,
  forgetRequestsJob,
  makePartitionsJob,
  sendMailJob,
  deliverEventsJob,
  mailOtpsJob,
  storeDocumentsJob,
  watchPaymentsJob,
];
