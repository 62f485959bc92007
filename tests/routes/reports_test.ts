import assert from "node:assert/strict";
import { send } from "../support/app.ts";
import { type Books, buyer, consumer, invoice, line, openBooks, posted, today } from "../support/books.ts";
import { makeCompany, signInAs } from "../support/people.ts";

let books: Books;
let first: string;
const report = async (what: string, token = books.house.token) =>
  await send(books.app, `GET /api/reports/${what}`, { token });
/** CSV and its headers, as they leave. */
async function csv(what: string, token = books.house.token) {
  const answer = await books.app.request(`/api/reports/${what}`, { headers: { authorization: `Bearer ${token}` } });
  return { status: answer.status, headers: answer.headers, lines: (await answer.text()).split("\r\n") };
}

// A small book: 100.40 + 18 % at home; 1,000 + 5 % to Maharashtra, a tenth of it taken back; a purchase under reverse charge.
Deno.test.beforeAll(async () => {
  books = await openBooks();
  const { house, rival } = books;
  first = (await posted(books, house, invoice({ date: "2026-10-31", lines: [line({ rate: "100.40" })] }))).body.id;
  const far = await posted(books, house, invoice({ party: buyer("27"), lines: [line({ rate: 1000, gstRate: 5 })] }));
  const back = { hsn: "740811", quantity: "0.1" };
  await posted(books, house, {
    type: "credit_note",
    date: today,
    originalVoucherId: far.body.id,
    reason: "short",
    lines: [back],
  });
  const carrier = { name: "=HYPERLINK(1)", address: "Yard 3", city: "Town", pincode: "560001", stateCode: "29" };
  await posted(books, house, {
    type: "self_invoice",
    date: today,
    party: carrier,
    lines: [line({ description: "Goods transport", hsn: "996511", unit: "OTH", rate: 500, gstRate: 5 })],
  });
  await posted(books, rival, invoice({ party: buyer("33"), lines: [line({ rate: 77777 })] }));
});
Deno.test.afterAll(() => books?.close());

Deno.test("the list names every report with its parameters, columns and formats", async () => {
  const { status, body } = await send(books.app, "GET /api/reports", { token: books.house.token });
  assert.equal(status, 200);
  const names = body.data.map(({ name }: { name: string }) => name);
  for (const name of ["trial-balance", "ledger-statement", "day-book", "stock-summary", "gst-summary", "hsn-summary"]) {
    assert.ok(names.includes(name), name);
  }
  for (const name of ["document-series", "series-gaps", "outstanding", "gstr-1"]) assert.ok(names.includes(name), name);
  for (const { name, formats, href, columns } of body.data) {
    assert.deepEqual(formats, ["json", "csv"]);
    assert.equal(href, `/api/reports/${name}`);
    assert.ok(columns.length > 2, name);
  }
  const statement = body.data.find(({ name }: { name: string }) => name === "ledger-statement");
  assert.ok(
    statement.parameters.some((one: { name: string; required: boolean }) => one.name === "ledgerId" && one.required),
  );
});

Deno.test("every report answers rows and totals, and the same rows as CSV", async () => {
  const ledger = (await report("trial-balance")).body.rows[0].ledgerId;
  const { body } = await send(books.app, "GET /api/reports", { token: books.house.token });
  for (const { name, columns } of body.data) {
    const of = name === "ledger-statement" ? `&ledgerId=${ledger}` : "";
    const asked = `${name}?from=2026-04-01&to=2026-11-20&asOf=2026-11-20${of}`;
    const json = await report(asked);
    assert.equal(json.status, 200, `${name}: ${json.text}`);
    assert.ok(Array.isArray(json.body.rows) && typeof json.body.totals === "object", name);
    const { status, lines, headers } = await csv(`${asked}&format=csv`);
    assert.equal(status, 200, name);
    assert.match(headers.get("content-type") ?? "", /^text\/csv; charset=utf-8/);
    assert.equal(headers.get("content-disposition"), `attachment; filename="${name}.csv"`);
    assert.equal(lines[0], columns.map((column: { name: string }) => column.name).join(","));
    assert.equal(lines.length, json.body.rows.length + 2, `${name}: header, rows, and the end of the last line`);
    assert.doesNotMatch(json.text, /77777|91777|Buyer in 33/, `${name} shows another company's figures`);
  }
});

