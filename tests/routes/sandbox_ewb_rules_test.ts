import assert from "node:assert/strict";
import { type EwbWorld, ewbWorld, payload, rival, seller } from "../gateways/ewb_world.ts";
import { ewbStranger } from "./sandbox_stranger.ts";

let world: EwbWorld;
let serial = 0;
Deno.test.beforeAll(async () => {
  world = await ewbWorld();
  for (
    const more of [
      { gstin: "24AABCS4321Q1Z8", taxpayer_type: "SEZ" },
      { gstin: "27AAACG2115R1ZH", block_status: "B" },
      { gstin: "29AADCV9876L1Z9", status: "CNL", deregistered_on: "2024-03-31" },
    ]
  ) await taxpayer(more);
});
Deno.test.afterAll(() => world.close());

const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name: `sandbox ewb: ${name}`, fn, sanitizeOps: false, sanitizeResources: false });
const taxpayer = (more: Record<string, unknown>) =>
  world.db`select sandbox.register_irp_taxpayer(${world.db.json({ legal_name: "Test Works", ...more } as never)})`;
const item = {
  productName: "Laptop",
  hsnCode: 847130,
  quantity: 2,
  qtyUnit: "NOS",
  igstRate: 18,
  taxableAmount: 100000,
};
const codes = async (more: Record<string, unknown>, who = seller) => {
  const wish = JSON.parse(payload({ docNo: `R/${++serial}`, ...more }));
  return (await ewbStranger(world.site.baseUrl, world.site.signInKey, who).act("GENEWAYBILL", wish)).codes.join(" ");
};

/** What a bill of 118,000 from Mumbai to Bengaluru by road is refused with, for what is changed in it. */
const rules: [string, Record<string, unknown>][] = [
  ["", {}],
  ["201", { supplyType: "X", fromGstin: rival.gstin, toGstin: seller.gstin }],
  ["202 205", { subSupplyType: "13" }],
  ["204 205", { docType: "ABC" }],
  ["205", { docType: "BOE" }],
  ["205", { subSupplyType: "4" }],
  ["206", { docNo: "A B" }],
  ["207", { docDate: "31/11/2026" }],
  ["207", { docDate: "21/11/2026" }],
  ["819", { docDate: "30/06/2017" }],
  ["820", { docDate: "23/05/2026" }],
  ["", { docDate: "24/05/2026" }],
  ["208 359", { fromGstin: "27AABCR5678M1ZX" }],
  ["212", { toGstin: "29AAGCB7383J1Z5" }],
  ["210 437", { fromPincode: 12345 }],
  ["214 436", { toPincode: 12345 }],
  ["211 643", { fromStateCode: 98 }],
  ["215 644", { toStateCode: 98 }],
  ["371 437 643", { actFromStateCode: 98 }],
  ["372 436 644", { actToStateCode: 98 }],
  ["216 283", { itemList: [{ ...item, hsnCode: 847 }] }],
  ["217", { itemList: [{ ...item, qtyUnit: "PIECES" }] }],
  ["221", { transDistance: "far" }],
  ["221", { transDistance: "4001" }],
  ["222", { transporterId: "12345" }],
  ["224", { transDocNo: "1", transDocDate: "31/11/2026" }],
  ["225", { vehicleNo: "NONSENSE" }],
  ["233", { itemList: [] }],
  ["234", { itemList: [{ ...item, taxableAmount: -1 }] }],
  ["251", { itemList: [{ ...item, cgstRate: 9, sgstRate: 6 }] }],
  ["359", { fromGstin: rival.gstin }],
  ["360", { supplyType: "I" }],
  ["361", { vehicleType: "X" }],
  ["373", { subSupplyType: "3", toGstin: "URP" }],
  ["374 436", {
    subSupplyType: "3",
    toGstin: "URP",
    toStateCode: 96,
    actToStateCode: 96,
    transactionType: 1,
    toPincode: 560001,
  }],
  ["", { subSupplyType: "3", toGstin: "URP", toStateCode: 96, transactionType: 2 }],
  ["373 450", { subSupplyType: "3" }],
  ["377", { subSupplyType: "8", docType: "OTH" }],
  ["385", { transMode: "2", vehicleNo: "", vehicleType: "", transDocNo: "RR1" }],
  ["612", { transactionType: 5 }],
  ["614", { transactionType: null }],
  ["615", { dispatchFromGSTIN: rival.gstin }],
  ["616", { shipToGSTIN: rival.gstin }],
  ["617", { transactionType: 3, dispatchFromGSTIN: seller.gstin }],
  ["618", { transactionType: 2, shipToGSTIN: "29AAGCB7383J1Z4" }],
  ["864", { transactionType: 3, shipToGSTIN: rival.gstin }],
  ["619", { vehicleNo: "", transMode: "" }],
  ["620", { totInvValue: 117997 }],
  ["", { totInvValue: 117998 }],
  ["621", { transMode: "" }],
  ["623", { toGstin: "27AAACR5055K1Z7", toStateCode: 27, actToStateCode: 27, toPincode: 411045 }],
  ["624", { igstValue: 0, cgstValue: 9000, sgstValue: 9000 }],
  ["628 620", { totInvValue: -1 }],
  ["629", { igstValue: -1 }],
  ["632", { cessValue: -1 }],
  ["634", { transMode: "3", vehicleType: "O", transDocNo: "AWB1", transDocDate: "20/11/2026", vehicleNo: "" }],
  ["640", { totInvValue: null }],
  ["623 643", { fromStateCode: 29 }],
  ["644", { toStateCode: 27, igstValue: 0 }],
  ["702", {
    toGstin: "27AAACR5055K1Z7",
    toStateCode: 27,
    actToStateCode: 27,
    toPincode: 400053,
    igstValue: 0,
    transDistance: "101",
  }],
  ["721", {
    toGstin: "27AAACR5055K1Z7",
    toStateCode: 27,
    actToStateCode: 27,
    toPincode: 400053,
    igstValue: 0,
    transDistance: "0",
  }],
  ["716", { toGstin: "27AAACG2115R1ZH", toStateCode: 27, actToStateCode: 27, toPincode: 411045, igstValue: 0 }],
  ["717", { transporterId: "27AAACG2115R1ZH" }],
  ["722", { toGstin: "29AADCV9876L1Z9" }],
  ["724", { itemList: [{ ...item, hsnCode: 998713 }] }],
  ["726", { transMode: "4" }],
  ["727", { transMode: "4", vehicleNo: "", vehicleType: "O", transporterId: rival.gstin }],
  ["729", { transMode: "4", vehicleNo: "", vehicleType: "O", transDocNo: "BL1" }],
  ["359 822", { fromGstin: "URP", toGstin: "URP" }],
];

