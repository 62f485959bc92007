import assert from "node:assert/strict";
import { type EwbWorld, ewbWorld, payload, rival, seller } from "../gateways/ewb_world.ts";
import { ewbStranger } from "./sandbox_stranger.ts";

let world: EwbWorld;
let serial = 0;
Deno.test.beforeAll(async () => void (world = await ewbWorld()));
Deno.test.afterAll(() => world.close());
Deno.test.beforeEach(() => world.clock.set("2026-11-20T10:00:00+05:30"));

const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name: `sandbox ewb: ${name}`, fn, sanitizeOps: false, sanitizeResources: false });
const carrier = { ...seller, gstin: "33AABCT1332L1ZU", username: "API_carrier" };
const as = (who = seller) => ewbStranger(world.site.baseUrl, world.site.signInKey, who);
const act = async (action: string, wish: Record<string, unknown>, who = seller) => await as(who).act(action, wish);
const number = () => `A/${++serial}`;
const bill = async (more: Record<string, unknown> = {}) => {
  const told = await act("GENEWAYBILL", JSON.parse(payload({ docNo: number(), toGstin: rival.gstin, ...more })));
  assert.deepEqual(told.codes, []);
  return told.plain.ewayBillNo as number;
};
const read = async (ewbNo: number, who = seller) => (await as(who).get(`/ewayapi/GetEwayBill?ewbNo=${ewbNo}`)).plain;
const codes = async (action: string, wish: Record<string, unknown>, who = seller) =>
  (await act(action, wish, who)).codes.join(" ");
const partA = { vehicleNo: "", transMode: "", transporterId: carrier.gstin };
const vehicle = { vehicleNo: "MH12AB1234", fromPlace: "Mumbai", fromState: 27, transMode: "1", vehicleType: "R" };
const from = { ...vehicle, reasonCode: "1", reasonRem: "broke down" };
const set = (ewbNo: number, column: "is_rejected" | "verified_at" | "closed_on") =>
  column === "is_rejected"
    ? world.db`update sandbox.ewb_bills set is_rejected = true where ewb_no = ${ewbNo}`
    : column === "closed_on"
    ? world.db`update sandbox.ewb_bills set closed_on = '2026-11-20' where ewb_no = ${ewbNo}`
    : world.db`update sandbox.ewb_bills set verified_at = now() where ewb_no = ${ewbNo}`;

Deno.test.beforeAll(async () => {
  const { gstin, username, password, clientId: client_id, clientSecret: client_secret } = carrier;
  const taxpayer = { gstin, legal_name: "Carrier", username, password, client_id, client_secret, turnover: "4000000" };
  await world.db`select sandbox.register_irp_taxpayer(${world.db.json(taxpayer)})`;
});

test("VEHEWB: each refusal by its code", async () => {
  const ewbNo = await bill();
  const wish = { ewbNo, ...from };
  assert.equal(await codes("VEHEWB", { ...wish, ewbNo: 1 }), "301");
  assert.equal(await codes("VEHEWB", { ...wish, reasonCode: "9" }), "307");
  assert.equal(await codes("VEHEWB", { ...wish, reasonCode: "3", reasonRem: "" }), "308");
  assert.equal(await codes("VEHEWB", { ...wish, fromPlace: "" }), "305");
  assert.equal(await codes("VEHEWB", { ...wish, fromState: 99 }), "306");
  assert.equal(await codes("VEHEWB", { ...wish, vehicleNo: "XX" }), "225");
  assert.equal(await codes("VEHEWB", { ...wish, vehicleNo: "", transDocNo: "" }), "226");
  assert.equal(await codes("VEHEWB", { ...wish, transMode: "2", vehicleNo: "", transDocNo: "RR1" }), "385");
  assert.equal(await codes("VEHEWB", wish, carrier), "636");
  const theirs = await bill(partA);
  assert.equal(await codes("VEHEWB", { ...from, ewbNo: theirs, reasonCode: "4" }, carrier), "");
  assert.equal(await codes("VEHEWB", { ...from, ewbNo: theirs }), "635");
  await set(ewbNo, "closed_on");
  assert.equal(await codes("VEHEWB", wish), "851");
  await set(ewbNo, "is_rejected");
  assert.equal(await codes("VEHEWB", wish), "312");
  assert.equal(await codes("SOMETHING", wish), "239");
});