Deno.test("trial balance as of a day, worked by hand: debits equal credits, money as it is stored", async () => {
  const { body, text } = await report(`trial-balance?asOf=${today}`);
  assert.deepEqual(
    body.rows.map((row: Record<string, unknown>) => [row.ledger, row.group, row.debit, row.credit]),
    [
      ["Input CGST", "Input Tax Credit", 12.5, 0],
      ["Input SGST/UTGST", "Input Tax Credit", 12.5, 0],
      ["Buyer in 27", "Sundry Debtors", 945, 0],
      ["Buyer in 29", "Sundry Debtors", 118, 0],
      ["Output CGST", "Duties and Taxes", 0, 9.04],
      ["Output IGST", "Duties and Taxes", 0, 45],
      ["Output SGST/UTGST", "Duties and Taxes", 0, 9.04],
      ["Reverse Charge CGST", "Duties and Taxes", 0, 12.5],
      ["Reverse Charge SGST/UTGST", "Duties and Taxes", 0, 12.5],
      ["=HYPERLINK(1)", "Sundry Creditors", 0, 500],
      ["Sales", "Sales Accounts", 0, 1100.4],
      ["Round Off", "Indirect Expenses", 0.48, 0],
      ["Purchases", "Purchase Accounts", 500, 0],
      ["Sales Returns", "Sales Accounts", 100, 0],
    ].sort((a, b) => order(body, a) - order(body, b)),
  );
  assert.deepEqual(body.totals, { debit: 1688.48, credit: 1688.48 });
  assert.match(text, /"debit" ?: ?945\.00/);
  const before = await report("trial-balance?asOf=2026-10-31");
  assert.deepEqual(before.body.totals, { debit: 118.48, credit: 118.48 });
  assert.deepEqual((await report("trial-balance?asOf=2026-10-30")).body, { rows: [], totals: { debit: 0, credit: 0 } });
});
const order = (body: { rows: { ledger: string }[] }, [name]: unknown[]) =>
  body.rows.findIndex((row) => row.ledger === name);

Deno.test("a ledger's statement runs from its opening to its closing balance, and another company's is not there", async () => {
  const rows = (await report("trial-balance")).body.rows as { ledger: string; ledgerId: string }[];
  const sales = rows.find(({ ledger }) => ledger === "Sales")!.ledgerId;
  const { body } = await report(`ledger-statement?ledgerId=${sales}&from=2026-11-01&to=2026-11-30`);
  assert.deepEqual(body.totals, { ledger: "Sales", opening: -100.4, debit: 0, credit: 1000, closing: -1100.4 });
  assert.deepEqual(
    body.rows.map((
      row: Record<string, unknown>,
    ) => [row.date, row.number, row.party, row.debit, row.credit, row.balance]),
    [[today, "INV/26-27/00002", "Buyer in 27", 0, 1000, -1100.4]],
  );
  const theirs = (await report("trial-balance", books.rival.token)).body.rows[0].ledgerId;
  for (const format of ["json", "csv"]) {
    const refused = await report(`ledger-statement?ledgerId=${theirs}&format=${format}`);
    assert.deepEqual([refused.status, refused.body.code], [404, "not_found"], format);
  }
});

