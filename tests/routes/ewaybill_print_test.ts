import assert from "node:assert/strict";
import { type EInvoiceWorld, einvoiceWorld, gstinOf, house, invoice, rival } from "../support/einvoice_world.ts";
import { readPdf, readQr } from "../support/pdf.ts";

/** Where to leave what is printed, for a person to look at. */
const folder = Deno.env.get("PAKKA_PRINTS");

let world: EInvoiceWorld;
Deno.test.beforeAll(async () => {
  world = await einvoiceWorld({ queue: true });
  await world.work();
});
Deno.test.afterAll(() => world.close());
const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });

const asRival = "owner@rival.test";
const consumer = { name: "Asha Stores", address: "12 MG Road", city: "Bengaluru", pincode: "560001", stateCode: "29" };
const goods = (more: Record<string, unknown> = {}) => ({
  description: "Ledger books",
  hsn: "482010",
  quantity: 10,
  unit: "NOS",
  rate: 6000,
  gstRate: 18,
  ...more,
});
const road = { mode: "road", vehicleNumber: "MH 12 AB 1234" };

async function bill(more: Record<string, unknown> = {}, transport: Record<string, unknown> = road, as?: string) {
  const voucher = await world.post(invoice({ party: consumer, lines: [goods()], ...more }), as);
  const { status, text, body } = await world.api("POST /api/ewaybill/generate", {
    ...(as && { as }),
    body: { voucherId: voucher.id, transport },
  });
  assert.equal(status, 201, text);
  return { voucher, number: body.ewbNumber as string };
}

async function paper(path: string, name: string) {
  const bytes = await world.raw(path);
  if (folder) Deno.writeFileSync(`${folder}/${name}.pdf`, bytes);
  return await readPdf(bytes);
}

const says = (page: string, texts: readonly string[]) => {
  for (const text of texts) assert.ok(page.includes(text), `${text}\nis not in\n${page}`);
};

test("ewaybill: the printed bill has both parts, the goods by HSN, and the portal's QR", async () => {
  world.clock.set("2026-11-20T10:05:30+05:30");
  const lines = [
    goods(),
    goods({ description: "Notebook", rate: 100 }),
    goods({ description: "Milk", hsn: "040210", gstRate: 5 }),
  ];
  const { voucher, number } = await bill({ lines }, { ...road, transporterName: "Kaveri Carriers" });
  const pdf = await paper(`/api/ewaybill/${number}/pdf`, "eway-bill");
  says(pdf.pages[0]!, [
    "e-Way Bill",
    number.replace(/(\d{4})(?=\d)/g, "$1 "),
    "20-Nov-2026 10:05",
    gstinOf(house),
    `Tax invoice ${voucher.number}`,
    "Outward - Supply",
    "unregistered (URP)",
    "Bengaluru - 560001, Karnataka",
    "Ledger books and 1 more",
    "040210",
    "61,000.00",
    "IGST 18%",
    "MH12AB1234",
    "Kaveri Carriers",
    "as the portal measures",
  ]);
  const read = readQr(await pdf.picture(0, 3));
  assert.equal(read, `${number}/${gstinOf(house)}/20-11-2026 10:05:30`);
  pdf.close();
  const png = await world.raw(`/api/ewaybill/${number}/qr.png`);
  assert.deepEqual([...png.slice(1, 4)], [0x50, 0x4e, 0x47]);
});

