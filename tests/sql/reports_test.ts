import assert from "node:assert/strict";
import { callJson, callRows } from "../../db/call.ts";
import { openDatabase } from "../../db/pool.ts";
import { type Bookkeeper, buyer, consumer, invoice, line, openBooks, postedTogether } from "../support/books.ts";
import { acting } from "../support/tenants.ts";

const books = await openBooks();
Deno.test.afterAll(books.close);
const walkIn = consumer({ address: "4 Hill Road", city: "Town", pincode: "400050", stateCode: "27" });
const act = (as: Bookkeeper) => acting(books.db, as.tenantId, { clock: books.clock, userId: as.userId });

async function post(as: Bookkeeper, document: unknown): Promise<string> {
  const [verdict] = await postedTogether(books, as, [document]);
  assert.equal(verdict?.outcome, "posted", JSON.stringify(verdict?.answer));
  return verdict.answer.id;
}
const returned = async (as: Bookkeeper, period: string) =>
  JSON.parse(await act(as)(({ sql }) => callJson(sql, "reports.gstr1_return", { p_period: period })) ?? "{}");
const gaps = async (as: Bookkeeper, at: string | null = null) =>
  (await act(as)(({ sql }) => callRows(sql, "reports.series_gaps", { p_at: at })))
    .map(({ problem, series, from, to, count }) => [problem, series, from, to, Number(count)]);

Deno.test("a note follows the class of the invoice at its root, and a debit note lifts no invoice into table 5", async () => {
  const as = await books.makeBookkeeper("chain");
  const large = await post(as, invoice({ party: walkIn, lines: [line({ rate: 200_000 })] }));
  const small = await post(as, invoice({ party: walkIn, lines: [line({ rate: 50_000 })] }));
  const raise = (original: string, rate: number) => ({
    type: "debit_note",
    date: "2026-11-20",
    originalVoucherId: original,
    reason: "price rose",
    lines: [{ quantity: 1, rate, originalLineNo: 1 }],
  });
  const raised = await post(as, raise(large, 100));
  await post(as, raise(small, 150_000));
  await post(as, { type: "credit_note", date: "2026-11-20", originalVoucherId: raised, reason: "not so" });
  const { b2cl, b2cs, cdnur } = await returned(as, "112026");
  assert.deepEqual(b2cl.map(({ inv }: { inv: { inum: string }[] }) => inv.map(({ inum }) => inum)), [[
    "INV/26-27/00001",
  ]]);
  assert.deepEqual(
    cdnur.map((note: Record<string, unknown>) => [note.ntty, note.typ, note.val]),
    [["C", "B2CL", 118], ["D", "B2CL", 118]],
  );
  assert.deepEqual(b2cs.map((row: Record<string, unknown>) => [row.pos, row.rt, row.txval]), [["27", 18, 200_000]]);
});

Deno.test("the limit of table 5 and the halves of table 12 are those of the document's day", async () => {
  const then = await openBooks("2025-05-02T06:30:00Z");
  try {
    const inv = (date: string, rate: number) => invoice({ date, party: walkIn, lines: [line({ rate, gstRate: 12 })] });
    const [july, august, april, may] = ["2024-07-31", "2024-08-01", "2025-04-30", "2025-05-01"] as const;
    const made = [inv(july, 150_000), inv(july, 250_000), inv(august, 150_000), inv(april, 100), inv(may, 100)];
    for (const { outcome, answer } of await postedTogether(then, then.house, made)) {
      assert.equal(outcome, "posted", JSON.stringify(answer));
    }
    const period = async (name: string) =>
      JSON.parse(
        await acting(then.db, then.house.tenantId, { clock: then.clock })(({ sql }) =>
          callJson(sql, "reports.gstr1_return", { p_period: name })
        ) ?? "{}",
      );
    const listed = async (name: string) =>
      (await period(name)).b2cl?.map(({ inv }: { inv: { val: number }[] }) => inv.map(({ val }) => val));
    assert.deepEqual([await listed("072024"), await listed("082024")], [[[280_000]], [[168_000]]]);
    assert.deepEqual(Object.keys((await period("042025")).hsn), ["data"]);
    assert.deepEqual(Object.keys((await period("052025")).hsn), ["hsn_b2c"]);
  } finally {
    await then.close();
  }
});

Deno.test("a deemed export is b2b of its own type, and so is the note on it", async () => {
  const as = await books.makeBookkeeper("deemed");
  const deemed = await post(as, invoice({ deemedExport: true }));
  await post(as, { type: "credit_note", date: "2026-11-20", originalVoucherId: deemed, reason: "all of it back" });
  const { b2b, cdnr, hsn } = await returned(as, "112026");
  assert.deepEqual([b2b[0].inv[0].inv_typ, cdnr[0].nt[0].inv_typ, cdnr[0].nt[0].val], ["DE", "DE", 1180]);
  assert.deepEqual([hsn.hsn_b2b[0].txval, hsn.hsn_b2b[0].qty], [0, 0], "nothing is left of it");
});

