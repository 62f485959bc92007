import { Refusal } from "../../../domain/shared/refusals.ts";

/** What was asked for; null where it is refused under one of these names. */
export async function orNull<Asked>(asked: Promise<Asked>, ...codes: readonly string[]): Promise<Asked | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Refusal && codes.includes(error.code)) return null;
    throw error;
  }
}