test("UPDATETRANSPORTER: handed on until the one who has it drives", async () => {
  const ewbNo = await bill();
  const to = (transporterId: string) => ({ ewbNo, transporterId });
  assert.equal(await codes("UPDATETRANSPORTER", { ...to(carrier.gstin), ewbNo: 1 }), "301");
  assert.equal(await codes("UPDATETRANSPORTER", to("12345")), "222");
  assert.equal(await codes("UPDATETRANSPORTER", to(carrier.gstin), carrier), "339");
  assert.equal(await codes("UPDATETRANSPORTER", to(carrier.gstin)), "");
  assert.equal((await read(ewbNo)).transporterId, carrier.gstin);
  assert.equal(await codes("VEHEWB", { ewbNo, ...from }, carrier), "");
  assert.equal(await codes("UPDATETRANSPORTER", to(rival.gstin)), "338");
  const late = await bill();
  world.clock.set("2026-11-26T10:00:00+05:30");
  assert.equal(await codes("UPDATETRANSPORTER", { ...to(carrier.gstin), ewbNo: late }), "281");
  world.clock.set("2026-11-20T10:00:00+05:30");
  await world.db`update sandbox.irp_taxpayers set block_status = 'B' where gstin = ${carrier.gstin}`;
  assert.equal(await codes("UPDATETRANSPORTER", { ...to(carrier.gstin), ewbNo: late }), "719");
  await world.db`update sandbox.irp_taxpayers set block_status = 'U' where gstin = ${carrier.gstin}`;
  await act("CANEWB", { ewbNo: late, cancelRsnCode: 2, cancelRmrk: "x" });
  assert.equal(await codes("UPDATETRANSPORTER", { ...to(carrier.gstin), ewbNo: late }), "280");
});

test("CANEWB and REJEWB: windows of 24 and 72 hours, and who may", async () => {
  const wish = (ewbNo: number, more = {}) => ({ ewbNo, cancelRsnCode: 2, cancelRmrk: "withdrawn", ...more });
  const [late, seen, part] = [await bill(), await bill(), await bill(partA)];
  assert.equal(await codes("CANEWB", wish(1)), "301");
  assert.equal(await codes("CANEWB", wish(late), rival), "312");
  assert.equal(await codes("CANEWB", wish(late, { cancelRsnCode: 9 })), "307");
  await set(seen, "verified_at");
  assert.equal(await codes("CANEWB", wish(seen)), "316");
  assert.equal(await codes("REJEWB", { ewbNo: part }, rival), "348");
  assert.equal(await codes("REJEWB", { ewbNo: 1 }, rival), "344");
  assert.equal(await codes("REJEWB", { ewbNo: late }), "341");
  assert.equal(await codes("REJEWB", { ewbNo: late }, carrier), "342");
  world.clock.set("2026-11-21T10:00:01+05:30");
  assert.equal(await codes("CANEWB", wish(late)), "315");
  world.clock.set("2026-11-23T10:00:00+05:30");
  assert.equal(await codes("REJEWB", { ewbNo: seen }, rival), "");
  assert.equal(await codes("REJEWB", { ewbNo: seen }, rival), "343");
  world.clock.set("2026-11-23T10:00:01+05:30");
  assert.equal(await codes("REJEWB", { ewbNo: late }, rival), "346");
  world.clock.set("2026-11-20T10:00:00+05:30");
  const short = await bill({ transDistance: "100" });
  world.clock.set("2026-11-22T00:00:00+05:30");
  assert.equal(await codes("REJEWB", { ewbNo: short }, rival), "345");
});

