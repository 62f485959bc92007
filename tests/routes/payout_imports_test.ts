import assert from "node:assert/strict";
import { acting } from "../support/tenants.ts";
import {
  cauvery,
  deccan,
  examplePayouts,
  house,
  kaveri,
  payoutCsv,
  payoutWorld,
  rival,
} from "../support/payout_world.ts";

const world = await payoutWorld();
Deno.test.afterAll(() => world.close());

const path = "POST /api/admin/payouts/import";
const as = "clerk@house.test";
const header = "destination_id,month,category,reason_for_payment,effective_payout_base";
const row = (more: Partial<Record<"id" | "month" | "category" | "reason" | "amount", string>> = {}) => {
  const { id = deccan.destinationId, month = "2025-01", category = "trail", reason = "base_referral", amount = "100" } =
    more;
  return [id, month, category, reason, amount].join(",");
};
const stored = (tenant = house) =>
  acting(world.db, tenant.id)(async ({ sql }) => {
    const [counts] = await sql`select (select count(*)::int from payout.payout_calculation) as rows,
      (select count(*)::int from payout.payout_imports) as files`;
    return counts as { rows: number; files: number };
  });

Deno.test("a file of payouts is taken whole, and the same bytes again are the import they were", async () => {
  const csv = payoutCsv(examplePayouts());
  const first = await world.api(path, { as, csv, fileName: "nov.csv" });
  assert.equal(first.status, 201, first.text);
  const { importId, sha256: _, importedAt: __, importedBy, ...rest } = first.body;
  assert.deepEqual(rest, {
    ...{ fileName: "nov.csv", totalRows: 4, importedRows: 4, refusedRows: 0, totalAmount: 130000, refusals: [] },
    months: [{ month: "2024-11", rows: 4, partners: 1, amount: 130000 }],
    ...{ preview: false, duplicate: false, repeatedRows: 0, warnings: [] },
  });
  assert.match(first.text, /"totalAmount": ?130000\.00/);
  assert.equal(importedBy.name, "clerk");
  const again = await world.api(path, { as: "owner@house.test", csv, fileName: "other.csv" });
  assert.deepEqual([again.status, again.body.duplicate, again.body.importId], [200, true, importId]);
  assert.deepEqual(await stored(), { rows: 4, files: 1 });
  assert.deepEqual(await stored(rival), { rows: 0, files: 0 });
  const form = new FormData();
  form.set("file", new File([csv], "nov.csv"));
  assert.equal((await world.api(path, { as, form })).body.duplicate, true);
  const list = await world.api("GET /api/admin/payouts/imports", { as: "auditor@house.test" });
  assert.deepEqual(list.body.data.map((one: { importId: string }) => one.importId), [importId]);
  assert.deepEqual((await world.api("GET /api/admin/payouts/imports", { as: "owner@rival.test" })).body.data, []);
});

Deno.test("a preview answers what the import would, and stores nothing; a payout of another import is warned of", async () => {
  const before = await stored();
  const csv = payoutCsv([...examplePayouts().slice(0, 1), [
    kaveri.destinationId,
    "2024-12",
    "trail",
    "dynamic",
    "7.50",
  ]]);
  const preview = await world.api(`${path}?preview=true`, { as, csv });
  assert.equal(preview.status, 200, preview.text);
  assert.deepEqual([preview.body.importId, preview.body.preview, preview.body.importedRows], [null, true, 2]);
  assert.deepEqual(preview.body.warnings.map(({ line, code }: { line: number; code: string }) => [line, code]), [[
    2,
    "payout_imported_before",
  ]]);
  assert.deepEqual(await stored(), before);
  const refused = await world.api(`${path}?preview=true`, { as, csv: `${header}\n${row({ month: "x" })}\n${row()}\n` });
  assert.deepEqual([refused.status, refused.body.refusedRows, refused.body.importedRows], [200, 1, 1]);
  assert.deepEqual(refused.body.refusals.map((one: { pointer: string }) => one.pointer), ["/rows/2/month"]);
  assert.deepEqual(await stored(), before);
});

