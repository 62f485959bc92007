import { z } from "zod";
import { taxInvoice } from "./kinds/tax_invoice.ts";

/** Every voucher kind that can be posted, by its `type`. A new kind: its file in kinds/, a member here, a row in voucher_kinds. */
export const voucherBody = z.discriminatedUnion("type", [taxInvoice]);

export type VoucherBody = z.infer<typeof voucherBody>;

/** The `type`s a caller may send. */
export const voucherTypes: readonly string[] = voucherBody.options.map((kind) => kind.shape.type.value);
