import { z } from "zod";

/** Of GET /api/vouchers/{id}/pdf: the first copy alone, or each copy the kind has. */
export const printQuery = z.strictObject({
  copies: z.literal("all").optional().meta({ description: "every copy its kind has, each whole under its label" }),
});
