export { printVoucher } from "./print.ts";
export { qrSvg } from "./qr.ts";
export { printQuery } from "./schema.ts";