Deno.test("the day book holds the journal of the days, of one kind of voucher where asked", async () => {
  const all = await report("day-book?from=2026-10-01&to=2026-11-30");
  assert.equal(all.body.totals.debit, all.body.totals.credit);
  assert.equal(all.body.rows.filter((row: { voucherId: string }) => row.voucherId === first).length, 5);
  const notes = await report("day-book?from=2026-10-01&to=2026-11-30&voucherType=credit_note");
  assert.deepEqual(
    notes.body.rows.map((row: Record<string, unknown>) => [row.ledger, row.debit, row.credit]),
    [["Buyer in 27", 0, 105], ["Sales Returns", 100, 0], ["Output IGST", 5, 0]],
  );
});

Deno.test("GST by direction, class and rate, reverse charge apart, and the net by head", async () => {
  const { body } = await report("gst-summary?from=2026-11-01&to=2026-11-30");
  assert.deepEqual(
    body.rows.map((
      row: Record<string, unknown>,
    ) => [row.direction, row.class, row.gstRate, row.taxableAmount, row.taxAmount]),
    [["outward", "B2B", 5, 900, 45], ["inward_reverse_charge", "B2C", 5, 500, 25]],
  );
  const none = { igstAmount: 0, cgstAmount: 0, sgstAmount: 0, cessAmount: 0 };
  const halves = { ...none, cgstAmount: 12.5, sgstAmount: 12.5 };
  assert.deepEqual(body.totals, {
    output: { ...none, igstAmount: 45 },
    reverseCharge: halves,
    inputCredit: halves,
    net: { ...none, igstAmount: 45 },
  });
});

Deno.test("HSN by recipient, unit and rate; services have no unit", async () => {
  const { house } = books;
  const more = await books.makeBookkeeper("hsnhouse");
  const service = { description: "Repair", hsn: "998719", unit: "NOS", quantity: 3, rate: 100 };
  await posted(
    books,
    more,
    invoice({ lines: [line({ quantity: 2 }), line({ gstRate: 5, quantity: 3 }), line(service)] }),
  );
  await posted(books, more, invoice({ party: consumer(), lines: [line({ quantity: 4 })] }));
  const { body } = await report("hsn-summary", more.token);
  assert.deepEqual(
    body.rows.map((
      row: Record<string, unknown>,
    ) => [row.partyClass, row.hsn, row.uqc, row.gstRate, row.quantity, row.taxableAmount]),
    [
      ["B2B", "740811", "KGS", 5, 3, 3000],
      ["B2B", "740811", "KGS", 18, 2, 2000],
      ["B2B", "998719", "NA", 18, 0, 300],
      ["B2C", "740811", "KGS", 18, 4, 4000],
    ],
  );
  assert.equal(
    (await report(`hsn-summary?gstin=${more.gstins[0]}`, house.token)).status,
    200,
    "the same GSTIN may be on record twice",
  );
});

Deno.test("stock at the end of a day with its cost, and what moved over the days", async () => {
  const more = await books.makeBookkeeper("stockhouse");
  const lamp = { name: "Desk lamp", hsn: "940521", unit: "NOS", rate: 200, gstRate: 18 };
  const item = (await send(books.app, "POST /api/items", { token: more.token, body: lamp })).body.id;
  const bought = (date: string, quantity: number, rate: number) =>
    posted(books, more, { type: "purchase_invoice", date, party: buyer(), lines: [{ itemId: item, quantity, rate }] });
  await bought("2026-10-10", 10, 100);
  await bought("2026-11-02", 10, 120);
  await posted(books, more, invoice({ party: buyer("27"), lines: [{ itemId: item, quantity: 4 }] }));
  const { body } = await report(`stock-summary?from=2026-11-01&to=${today}`, more.token);
  const [row] = body.rows;
  assert.deepEqual(
    [
      row.item,
      row.unit,
      row.openingQuantity,
      row.inwardQuantity,
      row.outwardQuantity,
      row.closingQuantity,
      row.closingValue,
    ],
    ["Desk lamp", "NOS", 10, 10, 4, 16, 1760],
    "20 lamps cost 2,200; four of them went at 110",
  );
  assert.deepEqual(body.totals, { closingValue: 1760, onChallanValue: 0 });
  assert.equal((await report("stock-summary?asOf=2026-10-31", more.token)).body.totals.closingValue, 1000);
});

