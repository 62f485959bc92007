import * as v from "valibot";
import type { Changed, EWayBill, ReceivedBill, VehicleEntry } from "./mod.ts";

/** "25/02/2024 11:10:00 AM", which the portal means in IST, as an RFC 3339 instant; null where it is none. */
export function portalInstant(time: string): string | null {
  const parts = /^(\d{2})\/(\d{2})\/(\d{4}) (\d{1,2}):(\d{2}):(\d{2}) ?([AP])M$/i.exec(time.trim());
  if (!parts) return null;
  const [, day, month, year, hour, minute, second, half] = parts;
  const hours = (Number(hour) % 12) + (half?.toUpperCase() === "P" ? 12 : 0);
  const instant = `${year}-${month}-${day}T${String(hours).padStart(2, "0")}:${minute}:${second}+05:30`;
  return Number.isNaN(Date.parse(instant)) ? null : instant;
}

const text = v.pipe(v.union([v.string(), v.number()]), v.transform(String));
const optionalText = v.pipe(v.nullish(text, null), v.transform((value) => value?.trim() ? value.trim() : null));
const number = v.pipe(text, v.regex(/^\d{12}$/));
const time = v.pipe(v.string(), v.transform(portalInstant), v.string());
/** Empty where Part B is not there yet. */
const optionalTime = v.pipe(optionalText, v.transform((value) => value === null ? null : portalInstant(value)));

/** Where there is none, the portal writes 0. */
const unlessZero = v.pipe(optionalText, v.transform((value) => value === "0" ? null : value));

const signedIn = v.object({ authtoken: v.pipe(v.string(), v.minLength(1)), sek: v.string() });

const generated = v.pipe(
  v.object({ ewayBillNo: number, ewayBillDate: time, validUpto: optionalTime, alert: optionalText }),
  v.transform((sent) => ({
    number: sent.ewayBillNo,
    generatedAt: sent.ewayBillDate,
    validUntil: sent.validUpto,
    alert: sent.alert,
  })),
);

const vehicle = v.pipe(
  v.object({
    vehicleNo: optionalText,
    transMode: optionalText,
    transDocNo: optionalText,
    enteredDate: optionalTime,
    groupNo: unlessZero,
    tripshtNo: unlessZero,
  }),
  v.transform((sent): VehicleEntry => ({
    vehicleNumber: sent.vehicleNo,
    mode: sent.transMode,
    documentNumber: sent.transDocNo,
    enteredAt: sent.enteredDate,
    groupNo: sent.groupNo === null ? null : Number(sent.groupNo),
    tripSheetNumber: sent.tripshtNo,
  })),
);

const bill = v.pipe(
  v.object({
    ewbNo: v.optional(number),
    ewayBillNo: v.optional(number),
    ewayBillDate: time,
    userGstin: optionalText,
    validUpto: v.optional(optionalTime, null),
    status: optionalText,
    rejectStatus: optionalText,
    docType: optionalText,
    docNo: optionalText,
    docDate: optionalText,
    fromGstin: optionalText,
    fromTrdName: optionalText,
    toGstin: optionalText,
    totInvValue: optionalText,
    transporterId: optionalText,
    extendedTimes: optionalText,
    VehiclListDetails: v.optional(v.array(vehicle), []),
    itemList: v.optional(v.array(v.unknown())),
  }),
  v.check((sent) => (sent.ewbNo ?? sent.ewayBillNo) !== undefined),
  v.transform((sent): EWayBill => ({
    number: sent.ewbNo ?? sent.ewayBillNo ?? "",
    generatedAt: sent.ewayBillDate,
    generatedBy: sent.userGstin,
    validUntil: sent.validUpto,
    isCancelled: sent.status === "CNL",
    isRejected: sent.rejectStatus === "Y",
    documentType: sent.docType,
    documentNumber: sent.docNo,
    documentDate: sent.docDate,
    fromGstin: sent.fromGstin,
    fromName: sent.fromTrdName,
    toGstin: sent.toGstin,
    total: sent.totInvValue,
    transporterId: sent.transporterId,
    extendedTimes: Number(sent.extendedTimes ?? 0),
    itemCount: sent.itemList?.length ?? null,
    vehicles: sent.VehiclListDetails,
  })),
);

