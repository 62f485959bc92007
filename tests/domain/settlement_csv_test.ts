import assert from "node:assert/strict";
import { house, rival } from "../support/payout_world.ts";
import {
  paidOn,
  type Row,
  settlementCsv,
  settlementHeader,
  settlementWorld,
  success,
  utr,
} from "../support/settlement_world.ts";

/** What banks and spreadsheets do to a file: read all the same, or refused by name with nothing done. */
const world = await settlementWorld();
Deno.test.afterAll(() => world.close());
let last = 3000;
let references = 0;

async function exported(...amounts: string[]): Promise<number[]> {
  const invoices = amounts.map((amount) => ({ no: ++last, amount }));
  await world.exported(invoices);
  await world.exported(invoices, { tenant: rival });
  return invoices.map(({ no }) => no);
}

/** A line of the file, of an invoice of 100.00 that stands in a bank file. */
async function line(amount = "100.00"): Promise<string> {
  const [no] = await exported("100.00");
  return success(no!, ++references, amount).join(",");
}

type Bytes = string | Uint8Array<ArrayBuffer>;
async function taken(text: Bytes, fields: Record<string, string> = {}): Promise<string[]> {
  const answer = await world.settle(text, { fields });
  assert.equal(answer.status, 200, answer.text);
  return await world.classes(answer.body.reconciliationId);
}

const everything = () =>
  world.one(
    `select concat((select count(*) from payout.settlement_files), '|', (select count(*) from payout.settlement_rows), '|', (select count(*) from payout.settlement_intake), '|',
       (select md5(string_agg(i::text, ',' order by i.tenant_id, i.id)) from payout.invoices as i), '|', (select md5(string_agg(t::text, ',' order by t.tenant_id, t.id)) from payout.payout_items as t))`,
  );

/** Refused by this name, with nothing of it left anywhere. */
async function refused(text: Bytes, status: number, code: string, fields: Record<string, string> = {}) {
  const before = await everything();
  const answer = await world.settle(text, { fields });
  assert.deepEqual([answer.status, answer.body.code], [status, code], answer.text);
  assert.equal(await everything(), before);
  return answer.body;
}

Deno.test("a byte-order mark, CRLF, lone CR, blank lines, commas at the end and a last line without an end change nothing", async () => {
  const header = settlementHeader;
  assert.deepEqual(await taken(`\uFEFF${header}\r\n${await line()},\r\n\r\n${await line()},\r\n`), [
    "SETTLED",
    "SETTLED",
  ]);
  assert.deepEqual(await taken(`${header}\r${await line()},\r${await line()},`), ["SETTLED", "SETTLED"]);
  assert.deepEqual(await taken(`${header}\n${await line()},,,,\n,,,,,\n   \n`), ["SETTLED"]);
});

Deno.test("the header in another order, in capitals, with columns of the bank's own, and without the optional one", async () => {
  const nos = await exported("100.00", "100.00", "100.00");
  const reference = () => utr(++references);
  assert.deepEqual(
    await taken(
      `Status, AMOUNT ,Branch,utr_number,Payment_Date,INVOICE_ID,remarks\nSUCCESS,100.00,Fort,${reference()},${paidOn},inv_${
        nos[0]
      },thanks\n`,
    ),
    ["SETTLED"],
  );
  assert.equal(
    await world.one("select extra ->> 'branch' || remarks from payout.settlement_rows where extra is not null"),
    "Fortthanks",
  );
  assert.deepEqual(
    await taken(
      `invoice_id,utr_number,amount,payment_date,status\ninv_${nos[1]},${reference()},100.00,${paidOn},SUCCESS\n`,
    ),
    ["SETTLED"],
  );
  const wide = `inv_${nos[2]},${reference()},100.00,${paidOn},SUCCESS,,one more\n`;
  assert.deepEqual(await taken(`${settlementHeader}\n${wide}`), ["BAD_ROW"], "more fields than the header has names");
  assert.deepEqual(await taken(`${settlementHeader}\ninv_${nos[2]},${reference()}\n`), ["BAD_ROW"], "fewer");
});

