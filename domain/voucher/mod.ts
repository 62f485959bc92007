export { postBulk } from "./bulk.ts";
export { amendVoucher, postVoucher, previewVoucher } from "./commands.ts";
export { explainVoucher } from "./explain.ts";
export { type VoucherBody, voucherBody, voucherTypes } from "./kinds.ts";
export { PostingQueue } from "./posting_queue.ts";
export { listVouchers, readPrint, readVoucher } from "./queries.ts";
export { amendBody, bulkBody, listQuery } from "./schema.ts";