const faults: [string, string, string][] = [
  [row({ id: "nobody" }), "destination_id", "partner_not_known"],
  [row({ id: deccan.destinationId.toUpperCase() }), "destination_id", "partner_not_known"],
  [row({ id: cauvery.destinationId }), "destination_id", "partner_not_known"],
  [row({ month: "Nov-24" }), "month", "payout_month_malformed"],
  [row({ month: "2024-13" }), "month", "payout_month_malformed"],
  [row({ month: "2026-12" }), "month", "payout_month_in_future"],
  [row({ category: "bonus" }), "category", "payout_category_unknown"],
  [row({ reason: "gift" }), "reason_for_payment", "payout_reason_unknown"],
  [row({ amount: "1.3E+05" }), "effective_payout_base", "payout_amount_mangled"],
  [row({ amount: "abc" }), "effective_payout_base", "payout_amount_unreadable"],
  [row({ amount: "" }), "effective_payout_base", "payout_amount_unreadable"],
  [row({ amount: "₹100" }), "effective_payout_base", "payout_amount_unreadable"],
  [row({ amount: "100.005" }), "effective_payout_base", "payout_amount_unreadable"],
  [row({ amount: '"130,000.00"' }), "effective_payout_base", "payout_amount_unreadable"],
  [row({ amount: '"1,234,567"' }), "effective_payout_base", "payout_amount_unreadable"],
  [row({ amount: "1,30,000.00" }), "", "payout_row_too_wide"],
];
for (const [line, column, code] of faults) {
  Deno.test(`a row is refused by name and cell: ${code} (${line.slice(-40)})`, async () => {
    const before = await stored();
    const answer = await world.api(path, { as, csv: `${header}\n${row()}\n\n${line}\n` });
    assert.deepEqual([answer.status, answer.body.code], [400, "payout_import_refused"], answer.text);
    const found = answer.body.errors.map((one: { pointer: string; code: string }) => [one.pointer, one.code]);
    assert.deepEqual(found, [[column ? `/rows/4/${column}` : "/rows/4", code]]);
    assert.deepEqual(await stored(), before);
  });
}

Deno.test("a year that is not the month's, and a reference that is malformed or taken, are refused", async () => {
  const wide = `${header},financial_year,reference`;
  const csv = [wide, `${row()},2023-24,`, `${row()},2024-25,R-1`, `${row()},2024-2025,R-1`, `${row()},,"a\nb"`, ""]
    .join("\n");
  const answer = await world.api(path, { as, csv });
  assert.deepEqual(answer.body.errors.map((one: { pointer: string; code: string }) => [one.pointer, one.code]), [
    ["/rows/2/financial_year", "payout_year_differs"],
    ["/rows/4/reference", "payout_reference_taken"],
    ["/rows/5/reference", "payout_reference_malformed"],
  ]);
  const taken = await world.api(path, { as, csv: `${wide}\n${row()},,R-2\n` });
  assert.equal(taken.status, 201, taken.text);
  const again = await world.api(path, { as, csv: `${wide}\n${row({ amount: "5" })},,R-2\n` });
  assert.equal(again.body.errors[0].code, "payout_reference_taken");
});

Deno.test("with skipRefused the good rows are taken, and why the others were not is kept with the import", async () => {
  const csv = `${header}\n${row({ amount: '"1,30,000.50"' })}\n${row({ amount: "x", month: "y" })}\n${
    row({ amount: "-500" })
  }\n`;
  const answer = await world.api(`${path}?skipRefused=true`, { as, csv });
  assert.equal(answer.status, 201, answer.text);
  const { totalRows, importedRows, refusedRows, totalAmount, importId } = answer.body;
  assert.deepEqual([totalRows, importedRows, refusedRows, totalAmount], [3, 2, 1, 129500.5]);
  const list = await world.api("GET /api/admin/payouts/imports", { as });
  const kept = list.body.data.find((one: { importId: string }) => one.importId === importId);
  assert.deepEqual(kept.refusals.map((one: { line: number; code: string }) => [one.line, one.code]), [
    [3, "payout_amount_unreadable"],
    [3, "payout_month_malformed"],
  ]);
});

Deno.test("a month that is invoiced takes no more payouts, until the invoice is cancelled", async () => {
  await world.importPayouts(examplePayouts(deccan.destinationId, "2025-03"));
  const partner = { as: "partner@house.test" };
  const generate = `POST /api/partner/${deccan.destinationId}/invoice/generate`;
  const made = await world.api(generate, { ...partner, body: { month: "2025-03" } });
  assert.ok(made.status < 300, made.text);
  const csv = `${header}\n${row({ month: "2025-03" })}\n`;
  const refused = await world.api(path, { as, csv });
  assert.deepEqual([refused.status, refused.body.errors[0].code], [400, "payout_month_invoiced"]);
  const [{ invoice_id }] = await world.admin`select invoice_id from payout.invoices` as unknown as [
    { invoice_id: string },
  ];
  const cancelled = await world.api(`POST /api/partner/invoice/${invoice_id}/cancel`, {
    ...partner,
    body: { reason: "more to come" },
  });
  assert.equal(cancelled.status, 200, cancelled.text);
  assert.equal((await world.api(path, { as, csv })).status, 201);
});

