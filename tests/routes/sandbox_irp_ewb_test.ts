import assert from "node:assert/strict";
import { forgetDocuments, type IrpWorld, irpWorld, payload, rival, seller } from "../gateways/irp_world.ts";
import { payload as bill } from "../gateways/ewb_world.ts";
import { ewbStranger, irpStranger, type Told } from "./sandbox_stranger.ts";

let world: IrpWorld;
let serial = 0;
Deno.test.beforeAll(async () => void (world = await irpWorld()));
Deno.test.afterAll(() => world.close());
Deno.test.beforeEach(async () => {
  world.clock.set("2026-11-20T10:00:00+05:30");
  await world.db`delete from sandbox.irp_tokens`;
  await world.db`delete from sandbox.settings`;
  await forgetDocuments(world);
});

const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name: `sandbox irp: ${name}`, fn, sanitizeOps: false, sanitizeResources: false });
const irp = (who = seller) => irpStranger(`${world.origin}/sandbox/irp`, world.keys.signInKey, who);
const irp2 = async (headers = {}) => {
  const [, second] = await world.sites();
  return irpStranger(second!.baseUrl, second!.signInKey, seller, headers);
};
const ewb = async (who = seller) => {
  const { baseUrl, signInKey } = await world.ewbSite();
  return ewbStranger(baseUrl, signInKey, who);
};
const road = { Distance: 980, TransMode: "1", VehNo: "MH12AB1234", VehType: "R" };
const numbered = (change: (document: Record<string, unknown>) => void = () => {}, name = "inter_state") => {
  const document = JSON.parse(payload((text) => text, name));
  document.DocDtls.No = `B/${++serial}`;
  change(document);
  return document;
};
const asking = (EwbDtls: Record<string, unknown>) => numbered((document) => void (document.EwbDtls = EwbDtls));
const registered = async (document = numbered()) => {
  const told = await irp().post("/eicore/v1.03/Invoice", document);
  assert.deepEqual(told.codes, []);
  return told.plain.Irn as string;
};
const byIrn = (Irn: string, more: Record<string, unknown> = road, who = seller) =>
  irp(who).post("/eiewb/v1.03/ewaybill", { Irn, ...more });
const cancelIrn = (Irn: string) => irp().post("/eicore/v1.03/Invoice/Cancel", { Irn, CnlRsn: "1", CnlRem: "twice" });
const info = ({ envelope }: Told, code: string) =>
  (envelope.InfoDtls ?? []).find(({ InfCd }: { InfCd: string }) => InfCd === code)?.Desc;

test("an e-way bill by IRN stands in the register of the e-way bill portal, with the goods of the document", async () => {
  const irn = await registered();
  const { plain: made } = await byIrn(irn);
  assert.match(String(made.EwbNo), /^\d{12}$/);
  assert.deepEqual([made.EwbDt, made.EwbValidTill, made.Remarks], ["2026-11-20 10:00:00", "2026-11-25 23:59:00", ""]);
  const { plain: bill } = await (await ewb()).get(`/ewayapi/GetEwayBill?ewbNo=${made.EwbNo}`);
  assert.deepEqual([bill.status, bill.docType, bill.toGstin, bill.totInvValue, bill.itemList.length], [
    "ACT",
    "INV",
    "29AAGCB7383J1Z4",
    119296,
    2,
  ]);
  assert.equal((await irp().get(`/eiewb/v1.03/ewaybill/irn/${irn}`)).plain.EwbNo, made.EwbNo);
  const document = (await irp().get(`/eicore/v1.03/Invoice/irn/${irn}`)).plain;
  assert.deepEqual([document.EwbNo, document.EwbValidTill], [made.EwbNo, "2026-11-25 23:59:00"]);
  assert.deepEqual((await byIrn(irn)).codes, ["4002"]);
});

test("what is not there, not yours or not active gets no bill", async () => {
  const irn = await registered();
  assert.deepEqual((await irp().get(`/eiewb/v1.03/ewaybill/irn/${irn}`)).codes, ["4005"]);
  assert.deepEqual((await irp(rival).get(`/eiewb/v1.03/ewaybill/irn/${irn}`)).codes, ["4037"]);
  assert.deepEqual((await byIrn(irn, road, rival)).codes, ["2143"]);
  assert.deepEqual((await byIrn("f".repeat(64))).codes, ["4003"]);
  assert.deepEqual((await byIrn("not an IRN")).codes, ["5002"]);
  await cancelIrn(irn);
  assert.deepEqual((await byIrn(irn)).codes, ["2302"]);
});