Deno.test("open invoices with their age, receivable and payable, less what settled them", async () => {
  const more = await books.makeBookkeeper("owed");
  const sale = await posted(books, more, invoice({ date: "2026-11-10" }));
  await posted(books, more, {
    type: "receipt",
    date: "2026-11-15",
    partyId: sale.body.partyId,
    amount: 180,
    allocations: [{ voucherId: sale.body.id, amount: 180 }],
  });
  await posted(books, more, { type: "purchase_invoice", date: today, party: buyer("27"), lines: [line()] });
  const { body } = await report("outstanding", more.token);
  assert.deepEqual(
    body.rows.map((
      row: Record<string, unknown>,
    ) => [row.flow, row.party, row.ageDays, row.totalAmount, row.settledAmount, row.outstandingAmount]),
    [["receivable", "Buyer in 29", 10, 1180, 180, 1000], ["payable", "Buyer in 27", 0, 1180, 0, 1180]],
  );
  const ofParty = await report(`outstanding?asOf=2026-11-14&partyId=${sale.body.partyId}`, more.token);
  assert.equal(ofParty.body.totals.outstandingAmount, 1180, "before the receipt");
});

Deno.test("CSV is safe in a spreadsheet: formulas are escaped, numbers are not", async () => {
  const { lines } = await csv(`trial-balance?asOf=${today}&format=csv`);
  assert.ok(lines.some((row) => row.startsWith('"\'=HYPERLINK(1)",Sundry Creditors,0.00,500.00,')), lines.join("\n"));
  const ledgers = (await report("trial-balance")).body.rows as { ledger: string; ledgerId: string }[];
  const sales = ledgers.find(({ ledger }) => ledger === "Sales")!.ledgerId;
  const statement = await csv(`ledger-statement?ledgerId=${sales}&format=csv`);
  assert.match(statement.lines[1] ?? "", /,0\.00,100\.40,-100\.40,/, "a negative balance stays a number");
});

Deno.test("what is not offered is refused by name", async () => {
  const xlsx = await report("trial-balance?format=xlsx");
  assert.deepEqual([xlsx.status, xlsx.body.code], [400, "format_not_offered"]);
  assert.deepEqual(xlsx.body.errors[0].facts, { format: "xlsx", offered: ["json", "csv"] });
  const code = async (what: string, token?: string) => (await report(what, token)).body.code;
  assert.equal(await code("day-book?from=2026-11-02&to=2026-11-01"), "report_days_reversed");
  assert.equal(await code("gst-summary?gstin=29AAACZ9999Z1Z5"), "company_gstin_unknown");
  assert.equal(await code("gst-summary?ledger=Sales"), "invalid_request");
  assert.equal(await code("gstr-1/return.json?period=132026"), "invalid_request");
  assert.equal((await report("profit-of-my-neighbour")).status, 404);
  const dealer = await books.makeBookkeeper("dealer", { composition: true, registrationType: "composition" });
  assert.equal(await code("gstr-1/return.json?period=112026", dealer.token), "composition_files_no_gstr1");
  assert.equal(await code("gstr-1", dealer.token), "composition_files_no_gstr1");
});

Deno.test("only who may read reports does", async () => {
  await makeCompany(books.database, "asha", ["auditor", "logistics"]);
  const auditor = await signInAs(books.app, "auditor@asha.test");
  const logistics = await signInAs(books.app, "logistics@asha.test");
  for (const path of ["trial-balance", "gstr-1/return.json?period=112026"]) {
    assert.equal((await send(books.app, `GET /api/reports/${path}`)).status, 401);
    assert.equal((await report(path, logistics)).body.code, "scope_missing");
  }
  assert.equal((await report("trial-balance", auditor)).status, 200);
  assert.equal((await report("gst-summary", auditor)).body.code, "company_not_set_up");
});