Deno.test("a column missing or named twice, a header alone, nothing at all", async () => {
  const missing = await refused(
    "invoice_id,amount,payment_date,status\ninv_1,1.00,2026-11-19,SUCCESS\n",
    400,
    "csv_column_missing",
  );
  assert.match(missing.detail, /utr_number/);
  await refused(`${settlementHeader},Amount\ninv_1,a,1,2026-11-19,SUCCESS,,1\n`, 400, "csv_column_twice");
  await refused(`${settlementHeader}\n`, 400, "csv_no_rows");
  await refused(`${settlementHeader}`, 400, "csv_no_rows");
  await refused("\n\n", 400, "csv_no_rows");
  await refused("", 400, "upload_empty");
});

Deno.test("blanks that are none: tabs and no-break spaces around any field", async () => {
  const [no, other] = await exported("100.00", "100.00");
  const [one, two] = [utr(++references), utr(++references)];
  assert.deepEqual(
    await taken(
      `${settlementHeader}\n\u00a0inv_${no}\u00a0,\t${one.toLowerCase()}\u00a0, 100.00\u00a0,\u00a0${paidOn} ,\u00a0success\t,\u00a0\n`,
    ),
    ["SETTLED"],
  );
  assert.equal(await world.standing(no!), `paid 100.00 ${one}`);
  const preview = await world.settle(
    `${settlementHeader}\n\u00a0inv_${other}\u00a0,${two},100.00,${paidOn},SUCCESS,\n\u00a0inv_999999,${two},1.00,${paidOn},SUCCESS,\ninv_999999,${two},1.00,${paidOn},SUCCESS,\n`,
    { preview: true },
  );
  const applied = await world.api(`POST /api/admin/reconciliation/${preview.body.reconciliationId}/apply`);
  assert.equal(applied.status, 200, applied.text);
  assert.deepEqual(await world.classes(preview.body.reconciliationId), ["SETTLED", "UNKNOWN_INVOICE", "DUP_ROW"]);
});

Deno.test("a quoted field may hold commas, quotes and line ends; a quote that is not closed or out of place refuses the file", async () => {
  const [no] = await exported("100.00");
  const reason = 'Account closed,\r\nsays the ""branch""';
  assert.deepEqual(
    await taken(`${settlementHeader}\n"inv_${no}","","100.00",${paidOn},FAILED,"${reason}"\n${await line()},\n`),
    [
      "FAILED",
      "SETTLED",
    ],
  );
  assert.equal(
    await world.one(
      "select payment_failure_reason from payout.invoices where tenant_id = $1 and public_no = $2",
      house.id,
      no,
    ),
    'Account closed,\nsays the "branch"',
  );
  assert.equal(
    await world.one(
      "select string_agg(line_no::text, ' ' order by line_no) from payout.settlement_rows where file_id = (select id from payout.settlement_files order by public_no desc limit 1)",
    ),
    "2 4",
  );
  await refused(`${settlementHeader}\ninv_1,"never closed,1.00\n${await line()},\n`, 400, "csv_quote_unclosed");
  await refused(`${settlementHeader}\ninv_1,"x"y,1.00,${paidOn},SUCCESS,\n`, 400, "csv_quote_misplaced");
});

Deno.test("bytes of zero, invalid UTF-8, a name in Windows-1252, UTF-16 and a spreadsheet file are refused", async () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  await refused(`${settlementHeader}\n${await line()},a\0b\n`, 400, "csv_has_nul");
  const named = bytes(`${settlementHeader}\n${await line()},Jos?\n`);
  named[named.indexOf("?".charCodeAt(0))] = 0xe9; // é of Windows-1252
  await refused(named, 400, "csv_not_utf8");
  const wide = new Uint16Array([...`\uFEFF${settlementHeader}\n`].map((letter) => letter.charCodeAt(0)));
  await refused(new Uint8Array(wide.buffer), 400, "csv_not_utf8");
  await refused(new Uint8Array([0x50, 0x4b, 3, 4, 20, 0, 6, 0, 8, 0]), 400, "csv_has_nul");
  const [no] = await exported("100.00");
  assert.deepEqual(
    await taken(`${settlementHeader}\ninv_${no},,100.00,${paidOn},FAILED,खाता बंद José\n`),
    ["FAILED"],
    "UTF-8 is as it is",
  );
});