Deno.test("a return is made a registration", async () => {
  const as = await books.makeBookkeeper("twostates", { states: ["29", "27"], pan: "AAACT2222T" });
  await post(as, invoice({ lines: [line({ rate: 111 })] }));
  await post(as, invoice({ companyGstin: as.gstins[1], lines: [line({ rate: 222 })] }));
  const of = async (gstin: string | null) => {
    const text = await act(as)(({ sql }) =>
      callJson(sql, "reports.gstr1_return", { p_period: "112026", p_gstin: gstin })
    );
    const { gstin: whose, hsn } = JSON.parse(text ?? "{}");
    return [whose, hsn.hsn_b2b[0].txval];
  };
  assert.deepEqual(await of(null), [as.gstins[0], 111]);
  assert.deepEqual(await of(as.gstins[1] ?? ""), [as.gstins[1], 222]);
});

Deno.test("numbers missing, shared, used twice or unrecorded are found, and were not there before", async () => {
  const as = await books.makeBookkeeper("gaps");
  for (let i = 0; i < 5; i++) await post(as, invoice());
  await post(books.rival, invoice());
  assert.deepEqual(await gaps(as), []);
  const admin = openDatabase(books.database.adminUrl, { max: 1 });
  const of = (n: number) =>
    admin`select voucher_id from billing.numbering_history where tenant_id = ${as.tenantId} and sequence = ${n}`;
  try {
    const { tenantId } = as;
    await admin`
      insert into billing.numbering_series (tenant_id, voucher_type, name, prefix, format)
      select tenant_id, voucher_type, 'Second', prefix, format from billing.numbering_series
      where tenant_id = ${tenantId} and voucher_type = 'tax_invoice'`;
    await admin`
      update billing.numbering_history as h set series_id = s.id from billing.numbering_series as s
      where h.tenant_id = ${tenantId} and h.sequence = 3 and s.tenant_id = h.tenant_id and s.name = 'Second'`;
    const [name] = await admin`
      select name from billing.numbering_series where tenant_id = ${tenantId} and voucher_type = 'tax_invoice' and name <> 'Second'`;
    const n = (i: number) => `INV/26-27/0000${i}`;
    const found = await gaps(as);
    assert.deepEqual(
      found.filter(([problem]) => problem === "hole"),
      [
        ["hole", name?.name, n(3), n(3), 1],
        ["hole", "Second", n(1), n(2), 2],
      ].sort((a, b) => String(a[1]) < String(b[1]) ? -1 : 1),
    );
    assert.deepEqual(found.filter(([problem]) => problem === "overlap").map(([, , ...range]) => range), [[
      n(3),
      n(3),
      1,
    ]]);
    await admin`
      update billing.numbering_history set number = ${n(1)} where tenant_id = ${tenantId} and voucher_id = ${
      (await of(2))[0]?.voucher_id
    }`;
    const worse = await gaps(as);
    assert.deepEqual(worse.filter(([problem]) => problem === "reuse"), [["reuse", null, n(1), n(1), 2]]);
    assert.deepEqual(worse.filter(([problem]) => problem === "unrecorded"), [["unrecorded", null, n(2), n(2), 1]]);
    assert.deepEqual(await gaps(as, "2026-11-20T06:29:59Z"), [], "before the first number there was nothing");
    assert.deepEqual(await gaps(books.rival), []);
  } finally {
    await admin.end();
  }
});

Deno.test("table 13 can be told as it stood at an instant: numbers given and documents cancelled until then", async () => {
  const as = await books.makeBookkeeper("instants");
  const gone = await post(as, invoice());
  books.clock.set("2026-11-20T08:00:00Z");
  try {
    await post(as, invoice());
    await act(as)(({ sql }) => callJson(sql, "billing.cancel_voucher", { p_id: gone, p_reason: "ordered twice" }));
  } finally {
    books.clock.set("2026-11-20T09:00:00Z");
  }
  const at = async (p_at: string | null) =>
    (await act(as)(({ sql }) =>
      callRows(sql, "reports.document_series", { p_from: "2026-11-01", p_to: "2026-11-30", p_gstin: null, p_at })
    )).map(({ total, cancelled, net }) => [total, cancelled, net].map(Number));
  assert.deepEqual(await at("2026-11-20T07:00:00Z"), [[1, 0, 1]]);
  assert.deepEqual(await at(null), [[2, 1, 1]]);
});

Deno.test("R15.9 the views of returns show a company its own lines only", async () => {
  await post(books.house, invoice({ lines: [line({ rate: 7 })] }));
  await post(books.rival, invoice({ party: buyer("33") }));
  for (const view of ["reports.gstr1_lines", "reports.inward_lines", "reports.advance_movements"]) {
    for (const { tenantId } of [books.house, books.rival]) {
      const seen = await acting(books.db, tenantId)(({ sql }) => sql.unsafe(`select distinct tenant_id from ${view}`));
      assert.ok(seen.every((row) => row.tenant_id === tenantId), view);
    }
    assert.equal((await books.db.unsafe(`select 1 from ${view}`)).length, 0, `${view} outside any company`);
  }
});