test("an IRN is not cancelled while its bill is alive; the e-way bill portal frees it", async () => {
  const irn = await registered();
  const { plain: { EwbNo: ewbNo } } = await byIrn(irn);
  assert.deepEqual((await cancelIrn(irn)).codes, ["2230"]);
  const cancelled = await (await ewb()).act("CANEWB", { ewbNo, cancelRsnCode: 2, cancelRmrk: "withdrawn" });
  assert.equal(cancelled.plain.ewayBillNo, String(ewbNo));
  assert.equal((await irp().get(`/eiewb/v1.03/ewaybill/irn/${irn}`)).plain.Status, "CNL");
  const again = await byIrn(irn);
  assert.notEqual(again.plain.EwbNo, ewbNo);
  await (await ewb()).act("CANEWB", { ewbNo: again.plain.EwbNo, cancelRsnCode: 2, cancelRmrk: "withdrawn" });
  assert.deepEqual((await cancelIrn(irn)).codes, []);
});

test("many ask for one bill: one is made; a bill and a cancellation at once leave one of the two", async () => {
  const irn = await registered();
  const asked = await Promise.all(Array.from({ length: 8 }, () => byIrn(irn)));
  assert.deepEqual(asked.flatMap(({ codes }) => codes), Array(7).fill("4002"));
  for (let round = 0; round < 5; round++) {
    const document = await registered();
    const [bill, cancelled] = await Promise.all([byIrn(document), cancelIrn(document)]);
    assert.ok(
      (bill.codes[0] === "2302" && cancelled.codes.length === 0) ||
        (bill.codes.length === 0 && cancelled.codes[0] === "2230"),
      JSON.stringify([bill.codes, cancelled.codes]),
    );
  }
});

test("a bill made directly for the same document stands in the way of one by IRN (4026)", async () => {
  const document = numbered();
  await world.db`update sandbox.irp_taxpayers set turnover = 4000000 where gstin = ${seller.gstin}`;
  const direct = await (await ewb()).act("GENEWAYBILL", JSON.parse(bill({ docNo: document.DocDtls.No })));
  await world.db`update sandbox.irp_taxpayers set turnover = 60000000 where gstin = ${seller.gstin}`;
  const told = await byIrn(await registered(document));
  assert.deepEqual(told.codes, ["4026"]);
  assert.match(told.envelope.ErrorDetails[0].ErrorMessage, new RegExp(`EwbNo - .${direct.plain.ewayBillNo}`));
});

test("both in one call; a bill that cannot be made leaves the IRN, with EWBERR", async () => {
  const both = await irp().post("/eicore/v1.03/Invoice", asking(road));
  assert.match(String(both.plain.EwbNo), /^\d{12}$/);
  assert.equal(both.plain.EwbValidTill, "2026-11-25 23:59:00");
  const nought = await irp().post("/eicore/v1.03/Invoice", asking({ ...road, Distance: 0 }));
  assert.equal(info(nought, "EWBPPD"), "Pin-Pin calc distance: 970KM");
  const partA = await irp().post("/eicore/v1.03/Invoice", asking({ Distance: 10, TransId: rival.gstin }));
  assert.deepEqual([typeof partA.plain.EwbNo, partA.plain.EwbValidTill], ["number", null]);
  const failed = await irp().post("/eicore/v1.03/Invoice", asking({ ...road, VehNo: "NONSENSE" }));
  assert.equal(failed.plain.Status, "ACT");
  assert.equal(failed.plain.EwbNo, null);
  assert.deepEqual(info(failed, "EWBERR"), [{ ErrorCode: "4014", ErrorMessage: "Invalid Vehicle Number" }]);
  assert.equal((await byIrn(failed.plain.Irn)).codes.length, 0);
  await world.fault({ operation: "generate", kind: "eway_bill_fails", code: "4001" });
  const planned = await irp().post("/eicore/v1.03/Invoice", asking(road));
  assert.deepEqual(info(planned, "EWBERR")[0].ErrorCode, "4001");
});

