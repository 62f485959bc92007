import { z } from "zod";
import { bothEnds, contraBody, hasBothEnds, hasOneForm, oneForm } from "../money.ts";

/** Contra: cash taken to the bank or drawn from it, and transfers between our own accounts. */
export const contra = contraBody.extend({
  type: z.literal("contra"),
}).refine(hasOneForm, oneForm).refine(hasBothEnds, bothEnds).meta({ id: "Contra" });