test("ewaybill: Part B lists every vehicle, the latest first, and Part A alone says so", async () => {
  const { number } = await bill({}, { transporterId: gstinOf(rival), distanceKm: 980 });
  const before = await paper(`/api/ewaybill/${number}/pdf`, "eway-part-a");
  says(before.pages[0]!, ["No vehicle or transport document has been told yet", "begins with Part B", "980 km"]);
  before.close();
  const entries = [["MH12AB1234", "Mumbai", "4"], ["KA01CD5678", "Pune", "1"]];
  for (const [vehicleNumber, fromPlace, reasonCode] of entries) {
    const vehicle = { vehicleNumber, fromPlace, fromState: "27", reasonCode, remarks: "on the way" };
    const { status, text } = await world.api(`PUT /api/ewaybill/${number}/vehicle`, { body: vehicle });
    assert.equal(status, 200, text);
    world.later(3600);
  }
  const { pages: [page], close } = await paper(`/api/ewaybill/${number}/pdf`, "eway-vehicles");
  close();
  assert.match(page!, /KA01CD5678 Pune.*MH12AB1234 Mumbai/);
  says(page!, ["25-Nov-2026 23:59"]);
  const payload = await world.api(`GET /api/ewaybill/${number}/payload`);
  assert.equal(payload.body.vehicleNo, undefined, "as it was first told");
});

test("ewaybill: a cancelled bill is printed as one, and leaves the invoice's own print", async () => {
  const { voucher, number } = await bill();
  const invoicePage = async () => {
    const { pages: [page], close } = await paper(`/api/vouchers/${voucher.id}/pdf`, "eway-invoice");
    close();
    return page!;
  };
  says(await invoicePage(), [`E-way bill no. ${number} of 20-Nov-2026`]);
  const body = { reasonCode: "2", remarks: "order withdrawn" };
  assert.equal((await world.api(`POST /api/ewaybill/${number}/cancel`, { body })).status, 200);
  const { pages: [page], close } = await paper(`/api/ewaybill/${number}/pdf`, "eway-cancelled");
  close();
  says(page!, ["CANCELLED", "order withdrawn"]);
  assert.doesNotMatch(await invoicePage(), /E-way bill/);
});

test("ewaybill: a bill made through the invoice portal names the IRN it stands on", async () => {
  const { number, voucher } = await bill({ party: invoice().party });
  const { body } = await world.api(`GET /api/einvoice/${voucher.id}`);
  const { pages: [page], close } = await paper(`/api/ewaybill/${number}/pdf`, "eway-irn");
  close();
  says(page!, [`IRN ${body.irn}`, "29AAGCB7383J1Z4"]);
});

test("ewaybill: a consolidated bill is printed with all bills that travel under it", async () => {
  const [first, second] = [await bill(), await bill()];
  const trip = { ...road, fromPlace: "Mumbai", fromState: "27", ewbNumbers: [first.number, second.number] };
  const made = await world.api("POST /api/ewaybill/consolidate", { body: trip });
  assert.equal(made.status, 201, made.text);
  const { pages: [page], close } = await paper(
    `/api/ewaybill/consolidated/${made.body.consolidatedNumber}/pdf`,
    "eway-trip",
  );
  close();
  says(page!, ["Consolidated e-Way Bill", "MH12AB1234", "1,41,600.00", first.voucher.number, second.voucher.number]);
  const member = await paper(`/api/ewaybill/${first.number}/pdf`, "eway-member");
  says(member.pages[0]!, ["Consolidated bill"]);
  member.close();
  const path = `GET /api/ewaybill/consolidated/${made.body.consolidatedNumber}/pdf`;
  assert.equal((await world.api(path, { as: asRival })).status, 404);
});

test("ewaybill: nothing of a bill is shown to another company, and the attempt is on record", async () => {
  const { number } = await bill();
  for (const part of ["pdf", "qr.png", "payload"]) {
    assert.equal((await world.api(`GET /api/ewaybill/${number}/${part}`, { as: asRival })).status, 404, part);
    assert.equal((await world.api(`GET /api/ewaybill/999999999999/${part}`)).status, 404, part);
  }
  const [row] = await world.admin<{ n: number }[]>`
    select count(*)::int as n from audit.security_events where tenant_id = ${rival.id}`;
  assert.ok(row!.n >= 3);
  const theirs = await bill({ party: { ...consumer, stateCode: "27", pincode: "400001" } }, road, asRival);
  assert.equal((await world.api(`GET /api/ewaybill/${theirs.number}/pdf`)).status, 404);
});