const rules: [string, Record<string, unknown>][] = [
  ["4011", { Distance: 980, TransMode: "1", TransId: rival.gstin }],
  ["4012", { Distance: 980, TransMode: "2", TransDocDt: "20/11/2026", TransId: rival.gstin }],
  ["4014", { ...road, VehNo: "XX99" }],
  ["4016", { Distance: 980, TransMode: "2", TransDocNo: "RR1", TransDocDt: "21/11/2026" }],
  ["4017", { Distance: 980, TransMode: "2", TransDocNo: "RR1", TransDocDt: "31/11/2026" }],
  ["4018", { ...road, TransId: "29AAGCB7383J1Z5" }],
  ["4019", { Distance: 980 }],
  ["4021", { Distance: 980, TransMode: "2", TransDocNo: "RR1", TransDocDt: "19/11/2026" }],
  ["4022", { Distance: 980, TransMode: "1", VehNo: "MH12AB1234" }],
  ["4023", { Distance: 980, TransMode: "3", TransDocNo: "AWB1" }],
  ["4024", { Distance: 980, TransMode: "2", TransDocNo: "RR1", TransDocDt: "20/11/2026", VehType: "O" }],
  ["4028", { Distance: 980, VehNo: "MH12AB1234", VehType: "R" }],
  ["4039", { ...road, TransMode: "4" }],
  ["4040", { Distance: 980, TransMode: "4", TransId: rival.gstin }],
  ["4035", { ...road, DispDtls: { Nm: "Abroad", Addr1: "1", Loc: "Boston", Pin: 100001, Stcd: "96" } }],
  ["4036", { ...road, DispDtls: { Nm: "Nowhere", Addr1: "1", Loc: "Pune", Pin: 999999, Stcd: "27" } }],
];

for (const [code, wish] of rules) {
  test(`${code} and nothing else for a bill that breaks only that rule`, async () => {
    assert.deepEqual((await byIrn(await registered(), wish)).codes, [code]);
  });
}

test("exports need a place in India they are shipped from; services, notes and one PIN code have rules of their own", async () => {
  const abroad = await registered(numbered((document) => void (delete document.ShipDtls), "export"));
  assert.deepEqual((await byIrn(abroad, { ...road, Distance: 0 })).codes, ["4031", "4034"]);
  const quay = { Addr1: "Berth 4", Loc: "Mundra", Pin: 370421, Stcd: "24" };
  assert.deepEqual((await byIrn(abroad, { ...road, ExpShipDtls: { ...quay, Stcd: "96" } })).codes, ["4032"]);
  assert.deepEqual((await byIrn(abroad, { ...road, ExpShipDtls: { ...quay, Pin: 999999 } })).codes, ["4033"]);
  const bill = await byIrn(abroad, { ...road, ExpShipDtls: quay });
  const { plain } = await (await ewb()).get(`/ewayapi/GetEwayBill?ewbNo=${bill.plain.EwbNo}`);
  assert.deepEqual([plain.subSupplyType.trim(), plain.toStateCode, plain.actToStateCode, plain.toPincode], [
    "3",
    96,
    24,
    370421,
  ]);
  const service = (document: Record<string, unknown>) => {
    document.ItemList = (document.ItemList as Record<string, unknown>[]).map((item) => ({
      ...item,
      IsServc: "Y",
      HsnCd: "998713",
    }));
  };
  assert.deepEqual((await byIrn(await registered(numbered(service)))).codes, ["4009"]);
  const note = numbered((document) => void ((document.DocDtls as Record<string, unknown>).Typ = "CRN"));
  assert.deepEqual((await byIrn(await registered(note))).codes, ["4010"]);
  const here = await registered(numbered((document) => {
    document.DispDtls = { Nm: "Depot", Addr1: "1", Loc: "Bengaluru", Pin: 560001, Stcd: "29" };
  }));
  assert.deepEqual((await byIrn(here, { ...road, Distance: 0 })).codes, ["4029"]);
  assert.deepEqual((await byIrn(here, { ...road, Distance: 101 })).codes, ["4038"]);
});

