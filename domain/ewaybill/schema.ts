import { z } from "zod";
import { day, gstin, stateCode, text } from "../shared/fields.ts";
import { pageQuery } from "../shared/page.ts";

const vehicle = {
  mode: z.enum(["road", "rail", "air", "ship"]).optional(),
  vehicleNumber: text(20).optional(),
  vehicleType: z.enum(["regular", "over_dimensional"]).optional(),
  documentNumber: text(15).optional(),
  documentDate: day().optional(),
};

export const generateBody = z.strictObject({
  voucherId: z.uuid(),
  transport: z.strictObject({
    ...vehicle,
    transporterId: text(15).optional(),
    transporterName: text(100).optional(),
    distanceKm: z.int().min(0).max(4000).optional().meta({ description: "0 or none: as the portal measures it" }),
  }).optional().meta({ description: "what the voucher does not say of its transport, or says differently" }),
}).meta({ id: "EWayBillRequest" });
export type GenerateBody = z.infer<typeof generateBody>;

export const vehicleBody = z.strictObject({
  ...vehicle,
  fromPlace: text(50),
  fromState: stateCode(),
  reasonCode: z.enum(["1", "2", "3", "4"]).meta({
    description: "1 break-down, 2 transhipment, 3 others, 4 first time",
  }),
  remarks: text(50),
}).meta({ id: "EWayBillVehicle" });

export const transporterBody = z.strictObject({ transporterId: text(15) }).meta({ id: "EWayBillTransporter" });

export const cancelBody = z.strictObject({
  reasonCode: z.enum(["1", "2", "3", "4"]).meta({
    description: "1 duplicate, 2 order cancelled, 3 data entry mistake, 4 others",
  }),
  remarks: text(50),
}).meta({ id: "EWayBillCancellation" });

export const registrationBody = z.strictObject({
  gstin: gstin(),
  environment: z.enum(["sandbox", "portal_sandbox", "production"]),
  // Secrets go there: encrypted, and to a host with a public name, not to this machine's neighbours.
  baseUrl: z.url({ protocol: /^https$/, hostname: z.regexes.domain }).max(200).optional(),
  clientId: text(100),
  clientSecret: text(200),
  username: text(100),
  password: text(200),
}).meta({ id: "EWayBillRegistration" });
export type RegistrationBody = z.infer<typeof registrationBody>;

export const billsQuery = z.strictObject({
  ...pageQuery,
  voucherId: z.uuid().optional(),
  status: z.enum(["pending", "unknown", "failed", "part_a", "active", "expired", "cancelling", "cancelled", "rejected"])
    .optional(),
});
export type BillsQuery = z.infer<typeof billsQuery>;