test("EXTENDVALIDITY: eight hours around the end, by who has the goods, to 360 days and no further", async () => {
  const [ewbNo, part] = [await bill(), await bill(partA)];
  const wish = {
    ewbNo,
    ...vehicle,
    fromPlace: "Pune",
    fromPincode: 411001,
    remainingDistance: 450,
    extnRsnCode: 1,
    extnRemarks: "flood",
    consignmentStatus: "M",
    transitType: "",
  };
  const refused = (more: Record<string, unknown>, who = seller) => codes("EXTENDVALIDITY", { ...wish, ...more }, who);
  assert.equal(await refused({ ewbNo: 1 }), "301");
  assert.equal(await refused({ ewbNo: part }, carrier), "381");
  assert.equal(await refused({}, rival), "384");
  world.clock.set("2026-11-25T15:58:59+05:30");
  assert.equal(await refused({}), "382");
  world.clock.set("2026-11-25T16:00:00+05:30");
  const cases: [string, Record<string, unknown>][] = [
    ["386", { extnRemarks: "" }],
    ["386", { extnRsnCode: 3 }],
    ["389", { remainingDistance: 0 }],
    ["390", { remainingDistance: 981 }],
    ["711", { transMode: "5" }],
    ["705", { transMode: "5", consignmentStatus: "T" }],
    ["706", { transMode: "5", consignmentStatus: "T", transitType: "W" }],
    ["712", { transitType: "W" }],
    ["713", { addressLine1: "Depot" }],
    ["303", { vehicleNo: "" }],
    ["225", { vehicleNo: "XX" }],
    ["394", { transMode: "2" }],
    ["305", { fromPlace: "" }],
    ["306", { fromState: 99 }],
    ["421", { fromPincode: 1 }],
    ["710", { fromPincode: 560001 }],
  ];
  for (const [code, more] of cases) assert.equal(await refused(more), code, JSON.stringify(more));
  world.clock.set("2026-11-26T07:59:00+05:30");
  const extended = await act("EXTENDVALIDITY", wish);
  assert.equal(
    extended.plain.validUpto,
    "29/11/2026 11:59:00 PM",
    "three days from the day it is extended, after its end",
  );
  const after = await read(ewbNo);
  assert.deepEqual([after.extendedTimes, after.VehiclListDetails[0].fromPlace], [1, "Pune"]);
  const transit = { transMode: "5", consignmentStatus: "T", transitType: "W", addressLine1: "Depot", vehicleNo: "" };
  world.clock.set("2026-11-29T20:00:00+05:30");
  assert.equal(
    (await act("EXTENDVALIDITY", { ...wish, ...transit, remainingDistance: 1 })).plain.validUpto,
    "30/11/2026 11:59:00 PM",
  );
  await world.db`update sandbox.ewb_bills set valid_until = '2027-11-14T23:59+05:30' where ewb_no = ${ewbNo}`;
  world.clock.set("2027-11-14T20:00:00+05:30");
  assert.equal(
    (await act("EXTENDVALIDITY", wish)).plain.validUpto,
    "15/11/2027 11:59:00 PM",
    "360 days from its making",
  );
  world.clock.set("2027-11-15T20:00:00+05:30");
  assert.equal(await refused({}), "821");
  await set(ewbNo, "is_rejected");
  assert.equal(await refused({}), "380");
});

test("GENCEWB and REGENTRIPSHEET: several bills on one vehicle, and on the next", async () => {
  const [one, two, other] = [await bill(), await bill({ ...partA, transDistance: "300" }), await bill()];
  const sheet = (...bills: number[]) => ({
    ...vehicle,
    tripSheetEwbBills: bills.map((ewbNo) => ({ ewbNo: String(ewbNo) })),
  });
  assert.equal(await codes("GENCEWB", sheet()), "391");
  assert.equal(await codes("GENCEWB", sheet(one, 1)), "301");
  assert.equal(await codes("GENCEWB", { ...sheet(one), fromPlace: "", vehicleNo: "XX" }), "225 305");
  assert.equal(await codes("GENCEWB", sheet(one), carrier), "650");
  const made = await act("GENCEWB", sheet(one, two));
  assert.match(made.plain.cEwbNo, /^\d{10}$/);
  assert.equal(
    (await read(two)).validUpto,
    "22/11/2026 11:59:00 PM",
    "the trip sheet is Part B of a bill that had none",
  );
  assert.equal(String((await read(one)).VehiclListDetails[0].tripshtNo), made.plain.cEwbNo);
  const { plain: found } = await as().get(`/ewayapi/GetTripSheet?tripSheetNo=${made.plain.cEwbNo}`);
  assert.deepEqual(found.tripSheetEwbBills.map(({ ewbNo }: { ewbNo: number }) => ewbNo), [one, two]);
  assert.deepEqual((await as(rival).get(`/ewayapi/GetTripSheet?tripSheetNo=${made.plain.cEwbNo}`)).codes, ["387"]);
  const again = { ...from, tripSheetNo: made.plain.cEwbNo, vehicleNo: "MH12AB9999" };
  assert.equal(await codes("REGENTRIPSHEET", { ...again, tripSheetNo: "1" }), "387");
  assert.equal(await codes("REGENTRIPSHEET", { ...again, reasonCode: "" }), "307");
  assert.equal(await codes("REGENTRIPSHEET", { ...again, reasonRem: "" }), "308");
  assert.notEqual((await act("REGENTRIPSHEET", again)).plain.cEwbNo, made.plain.cEwbNo);
  assert.equal((await read(two)).VehiclListDetails[0].vehicleNo, "MH12AB9999");
  await act("CANEWB", { ewbNo: other, cancelRsnCode: 2, cancelRmrk: "x" });
  assert.equal(await codes("GENCEWB", sheet(other)), "653");
  await set(one, "closed_on");
  assert.equal(await codes("GENCEWB", sheet(one)), "845");
  world.clock.set("2026-11-23T00:00:00+05:30");
  assert.equal(await codes("GENCEWB", sheet(two)), "818");
  assert.equal(await codes("REGENTRIPSHEET", again), "391");
});