test("distances told to the portal are held to within a tenth, and some it does not know", async () => {
  await world.db`insert into sandbox.pin_distances values (400001, 560001, 1000)`;
  const irn = await registered();
  assert.deepEqual((await byIrn(irn, { ...road, Distance: 1101 })).codes, ["4038"]);
  assert.deepEqual((await byIrn(irn, { ...road, Distance: 899 })).codes, ["4013"]);
  await world.db`update sandbox.pin_distances set km = null`;
  const unknown = await byIrn(irn, { ...road, Distance: 0 });
  assert.deepEqual(unknown.codes, ["4030"]);
  assert.match(unknown.envelope.ErrorDetails[0].ErrorMessage, /between the pincodes 400001 and 560001 is not/);
  assert.deepEqual((await byIrn(irn, { ...road, Distance: 1 })).codes, []);
  await world.db`delete from sandbox.pin_distances`;
});

test("two portals, one register: a duplicate is seen at once, the document a while later, or when its maker is named", async () => {
  await world.db`insert into sandbox.settings values ('crossingLagSeconds', 120)`;
  const document = numbered();
  const irn = await registered(document);
  const second = await irp2();
  const duplicate = await second.post("/eicore/v1.03/Invoice", document);
  assert.deepEqual([duplicate.codes, info(duplicate, "DUPIRN").Irn], [["2150"], irn]);
  assert.deepEqual((await second.get(`/eicore/v1.03/Invoice/irn/${irn}`)).codes, ["2148"]);
  assert.deepEqual((await second.post("/eiewb/v1.03/ewaybill", { Irn: irn, ...road })).codes, ["4003"]);
  const { No } = document.DocDtls;
  const asked = `/eicore/v1.03/Invoice/irnbydocdetails?doctype=INV&docnum=${encodeURIComponent(No)}&docdate=20/11/2026`;
  assert.deepEqual((await second.get(asked)).codes, ["2154"]);
  assert.equal((await (await irp2({ irp: "NIC1" })).get(asked)).plain.Irn, irn);
  world.clock.set("2026-11-20T10:02:00+05:30");
  const found = (await second.get(asked)).plain;
  assert.equal(found.Irn, irn);
  const kid = JSON.parse(atob(found.SignedInvoice.split(".")[0].replaceAll("-", "+").replaceAll("_", "/"))).kid;
  const [, site] = await world.sites();
  assert.ok(site!.documentKeys.some((key) => key.kid === kid), "what one portal signed is shown by the other");
  assert.deepEqual(
    (await second.post("/eicore/v1.03/Invoice/Cancel", { Irn: irn, CnlRsn: "1", CnlRem: "x" })).codes,
    [],
  );
});

test("sessions and faults are of one portal of the two", async () => {
  const [first, second] = [irp(), await irp2()];
  await Promise.all([first.signIn(), second.signIn()]);
  const tokens = await world.db`select count(*)::int as n from sandbox.irp_tokens where gstin = ${seller.gstin}`;
  assert.equal(tokens[0]?.n, 2);
  await world.fault({ portal: "irp2", operation: "generate", kind: "portal_error", code: "2146" });
  assert.deepEqual((await first.post("/eicore/v1.03/Invoice", numbered())).codes, []);
  assert.deepEqual((await second.post("/eicore/v1.03/Invoice", numbered())).codes, ["2146"]);
});

test("a document another IRP registered is 2295; one the common register refused is on the list of the day", async () => {
  const document = numbered();
  const irn = await registered(document);
  await world.db`update sandbox.irp_invoices set provider = 'IRIS' where irn = ${irn}`;
  const elsewhere = await irp().post("/eicore/v1.03/Invoice", document);
  assert.deepEqual([elsewhere.codes, info(elsewhere, "DUPIRNGLP").RegIrp], [["2295"], "IRIS"]);
  assert.deepEqual((await irp().get(`/eicore/v1.03/Invoice/irn/${irn}`)).codes, ["2148"]);
  const lost = await registered();
  await world.db`update sandbox.irp_invoices set rejected_on = '2026-11-20' where irn = ${lost}`;
  const listed = async (who = seller) =>
    (await irp(who).get("/eicore/v1.03/Invoice/rejectedirns?date=20/11/2026")).plain.map(({ Irn }: { Irn: string }) =>
      Irn
    );
  assert.deepEqual([await listed(), await listed(rival)], [[lost], []]);
  const ping = await (await fetch(`${world.origin}/sandbox/irp/eivital/v1.04/heartbeat/ping`)).text();
  assert.equal(ping, "e-Invoice Vital:-20-11-2026 10:00:00");
});