Deno.test("rewritten by a spreadsheet: long numbers in E notation anywhere refuse the whole file, a date makes a bad row", async () => {
  const good = await line();
  const [no] = await exported("100.00");
  for (
    const mangled of [
      `inv_${no},6.32512E+11,100.00,${paidOn},SUCCESS,`,
      `inv_${no}, 6.3e+11 ,100.00,${paidOn},SUCCESS,`,
      `1.2E+15,${utr(++references)},100.00,${paidOn},SUCCESS,`,
    ]
  ) {
    const body = await refused(`${settlementHeader}\n${good},\n${mangled}\n`, 400, "settlement_file_mangled");
    assert.deepEqual([body.errors[0]?.pointer, /line 3/.test(body.detail)], ["/rows/3", true]);
  }
  assert.deepEqual(await taken(`${settlementHeader}\ninv_${no},${utr(++references)},100.00,19-Nov-26,SUCCESS,\n`), [
    "BAD_ROW",
  ]);
});

Deno.test("an account whose end a spreadsheet rounded to zeros refuses the whole file, where the layout sends accounts back", async () => {
  const [no] = await exported("100.00");
  const ref = await world.one(
    "select t.payment_ref from payout.payout_items as t join payout.invoices as i on i.tenant_id = t.tenant_id and i.id = t.invoice_id where i.tenant_id = $1 and i.public_no = $2",
    house.id,
    no,
  );
  await world
    .admin`update payout.payout_items set payment_ref = 'P00000003QT' where payment_ref = ${ref} and tenant_id = ${house.id}`;
  const row = (account: string) =>
    `P00000003QT,PARTNER,${account},HDFC0001234,10,100.00,20261119,20261119,${utr(++references)},E,\r\n`;
  await refused(row("123456789000000"), 400, "settlement_file_mangled", { profile: "hdfc_enet" });
  await refused(row("1.23457E+14"), 400, "settlement_file_mangled", { profile: "hdfc_enet" });
  assert.deepEqual(
    await taken(row("123456789017890"), { profile: "hdfc_enet" }),
    ["SETTLED"],
    "a layout without a header, read by our payment reference",
  );
});

Deno.test("a total at the end that agrees is no payment; with a word for total or without", async () => {
  for (const total of [",,200.00,,,", "TOTAL,,200.00,,,", "Grand Total:,,200,,,", ",,200.00,,Total,"]) {
    const answer = await world.settle(`${settlementHeader}\n${await line()},\n${await line()},\n${total}\n`);
    assert.equal(answer.status, 200, answer.text);
    assert.deepEqual([answer.body.status, answer.body.control.rows.total, answer.body.control.controlTotal], [
      "applied",
      2,
      200,
    ], total);
  }
  assert.deepEqual(
    await taken(`${settlementHeader}\n,,100.00,,,\n${await line()},\n`),
    ["BAD_ROW", "SETTLED"],
    "not at the end it is a bad row",
  );
  assert.deepEqual(
    await taken(`${settlementHeader}\n${await line()},\n,,,,,total of one\n`),
    ["SETTLED", "BAD_ROW"],
    "nor is one without an amount",
  );
  await refused(`${settlementHeader}\n,,0.00,,,\n`, 400, "settlement_file_has_no_rows");
});