const oneOrFirst = v.union([bill, v.pipe(v.tuple([bill]), v.transform(([first]) => first))]);
/** The bill an answer names, so that one that went astray is seen. */
const named = { ewayBillNo: v.optional(number), ewbNo: v.optional(number) };
const nameOf = ({ ewayBillNo, ewbNo }: { ewayBillNo?: string | undefined; ewbNo?: string | undefined }) => {
  const told = ewayBillNo ?? ewbNo;
  return told === undefined ? {} : { ewbNumber: told };
};

const at = <K extends string>(key: K) =>
  v.pipe(
    v.looseObject({ ...named, [key]: time }),
    v.transform((sent): Changed => ({ at: String((sent as Record<string, unknown>)[key]), ...nameOf(sent) })),
  );
const validity = (key: "vehUpdDate" | "updatedDate") =>
  v.pipe(
    v.looseObject({ ...named, [key]: time, validUpto: optionalTime }),
    v.transform((sent): Changed => {
      const { validUpto } = sent as { validUpto: string | null };
      return { at: String((sent as Record<string, unknown>)[key]), validUntil: validUpto, ...nameOf(sent) };
    }),
  );

const consolidated = v.pipe(
  v.object({ cEwbNo: v.pipe(text, v.regex(/^\d{10,12}$/)), cEwbDate: time }),
  v.transform((sent): Changed => ({ at: sent.cEwbDate, number: sent.cEwbNo })),
);

const groupNo = v.pipe(text, v.regex(/^\d{1,4}$/), v.transform(Number));
const ofGroup = <K extends string>(key: K) =>
  v.pipe(
    v.looseObject({ ...named, groupNo, [key]: time }),
    v.transform((sent): Changed => {
      const { groupNo } = sent as { groupNo: number };
      return { at: String((sent as Record<string, unknown>)[key]), groupNo, ...nameOf(sent) };
    }),
  );

const isoDay = v.pipe(
  optionalText,
  v.transform((day) => {
    const [, date, month, year] = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(day ?? "") ?? [];
    return year ? `${year}-${month}-${date}` : null;
  }),
);

const received = v.pipe(
  v.object({
    ewbNo: number,
    ewayBillDate: v.optional(time),
    ewbDate: v.optional(time),
    validUpto: v.optional(optionalTime, null),
    genGstin: optionalText,
    fromGstin: optionalText,
    fromTradeName: optionalText,
    toGstin: optionalText,
    docNo: optionalText,
    docDate: isoDay,
    totInvValue: v.pipe(optionalText, v.transform((sum) => sum && /^\d+(\.\d+)?$/.test(sum) ? sum : null)),
    hsnCode: optionalText,
    status: optionalText,
    rejectStatus: optionalText,
  }),
  v.check((sent) => (sent.ewayBillDate ?? sent.ewbDate) !== undefined),
  v.transform((sent): ReceivedBill => ({
    number: sent.ewbNo,
    generatedAt: sent.ewayBillDate ?? sent.ewbDate ?? "",
    validUntil: sent.validUpto,
    generatedBy: sent.genGstin,
    fromGstin: sent.fromGstin,
    fromName: sent.fromTradeName,
    toGstin: sent.toGstin,
    documentNumber: sent.docNo,
    documentDate: sent.docDate,
    total: sent.totInvValue,
    hsn: sent.hsnCode,
    isCancelled: sent.status === "CNL",
    isRejected: sent.rejectStatus === "Y",
  })),
);

/** The decrypted bodies, by what they answer. */
export const shapes = {
  signedIn,
  generated,
  bill: oneOrFirst,
  vehicleUpdated: validity("vehUpdDate"),
  extended: validity("updatedDate"),
  cancelled: at("cancelDate"),
  rejected: at("ewbRejectedDate"),
  transporterUpdated: at("transUpdateDate"),
  consolidated,
  movementStarted: ofGroup("createdDate"),
  vehicleAdded: ofGroup("vehAddedDate"),
  vehicleReplaced: ofGroup("vehUpdDate"),
  received: v.array(received),
};
