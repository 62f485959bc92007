import assert from "node:assert/strict";
import { buyer, computed, consumer, invoice, line, openBooks } from "../support/books.ts";

const books = await openBooks();
const { house } = books;
const large = await books.makeBookkeeper("large", { turnover: 50_000_000.01, pan: "AAACL4444L" });
const maharashtra = await books.makeBookkeeper("west", { states: ["27"], pan: "AAACW5555W" });
const bengal = await books.makeBookkeeper("east", { states: ["19"], pan: "AAACE6666E" });
Deno.test.afterAll(books.close);

const eInvoice = async (document: unknown, as = large) =>
  (await computed(books, as, [document]))[0]!.answer.eInvoice as {
    applicability: string;
    reason: string;
    status: string;
  };
const eWay = async (document: unknown, as = house) =>
  (await computed(books, as, [document]))[0]!.answer.eWayBill as { applicability: string; reason: string };

Deno.test("an e-invoice is required above five crore of turnover, for registered recipients, where something is taxable", async () => {
  assert.deepEqual(await eInvoice(invoice()), {
    applicability: "required",
    reason: "aggregate turnover exceeds 50000000 (10/2023-CT)",
    status: "pending",
    irn: null,
    ackNo: null,
    ackDate: null,
  });
  const not = async (document: unknown, as = large) => {
    const { applicability, reason, status } = await eInvoice(document, as);
    assert.deepEqual([applicability, status], ["not_applicable", "not_required"]);
    return reason;
  };
  assert.match(await not(invoice(), house), /turnover does not exceed 50000000/);
  assert.match(await not(invoice({ party: consumer() })), /recipient is not registered/);
  const exempt = line({ taxability: "exempt", gstRate: 0 });
  const abroad = { type: "export_invoice", party: consumer(), lines: [exempt] };
  assert.match(await not(invoice(abroad)), /nothing on the document is taxable/);
  assert.equal((await eInvoice(invoice({ ...abroad, lines: [exempt, line()] }))).applicability, "required");
  assert.match(
    await not(invoice({ type: "bill_of_supply", lines: [exempt] })),
    /this kind of document is not registered/,
  );
  assert.equal((await eInvoice(invoice({ reverseCharge: true }))).applicability, "required");
  assert.equal(
    (await eInvoice(invoice({ party: buyer("29", { registrationType: "sez_unit" }) }))).applicability,
    "required",
  );
});

Deno.test("the turnover limit is the one of the document's day", async () => {
  const on = async (date: string, turnover: number) => {
    const [row] = await books.db`
      select applicability, reason from einvoice.applicability(${date}::date, ${turnover}, false, 'B2B', 'INV', true)`;
    return row?.applicability;
  };
  const limits: [string, number][] = [
    ["2020-10-01", 500],
    ["2021-01-01", 100],
    ["2021-04-01", 50],
    ["2022-04-01", 20],
    ["2022-10-01", 10],
    ["2023-08-01", 5],
  ];
  for (const [from, crore] of limits) {
    assert.equal(await on(from, crore * 1e7), "not_applicable", `${from}: ${crore} crore does not exceed itself`);
    assert.equal(await on(from, crore * 1e7 + 1), "required", from);
  }
  assert.equal(await on("2020-09-30", 1e12), "not_applicable");
  assert.equal(await on("2023-07-31", 9e7), "not_applicable");
});

Deno.test("an e-way bill is required above the limit of the movement: the state's own within it, 50,000 between states", async () => {
  const worth = (total: number, to: string, more = {}) =>
    invoice({ party: buyer(to), lines: [line({ rate: total, gstRate: 0 })], ...more });
  assert.equal((await eWay(worth(50_000, "29"))).applicability, "optional");
  assert.equal((await eWay(worth(50_001, "29"))).applicability, "required");
  assert.equal((await eWay(worth(100_000, "27"), maharashtra)).applicability, "optional");
  assert.equal((await eWay(worth(100_001, "27"), maharashtra)).applicability, "required");
  assert.equal((await eWay(worth(60_000, "29"), maharashtra)).applicability, "required", "out of the state");
  assert.equal((await eWay(worth(60_000, "19", { date: "2026-05-31" }), bengal)).applicability, "optional");
  assert.equal((await eWay(worth(60_000, "19", { date: "2026-06-01" }), bengal)).applicability, "required");
});

Deno.test("the value of a consignment is that of its goods with their tax; services move nothing", async () => {
  const goods = line({ rate: 45_000 });
  const service = line({ hsn: "998313", unit: "OTH", rate: 90_000 });
  assert.equal((await eWay(invoice({ lines: [goods] }))).applicability, "required", "45,000 and 8,100 of tax");
  assert.equal((await eWay(invoice({ lines: [line({ rate: 40_000 }), service] }))).applicability, "optional");
  const [verdict] = await computed(books, house, [invoice({ lines: [service] })]);
  assert.deepEqual([verdict?.answer.eWayBill.applicability, verdict?.answer.eWayBill.reason], [
    "not_applicable",
    "there are no goods on the document",
  ]);
});
