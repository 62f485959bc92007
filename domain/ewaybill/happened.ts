import type { EWayBill, VehicleEntry } from "../gateways/ewb/mod.ts";
import type { Ending, OpenChange } from "./open_change.ts";
import type { Portal } from "./portal.ts";
import { whyOf } from "./verdict.ts";

/**
 * Whether a change that may have been sent has happened, by what the portal shows: its ending, or "nothing" where it
 * surely has not, so that it may be sent (again).
 */
export async function whatHappened(portal: Portal, open: OpenChange): Promise<Ending | "nothing"> {
  if (open.change === "consolidate") return await tripOf(portal, open);
  const found = await portal.clientFor(open.entity_id).get(portal.registration, open.ewb_number ?? "");
  if (found.kind !== "done") return { outcome: "unknown", ...whyOf(found) };
  if (found.value.number !== open.ewb_number) {
    return {
      outcome: "unknown",
      errorCode: "crossed_reply",
      errorMessage: "the portal showed another bill; it is asked again",
    };
  }
  const done = traceOf(found.value, open);
  if (done) return { outcome: "done", validUntil: found.value.validUntil, ...done };
  return open.change === "start_multi_vehicle" && open.probe ? await probe(portal, open, open.probe) : "nothing";
}

/** What the change left on the bill; null: nothing. */
function traceOf(bill: EWayBill, open: OpenChange): Partial<Ending> | null {
  const entry = bill.vehicles.find((one) => carries(one, open));
  const is = (happened: boolean, at?: string | null) => happened ? (at ? { at } : {}) : null;
  switch (open.change) {
    case "cancel":
      return is(bill.isCancelled);
    case "reject":
      return is(bill.isRejected);
    case "update_transporter":
      return is(bill.transporterId === open.request.transporterId);
    case "update_vehicle":
      return is(entry !== undefined && entry === bill.vehicles[0], entry?.enteredAt);
    case "extend":
      return is(bill.validUntil !== null && Date.parse(bill.validUntil) > (open.known_until?.getTime() ?? Infinity));
    case "add_vehicle":
    case "replace_vehicle":
      return is(entry !== undefined && entry.groupNo === Number(open.request.groupNo), entry?.enteredAt);
    case "start_multi_vehicle": {
      const newest = Math.max(0, ...bill.vehicles.map(({ groupNo }) => groupNo ?? 0));
      return newest > open.known_groups ? { groupNo: newest } : null;
    }
    case "consolidate":
      return null;
  }
}

/**
 * The portal shows a group of vehicles only once it has one. Whether an empty one is there it tells when its first vehicle is
 * brought: it takes it, or there is no such group (411). The vehicle is asked for before it is brought again.
 */
async function probe(portal: Portal, open: OpenChange, payload: string): Promise<Ending | "nothing"> {
  const added = await portal.clientFor(open.entity_id).change(portal.registration, "add_vehicle", payload);
  if (added.kind === "done") return { outcome: "done", at: added.value.at, groupNo: open.known_groups + 1 };
  return added.kind === "refused" && added.meaning === "not_begun"
    ? "nothing"
    : { outcome: "unknown", ...whyOf(added) };
}

/** A consolidated bill shows in its members: in each an entry of its vehicle under one trip sheet number we did not know. */
async function tripOf(portal: Portal, open: OpenChange): Promise<Ending | "nothing"> {
  const trips = new Set<string | null>();
  let at: string | null = null;
  for (const { number } of open.members ?? []) {
    const found = await portal.clientFor(open.entity_id).get(portal.registration, number);
    if (found.kind !== "done") return { outcome: "unknown", ...whyOf(found) };
    const isOurs = (one: VehicleEntry) =>
      one.tripSheetNumber !== null && !open.known_trips.includes(one.tripSheetNumber) && carries(one, open) &&
      isSince(one, open);
    const entry = found.value.vehicles.find(isOurs);
    trips.add(entry?.tripSheetNumber ?? null);
    at = entry?.enteredAt ?? at;
  }
  const [trip = null] = trips;
  if (trips.size > 1) {
    const errorMessage = "the portal shows the trip on some of the bills only; it is asked again";
    return { outcome: "unknown", errorCode: "trip_unclear", errorMessage };
  }
  if (trip === null) return "nothing";
  return await withMembers(portal, open, { outcome: "done", number: trip, ...(at && { at }) });
}

/** A portal's clock may be wrong by so much. */
const skewMs = 15 * 60_000;

function isSince({ enteredAt }: VehicleEntry, { requested_at }: OpenChange): boolean {
  return enteredAt !== null && Date.parse(enteredAt) >= requested_at.getTime() - skewMs;
}

function carries({ vehicleNumber, documentNumber }: VehicleEntry, { request }: OpenChange): boolean {
  const mark = (request.vehicleNumber ?? "").toUpperCase().replace(/[^A-Z0-9]/g, "");
  return (vehicleNumber ?? "") === mark && (documentNumber ?? "") === (request.documentNumber ?? "");
}

/** A bill without a vehicle is valid from the trip on; until when, the portal tells of each. */
export async function withMembers(portal: Portal, open: OpenChange, ending: Ending): Promise<Ending> {
  if (open.change !== "consolidate") return ending;
  const members = [];
  for (const { number } of (open.members ?? []).filter(({ isPartA }) => isPartA)) {
    const bill = await portal.clientFor(open.entity_id).get(portal.registration, number);
    if (bill.kind === "done") members.push({ number, validUntil: bill.value.validUntil });
  }
  return { ...ending, members };
}
