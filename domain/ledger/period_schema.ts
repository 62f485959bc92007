import { z } from "zod";
import { day, text } from "../shared/fields.ts";

export const lockBody = z.strictObject({
  until: day().nullable().meta({ description: "the last closed day; null opens the books" }),
  reason: text(200),
}).meta({ id: "PeriodLock" });

export type LockBody = z.infer<typeof lockBody>;

const nullableDay = z.string().nullable();

export const periodsAnswer = z.object({
  lockedUntil: nullableDay,
  locks: z.array(z.object({
    until: nullableDay,
    previousUntil: nullableDay,
    reason: z.string(),
    lockedBy: z.string().nullable(),
    lockedAt: z.string(),
  })),
  overrides: z.array(z.object({
    voucherId: z.string(),
    number: z.string(),
    action: z.enum(["post", "cancel"]),
    date: z.string(),
    lockedUntil: z.string(),
    overriddenBy: z.string().nullable(),
    overriddenAt: z.string(),
  })),
}).meta({ id: "Periods" });