for (const [wanted, more] of rules) {
  const said = wanted === "" ? "nothing to object" : wanted;
  test(`${said} for ${JSON.stringify(more).slice(0, 90)}`, async () => {
    const expected = wanted.split(" ").filter((code) => code !== "" && code !== "283");
    const told = (await codes(more)).split(" ").filter((code) => code !== "" && code !== "283");
    assert.deepEqual(told, expected.toSorted());
  });
}

test("goods that come in: their document, their maker and where they come from", async () => {
  const inward = { supplyType: "I", fromGstin: "29AAGCB7383J1Z4", toGstin: seller.gstin };
  const there = { fromPincode: 560001, fromStateCode: 29, actFromStateCode: 29 };
  const here = { toPincode: 400053, toStateCode: 27, actToStateCode: 27 };
  const arriving = { ...inward, ...there, ...here };
  assert.equal(await codes(arriving), "");
  assert.equal(await codes({ ...arriving, subSupplyType: "6" }), "205");
  assert.equal(await codes({ ...arriving, subSupplyType: "6", docType: "CHL" }), "");
  const imported = { ...arriving, subSupplyType: "2", docType: "BOE" };
  assert.equal(await codes(imported), "375 451");
  const abroad = { fromGstin: "URP", fromStateCode: 96, transactionType: 3 };
  assert.equal(await codes({ ...imported, ...abroad }), "");
  assert.equal(await codes({ ...imported, ...abroad, actFromStateCode: 96, fromPincode: 560001 }), "376 437");
});

test("720 above five crore, but for consumers; 283 for short HSN codes there", async () => {
  await taxpayer({ gstin: seller.gstin, turnover: "60000000" });
  assert.equal(await codes({}), "720");
  assert.equal(await codes({ toGstin: "URP" }), "");
  assert.equal(await codes({ docType: "BIL" }), "");
  assert.equal(await codes({ docType: "BIL", itemList: [{ ...item, hsnCode: 8471 }] }), "283");
  await taxpayer({ gstin: seller.gstin, turnover: "4000000", block_status: "B" });
  assert.equal(await codes({}), "715");
  await taxpayer({ gstin: seller.gstin, turnover: "4000000", taxpayer_type: "CMP" });
  assert.equal(await codes({}), "703 704 714");
  await taxpayer({ gstin: seller.gstin, turnover: "4000000", taxpayer_type: "TDS" });
  assert.equal(await codes({}), "855");
  await taxpayer({ gstin: seller.gstin, turnover: "4000000" });
});

test("one bill a document and year; the next year has its number again", async () => {
  const docNo = "YEAR/1";
  assert.equal(await codes({ docNo }), "");
  assert.equal(await codes({ docNo: "year/1" }), "604");
  world.clock.set("2027-04-02T10:00:00+05:30");
  assert.equal(await codes({ docNo, docDate: "01/04/2027" }), "");
  assert.equal(await codes({ docNo: "LATE/1", docDate: "20/11/2026" }), "");
  world.clock.set("2026-11-20T10:00:00+05:30");
});

test("a distance that is told must be about the one the portal knows; one it does not know must be told", async () => {
  await world.db`insert into sandbox.pin_distances values (400053, 560001, 1000), (400053, 560002, null)`;
  assert.equal(await codes({ transDistance: "1101" }), "702");
  assert.equal(await codes({ transDistance: "1100" }), "");
  assert.equal(await codes({ transDistance: "0", toPincode: 560002 }), "721");
  await world.db`delete from sandbox.pin_distances`;
});

test("sign-in: what is wrong with it by its code", async () => {
  const sign = async (who: typeof seller) =>
    (await ewbStranger(world.site.baseUrl, world.site.signInKey, who).signIn()).codes.join(" ");
  assert.equal(await sign(seller), "");
  assert.equal(await sign({ ...seller, gstin: "29AAGCB7383J1Z4" }), "111");
  assert.equal(await sign({ ...seller, clientId: "x" }), "110");
  assert.equal(await sign({ ...seller, username: "x" }), "101");
  assert.equal(await sign({ ...seller, password: "x" }), "102");
  await taxpayer({ gstin: rival.gstin, status: "SUS" });
  assert.equal(await sign(rival), "113");
});
