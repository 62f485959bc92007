import { z } from "zod";
import { registration } from "../portals/mod.ts";
import { day, decimal, isPositive, lines, pincode, stateCode, text } from "../shared/fields.ts";
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
    shipTo: z.strictObject({
      name: text(100),
      address: lines(200),
      city: text(100),
      pincode: pincode(),
      stateCode: stateCode(),
    }).optional().meta({ description: "exports: the port in India, where the voucher names no place of delivery" }),
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

export const extendBody = z.strictObject({
  when: z.enum(["now", "window_opens"]).default("now").meta({
    description: "now: within eight hours of the end of the validity; window_opens: planned, and done once that is so",
  }),
  remainingKm: z.int().min(1).max(4000),
  reasonCode: z.enum(["1", "2", "4", "5", "99"]).meta({
    description: "1 natural calamity, 2 law and order, 4 transshipment, 5 accident, 99 others",
  }),
  remarks: text(50),
  fromPlace: text(50),
  fromState: stateCode(),
  fromPincode: pincode(),
  ...vehicle,
  inTransit: z.strictObject({
    at: z.enum(["road", "warehouse", "others"]),
    addressLine1: text(120),
    addressLine2: text(120),
    addressLine3: text(120),
  }).optional().meta({
    description: "where the goods stand; without it they move, in the vehicle last told or this one",
  }),
}).meta({ id: "EWayBillExtension" });
export type ExtendBody = z.infer<typeof extendBody>;

export const cancelBody = z.strictObject({
  reasonCode: z.enum(["1", "2", "3", "4"]).meta({
    description: "1 duplicate, 2 order cancelled, 3 data entry mistake, 4 others",
  }),
  remarks: text(50),
}).meta({ id: "EWayBillCancellation" });

export const rejectBody = z.strictObject({ remarks: text(50).optional() }).meta({ id: "EWayBillRejection" });

const { vehicleType: _, ...trip } = vehicle;
export const consolidateBody = z.strictObject({
  ewbNumbers: z.array(z.string().regex(/^\d{12}$/, "the number of an e-way bill has twelve digits")).min(1).max(500)
    .refine((all) => new Set(all).size === all.length, "each once"),
  ...trip,
  fromPlace: text(50),
  fromState: stateCode(),
}).meta({ id: "EWayBillConsolidation" });
export type ConsolidateBody = z.infer<typeof consolidateBody>;

const quantity = () =>
  decimal(9, 3).refine(isPositive, {
    error: "a quantity above zero is wanted",
    params: { code: "quantity_not_positive" },
  });
const load = {
  vehicleNumber: text(20).optional(),
  documentNumber: text(15).optional(),
  documentDate: day().optional(),
};
const movedFrom = {
  fromPlace: text(50),
  fromState: stateCode(),
  reasonCode: z.enum(["1", "2", "3", "4"]),
  remarks: text(50),
};

export const multiVehicleBody = z.strictObject({
  ...movedFrom,
  toPlace: text(50),
  toState: stateCode(),
  mode: vehicle.mode,
  unit: text(3),
  totalQuantity: quantity().meta({ description: "of the goods in this unit; at most what the bill has" }),
  vehicles: z.array(z.strictObject({ ...load, quantity: quantity() })).min(1).max(50),
}).meta({ id: "EWayBillVehicles" });

export const addVehicleBody = z.strictObject({ groupNo: z.int().min(1), ...load, quantity: quantity() })
  .meta({ id: "EWayBillVehicleAdded" });

export const replaceVehicleBody = z.strictObject({
  groupNo: z.int().min(1),
  oldVehicleNumber: text(20).optional(),
  oldDocumentNumber: text(15).optional(),
  ...load,
  ...movedFrom,
}).meta({ id: "EWayBillVehicleReplaced" });

export const registrationBody = registration.meta({ id: "EWayBillRegistration" });

export const billsQuery = z.strictObject({
  ...pageQuery,
  voucherId: z.uuid().optional(),
  status: z.enum(["pending", "unknown", "failed", "part_a", "active", "expired", "cancelling", "cancelled", "rejected"])
    .optional(),
});
export type BillsQuery = z.infer<typeof billsQuery>;

export const receivedQuery = z.strictObject({
  ...pageQuery,
  status: z.enum(["active", "rejecting", "rejected", "cancelled"]).optional(),
});
export type ReceivedQuery = z.infer<typeof receivedQuery>;

export const consolidatedQuery = z.strictObject(pageQuery);