Deno.test("a total at the end that disagrees: the file is held, says why, and does nothing; nobody can apply it", async () => {
  const [no] = await exported("100.00");
  const text = `${settlementHeader}\n${success(no!, ++references, "100.00").join(",")},\nTotal,,100.01,,,\n`;
  const answer = await world.settle(text);
  assert.deepEqual([answer.status, answer.body.status], [200, "held"], answer.text);
  assert.equal(answer.body.heldBecause, "its own total is 100.01, its rows come to 100.00");
  assert.deepEqual(await world.classes(answer.body.reconciliationId), ["SETTLED"], "what it would have been taken for");
  assert.equal(await world.standing(no!), "in_bank_file 0.00");
  const id = answer.body.reconciliationId;
  for (const again of [await world.api(`POST /api/admin/reconciliation/${id}/apply`)]) {
    assert.deepEqual([again.status, again.body.code], [409, "settlement_file_held"], again.text);
  }
  const same = await world.settle(text);
  assert.deepEqual([same.status, same.body.status, same.body.duplicate, same.body.reconciliationId], [
    200,
    "held",
    true,
    id,
  ]);
  assert.equal(
    await world.one(
      "select count(*) from payout.settlement_exceptions as e join payout.settlement_files as f on f.tenant_id = e.tenant_id and f.id = e.file_id where f.reconciliation_id = $1",
      id,
    ),
    "0",
  );
  assert.equal(await world.standing(no!), "in_bank_file 0.00");
});

Deno.test("amounts as they are written: no sign, no currency, no exponent, two places; grouped only where the layout has that", async () => {
  const written = [
    "100",
    "100.0",
    "100.00",
    "0100.00",
    "100.000",
    "+100",
    "-100.00",
    "₹100",
    "Rs 100",
    "1E2",
    "1.0E2",
    "1,00.00",
    ".5",
    "100.",
    "१००",
    "１００",
    "NaN",
    "Infinity",
    "1".repeat(13),
    "1".repeat(14),
  ];
  const nos = await exported(...written.map(() => "100.00"));
  const rows = written.map((amount, i): string => `inv_${nos[i]},${utr(++references)},"${amount}",${paidOn},SUCCESS,`);
  assert.deepEqual(await taken(`${settlementHeader}\n${rows.join("\n")}\n`), [
    ...Array(4).fill("SETTLED"),
    ...Array(14).fill("BAD_ROW"),
    "AMOUNT_MISMATCH",
    "BAD_ROW",
  ]);
  const grouped: [string, string][] = [
    ["1,00,000.00", "SETTLED"],
    ["24,50,000.00", "AMOUNT_MISMATCH"],
    ["100000", "SETTLED"],
    ["2,450,000", "BAD_ROW"],
    ["123,456", "BAD_ROW"],
    ["1,0,0", "BAD_ROW"],
    [`1${",11".repeat(9)},111`, "BAD_ROW"],
    ["1,11,11,11,11,111.00", "AMOUNT_MISMATCH"],
    ["12,11,11,11,11,111.00", "AMOUNT_MISMATCH"],
  ];
  const more = await exported(...grouped.map(() => "100000.00"));
  const lines = grouped.map(([amount], i) => `inv_${more[i]},${utr(++references)},"${amount}",${paidOn},SUCCESS,`);
  assert.deepEqual(
    await taken(`${settlementHeader}\n${lines.join("\n")}\n`, { profile: "generic_shared_utr" }),
    grouped.map(([, classification]) => classification),
  );
});

Deno.test("dates in the one format of the layout, and only days that there are", async () => {
  const written = [
    "2026-11-19",
    "19-11-2026",
    "11/19/2026",
    "2026/11/19",
    "2026-11-19T00:00:00",
    "20261119",
    "2025-02-29",
    "2026-13-01",
    "2026-00-10",
    "0000-01-01",
    "२०२६-११-१९",
    "2026-1-9",
    "tomorrow",
  ];
  const nos = await exported(...written.map(() => "100.00"));
  const rows = written.map((day, i): Row => [`inv_${nos[i]}`, utr(++references), "100.00", day, "SUCCESS"]);
  assert.deepEqual(await taken(settlementCsv(rows)), ["SETTLED", ...Array(written.length - 1).fill("BAD_ROW")]);
});