Deno.test("BOM, CRLF, capitals, blanks and columns of others are read; what is no CSV is refused by name", async () => {
  const csv =
    `\uFEFFNote,Month,DESTINATION_ID,Category,Reason_For_Payment,Effective_Payout_Base\r\n"two\r\nlines", 2025-05 ,${kaveri.destinationId},Trail,BASE_REFERRAL,\u00A012.5\r\n,,,,,\r\n`;
  const taken = await world.api(path, { as, csv });
  assert.deepEqual([taken.status, taken.body.totalAmount], [201, 12.5], taken.text);
  const latin = Uint8Array.from([...new TextEncoder().encode(`${header},note\n${row()},`), 0xe9, 0x0a]);
  const bad: [string | Uint8Array, string][] = [
    [latin, "csv_not_utf8"],
    [`${header}\n`, "csv_no_rows"],
    [`${header},month\n${row()},x\n`, "csv_column_twice"],
    [`month\n2025-01\n`, "csv_column_missing"],
    [`${header}\n${row()}\0\n`, "csv_has_nul"],
    [`${header}\n"${row()}\n`, "csv_quote_unclosed"],
    [`${header}\n"a"b,${row()}\n`, "csv_quote_misplaced"],
  ];
  for (const [content, code] of bad) {
    const answer = await world.api(path, { as, csv: content });
    assert.deepEqual([answer.status, answer.body.code], [400, code], answer.text);
  }
  assert.equal((await world.api(path, { as, csv: "" })).body.code, "upload_empty");
});

Deno.test("payouts are listed by month and destination, a page at a time, and no company sees another's", async () => {
  const query = `?month=2024-11&destinationId=${deccan.destinationId}&limit=3`;
  const page = await world.api(`GET /api/admin/payouts${query}`, { as: "auditor@house.test" });
  assert.deepEqual(page.body.data.map((one: { line: number }) => one.line), [2, 3, 4]);
  const next = await world.api(`GET /api/admin/payouts${query}&cursor=${page.body.nextCursor}`, { as });
  assert.deepEqual([next.body.data.length, next.body.nextCursor], [1, null]);
  const elsewhere = await world.api(`GET /api/admin/payouts${query}`, { as: "owner@rival.test" });
  assert.deepEqual(elsewhere.body.data, []);
});

Deno.test("two people who send the same file at once make one import", async () => {
  const csv = payoutCsv([[kaveri.destinationId, "2025-07", "trail", "base_referral", "77"]]);
  const answers = await Promise.all(Array.from({ length: 6 }, () => world.api(path, { as, csv })));
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 200, 200, 200, 200, 201]);
  assert.equal(new Set(answers.map(({ body }) => body.importId)).size, 1);
});

Deno.test("100,000 rows are taken in one go with flat memory, one more is refused; of many refusals 200 are told", async () => {
  const line = (i: number) =>
    `${i % 2 ? deccan.destinationId : kaveri.destinationId},2025-08,trail,base_referral,${i % 1000}.25\n`;
  const csv = header + "\n" + Array.from({ length: 100_000 }, (_, i) => line(i)).join("");
  let most = 0;
  const before = Deno.memoryUsage().rss;
  const watch = setInterval(() => most = Math.max(most, Deno.memoryUsage().rss), 20);
  const started = performance.now();
  const answer = await world.api(path, { as, csv });
  clearInterval(watch);
  assert.deepEqual(
    [answer.status, answer.body.importedRows, answer.body.totalAmount],
    [201, 100_000, 49_975_000],
    answer.text.slice(0, 300),
  );
  console.log(
    `100,000 payouts: ${Math.round(performance.now() - started)} ms, ${Math.round((most - before) / 1048576)} MiB more`,
  );
  const more = await world.api(path, { as, csv: csv + line(1) });
  assert.deepEqual([more.status, more.body.code], [400, "csv_too_many_rows"]);
  const bad = await world.api(path, { as, csv: header + "\n" + "a,b,c,d,e\n".repeat(7_000) });
  assert.deepEqual(
    [bad.body.errors.length, bad.body.facts?.refusedRows ?? bad.body.refusedRows],
    [200, 7_000],
    bad.text.slice(0, 400),
  );
});