test("MULTIVEHMOVINT, MULTIVEHADD, MULTIVEHUPD: no more is carried than moves", async () => {
  const item = {
    productName: "Cable",
    hsnCode: 854411,
    quantity: 33,
    qtyUnit: "NOS",
    igstRate: 18,
    taxableAmount: 100000,
  };
  const ewbNo = await bill({ itemList: [item] });
  const move = { ...from, ewbNo, toPlace: "Chennai", toState: 33, totalQuantity: 33, unitCode: "NOS" };
  const cases: [string, Record<string, unknown>][] = [
    ["301", { ewbNo: 1 }],
    ["307", { reasonCode: "" }],
    ["308", { reasonRem: "" }],
    ["305", { fromPlace: "" }],
    ["306", { fromState: 99 }],
    ["321", { toPlace: "" }],
    ["320", { toState: 99 }],
    ["402", { totalQuantity: 0 }],
    ["399", { unitCode: "KGS" }],
  ];
  for (const [code, more] of cases) assert.equal(await codes("MULTIVEHMOVINT", { ...move, ...more }), code, code);
  assert.equal(await codes("MULTIVEHMOVINT", move, carrier), "646");
  const { plain: { groupNo } } = await act("MULTIVEHMOVINT", move);
  assert.equal(groupNo, 1);
  const add = {
    ewbNo,
    groupNo: "1",
    vehicleNo: "PQR1234",
    transDocNo: "1234",
    transDocDate: "20/11/2026",
    quantity: 15,
  };
  const adding: [string, Record<string, unknown>][] = [
    ["301", { ewbNo: 1 }],
    ["406", { groupNo: "0" }],
    ["411", { groupNo: "7" }],
    ["225", { vehicleNo: "XX" }],
    ["226", { vehicleNo: "", transDocNo: "" }],
    ["402", { quantity: 0 }],
    ["400", { quantity: 34 }],
  ];
  for (const [code, more] of adding) assert.equal(await codes("MULTIVEHADD", { ...add, ...more }), code, code);
  assert.equal(await codes("MULTIVEHADD", add), "");
  assert.equal(await codes("MULTIVEHADD", { ...add, vehicleNo: "PQR9999", quantity: 18 }), "");
  assert.equal(await codes("MULTIVEHADD", { ...add, vehicleNo: "PQR1111", quantity: 0.001 }), "400");
  const change = {
    ...from,
    ewbNo,
    groupNo: 1,
    oldvehicleNo: "PQR1234",
    newVehicleNo: "MH12AB7777",
    oldTranNo: "1234",
    newTranNo: "9",
  };
  assert.equal(await codes("MULTIVEHUPD", { ...change, oldvehicleNo: "PQR0000" }), "405");
  assert.equal(await codes("MULTIVEHUPD", { ...change, oldvehicleNo: "X" }), "407");
  assert.equal(await codes("MULTIVEHUPD", { ...change, newVehicleNo: "X" }), "408");
  assert.equal(await codes("MULTIVEHUPD", change), "");
  const told = await read(ewbNo);
  assert.deepEqual([told.VehiclListDetails[0].vehicleNo, told.VehiclListDetails[0].groupNo], ["MH12AB7777", "1"]);
  assert.equal(await codes("VEHEWB", { ...from, ewbNo }), "412");
  assert.equal(await codes("GENCEWB", { ...vehicle, tripSheetEwbBills: [{ ewbNo: String(ewbNo) }] }), "648");
  await set(ewbNo, "closed_on");
  assert.deepEqual(
    [await codes("MULTIVEHMOVINT", move), await codes("MULTIVEHADD", add), await codes("MULTIVEHUPD", change)],
    ["847", "846", "848"],
  );
  await set(ewbNo, "is_rejected");
  assert.equal(await codes("MULTIVEHMOVINT", move), "817");
});

test("CLSEWB: goods that arrived close their bill to everything", async () => {
  const [ewbNo, part] = [await bill(), await bill(partA)];
  const close = { ewbNo, closureDate: "20/11/2026", remarks: "delivered" };
  const cases: [string, Record<string, unknown>][] = [
    ["852", { ewbNo: 1 }],
    ["830", { ewbNo: part }],
    ["861", { closureDate: "" }],
    ["854", { closureDate: "31/11/2026" }],
    ["862", { remarks: "" }],
    ["828", { closureDate: "19/11/2026" }],
    ["842", { closureDate: "21/11/2026" }],
  ];
  for (const [code, more] of cases) assert.equal(await codes("CLSEWB", { ...close, ...more }), code, code);
  assert.equal(await codes("CLSEWB", close, rival), "827");
  assert.equal(await codes("CLSEWB", close), "");
  assert.equal(await codes("CLOSEEWB", close), "829");
  assert.equal(await codes("CANEWB", { ewbNo, cancelRsnCode: 2, cancelRmrk: "x" }), "843");
  assert.equal(await codes("REJEWB", { ewbNo }, rival), "849");
  assert.equal(await codes("UPDATETRANSPORTER", { ewbNo, transporterId: carrier.gstin }), "850");
});

test("lists tell the bills of a day of the last three, to whom they concern; masters what is known", async () => {
  world.clock.set("2026-11-17T10:00:00+05:30");
  const [ours, carried] = [await bill({ docDate: "17/11/2026" }), await bill({ ...partA, docDate: "17/11/2026" })];
  await act("REJEWB", { ewbNo: ours }, rival);
  world.clock.set("2026-11-18T10:00:00+05:30");
  const list = async (name: string, who = seller, query = "date=17/11/2026") => {
    const told = await as(who).get(`/ewayapi/${name}?${query}`);
    return told.plain?.map(({ ewbNo }: { ewbNo: number }) => ewbNo) ?? told.codes.join(" ");
  };
  assert.deepEqual(await list("GetEwayBillsByDate"), [ours, carried]);
  assert.deepEqual(await list("GetEwayBillsofOtherParty", rival), [ours, carried]);
  assert.deepEqual(await list("GetEwayBillsRejectedByOthers"), [ours]);
  for (const name of ["GetEwayBillsForTransporter", "GetEwayBillReportByTransporterAssignedDate"]) {
    assert.deepEqual(await list(name, carrier), [carried]);
  }
  const by = (query: string) => list("GetEwayBillsForTransporterByGstin", carrier, `date=17/11/2026&${query}`);
  assert.deepEqual([await by(`Gen_gstin=${seller.gstin}`), await by(`Gen_gstin=${rival.gstin}`)], [[carried], "418"]);
  assert.equal(await list("GetEwayBillsForTransporterByState", carrier, "date=17/11/2026&stateCode=29"), "418");
  assert.equal(await list("GetEwayBillsByDate", seller, "date=18/11/2026"), "366");
  assert.equal(await list("GetEwayBillsByDate", seller, "date=14/11/2026"), "416");
  assert.equal(await list("GetEwayBillsByDate", seller, "date=2026-11-17"), "601");
  const master = async (path: string) => await as().get(`/Master/${path}`);
  assert.equal((await master(`GetGSTINDetails?GSTIN=${rival.gstin}`)).plain.stateCode, "29");
  assert.deepEqual((await master("GetGSTINDetails?GSTIN=x")).codes, ["326"]);
  assert.equal((await master(`GetTransporterDetails?trn_no=${carrier.gstin}`)).plain.transin, carrier.gstin);
  assert.deepEqual((await master("GetTransporterDetails?trn_no=x")).codes, ["328"]);
  assert.equal((await master("GetHsnDetailsByHsnCode?hsncode=8471")).plain.hsnCode, "8471");
  assert.deepEqual((await master("GetHsnDetailsByHsnCode?hsncode=84")).codes, ["337"]);
  assert.ok((await master("GetErrorList")).plain.length > 350);
});
