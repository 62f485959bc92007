import assert from "node:assert/strict";
import fc from "fast-check";
import { type BankLayout, readAmounts, writeBankFile } from "../../domain/payout/bank_file_text.ts";
import { exportBankFile } from "../../domain/payout/mod.ts";
import { signedInvoices } from "../support/payout_bulk.ts";
import { house, payoutWorld, rival } from "../support/payout_world.ts";

/** What a bank file cannot be made to carry, at each of the doors a text goes through on its way there. */
const world = await payoutWorld();
Deno.test.afterAll(world.close);
const { admin } = world;

const columns = (pads: boolean) => [
  { name: "name", source: "partner_name", maxLength: 20, pad: pads ? "blanks_after" as const : null },
  { name: "account", source: "account_number", maxLength: 20, pad: pads ? "blanks_after" as const : null },
  { name: "amount", source: "amount", maxLength: 15, pad: pads ? "zeros_before" as const : null },
];
const csv: BankLayout = {
  ...{ profile: "x", delimiter: ",", header: true, lineEnd: "lf", head: null, trailer: null },
  columns: columns(false),
};
const fixed: BankLayout = {
  ...{ profile: "y", delimiter: "", header: false, lineEnd: "crlf", head: "H{COUNT:4}", trailer: "T{TOTAL:15}" },
  columns: columns(true),
};
const totals = { COUNT: "1", TOTAL: "23400.00", DD: "20", MM: "11", YYYY: "2026", CLIENT: "" };
const write = (layout: BankLayout, name: string, amount = "23400.00", account = "1234567890") =>
  writeBankFile(layout, [{ fields: [name, "", amount], maskedAccount: "", accountId: "" }], totals, () => account);

const carried: Record<string, string> = {
  "a formula": "=1",
  "a formula with +": "+1",
  "a formula with -": "-1",
  "a formula with @": "@SUM(A1)",
  "a formula in full width": "＝1",
  "a full-width plus": "＋1",
  "a full-width minus": "－1",
  "a full-width at": "＠x",
  "a tab": "a\tb",
  "a tab before a formula": "\t=1",
  "a carriage return": "a\rb",
  "a carriage return before a formula": "\r=1",
  "a newline": "a\nb",
  "another line": "a\r\n1,2,3",
  "a line separator": "a\u2028b",
  "a next line": "a\u0085b",
  "a quote": 'a"b',
  "a nul": "a\0b",
  "a zero-width blank": "a\u200bb",
  "letters of another script": "राजेंद्र",
  "an accent": "José",
  "nothing": "",
  "more than the bank reads": "A".repeat(21),
};

for (const [what, text] of Object.entries(carried)) {
  Deno.test(`a bank file cannot be made to carry ${what}: not as a name, not as an account, not in fixed widths`, () => {
    for (const layout of [csv, fixed]) {
      assert.throws(() => write(layout, text), /line 1 cannot be written/, "name");
      assert.throws(() => write(layout, "Plain", text), /line 1 cannot be written/, "amount");
      assert.throws(() => write(layout, "Plain", "1.00", text), /line 1 cannot be written/, "account");
    }
  });
}

Deno.test("a bank file cannot be made to carry a delimiter; in fixed widths a comma is a letter like others", () => {
  assert.throws(() => write(csv, "A, B"), /line 1 cannot be written: name/);
  assert.throws(() => write({ ...csv, delimiter: "|" }, "A|B"), /line 1 cannot be written: name/);
  assert.equal(
    write(fixed, "A, B"),
    "H0001\r\nA, B                1234567890          000000023400.00\r\nT000000023400.00\r\n",
  );
});

Deno.test("a text that was tampered with on its way is read back as a fault: lines, fields, quotes, widths", () => {
  const text = write(csv, "Plain House");
  assert.deepEqual(readAmounts(csv, text), ["23400.00"]);
  assert.deepEqual(readAmounts(fixed, write(fixed, "Plain House")), ["23400.00"]);
  for (
    const [from, to] of [["Plain", "Pl,ain"], ["Plain", "Pl\rain"], ["Plain", 'Pl"ain'], ["\n", ""], [
      "Plain",
      "Pl\nain",
    ]]
  ) {
    const at = text.lastIndexOf(from!);
    assert.throws(() => readAmounts(csv, text.slice(0, at) + to + text.slice(at + from!.length)), /line/, to);
  }
  assert.throws(() => readAmounts(fixed, write(fixed, "Plain House").replace("House", "House ")), /another width/);
  assert.throws(() => writeBankFile(fixed, [], { ...totals, COUNT: "10000" }, () => ""), /COUNT cannot be written/);
});

Deno.test("a bank file cannot be made to carry a wrong total: a line more, a line less, another amount, another sum are not kept", async () => {
  await signedInvoices(world, 3, { from: 100, month: "2024-01" });
  const { json } = await exportBankFile(await world.context("clerk@house.test"), world.keys, { format: "csv" });
  const { bankFileId } = JSON.parse(json);
  const [{ amounts, id }] = await admin`
    select array_agg(t.amount::text order by t.line_no) as amounts, f.id from payout.bank_file_log as f
    join payout.payout_items as t on t.bank_file_id = f.id where f.bank_file_id = ${bankFileId} and f.tenant_id = ${house.id} group by f.id` as never as [
    { amounts: string[]; id: string },
  ];
  const keep = (given: string[], more = (_sql: typeof admin) => Promise.resolve() as Promise<unknown>) =>
    admin.begin(async (sql) => {
      await sql`select core.enter(${sql.json({ tenantId: house.id })})`;
      await sql`update payout.bank_file_log set content_encrypted = null, content_sha256 = null where id = ${id}`;
      await more(sql as never);
      await sql`select payout.keep_bank_file(${id}, 'sealed', sha256(''), 1, ${given})`;
    });
  const [a, b, c] = amounts as [string, string, string];
  for (const wrong of [[a, b], [a, b, c, c], [a, c, b], [a, b, "1.00"], [a, b, `${c}0`], [a, b, `+${c}`], []]) {
    await assert.rejects(keep(wrong), /does not add up/, wrong.join());
  }
  await assert.rejects(
    keep(amounts, (sql) => sql`update payout.bank_file_log set total_amount = total_amount + 0.01 where id = ${id}`),
    /does not add up/,
  );
  await keep(amounts);
  await assert.rejects(
    admin`update payout.payout_items set amount = 0 where bank_file_id = ${id}`,
    /payout_items_amount_is_positive/,
  );
});

Deno.test("an IFSC, a destination, an invoice's number that could be more than itself is in no row", async () => {
  for (const ifsc of ["=DFC0001234", "HDFC1001234", "HDFC000123", "hdfc0001234", "HDFC000,234", "HDFC0001\n34"]) {
    await assert.rejects(
      admin`update payout.bank_accounts set ifsc_code = ${ifsc}`,
      /bank_accounts_ifsc_code_is_one/,
      ifsc,
    );
  }
  for (const destination of ["=A", "+A", "-A", "@A", "A,B", "A\nB", "A|B", "राज", ""]) {
    await assert.rejects(
      admin`update payout.partners set destination_id = ${destination} where destination_id = 'RIVAL-0001'`,
      /partners_destination_id_is_plain/,
      destination,
    );
  }
  for (const number of ["=A", "-A", "/A", "A,B", "A B", "A\nB", "a", "A".repeat(17)]) {
    await assert.rejects(
      admin`update payout.invoices set invoice_number = ${number}`,
      /invoices_number_is_lawful/,
      number,
    );
  }
});

Deno.test("a layout whose records name what nobody can write, or a client that is never asked for, is no layout", async () => {
  for (
    const [head, constraint] of [
      ["H{SUM}", /known_tokens/],
      ["H{COUNT", /known_tokens/],
      ["H{COUNT:0}", /known_tokens/],
      ["H{CLIENT}{COUNT:6}", /client_is_asked_for/],
    ] as const
  ) {
    await assert.rejects(
      admin`update payout.bank_profiles set head = ${head} where profile = 'fixed_v1'`,
      constraint,
      head,
    );
    await assert.rejects(
      admin`update payout.bank_profiles set trailer = ${head} where profile = 'fixed_v1'`,
      constraint,
      head,
    );
  }
});

/** A bank's own reading of fixed_v1, by positions counted here: never by the code that wrote it. */
function readFixed(text: string) {
  assert.ok(text.endsWith("\r\n") && !/[^\r\nA-Za-z0-9 .,/&()'_-]/.test(text));
  const [head = "", ...lines] = text.slice(0, -2).split("\r\n");
  const trailer = lines.pop() ?? "";
  assert.ok(lines.every((line) => line.length === 124 && line.startsWith("D")), "lines are as wide as each other");
  const paise = lines.map((line) => BigInt(line.slice(101, 116).replace(".", "")));
  const sum = paise.reduce((a, b) => a + b, 0n);
  const told = (at: string) => [Number(at.slice(0, 6)), BigInt(at.slice(6).replace(".", ""))] as const;
  assert.deepEqual(told(head.slice(9)), [lines.length, sum], head);
  assert.deepEqual(told(trailer.slice(1)), [lines.length, sum], trailer);
  return { sum, names: lines.map((line) => line.slice(16, 56)) };
}

Deno.test("fixed widths: whatever partners are called, every field stands in its place and both totals are the lines'; split by rows each its own", async () => {
  await admin`update payout.bank_profiles set max_rows = 4 where profile = 'fixed_v1'`;
  await signedInvoices(world, 2, { tenant: rival, month: "2024-02" });
  let from = 1_000;
  const name = fc.oneof(
    fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 60 }),
    fc.string({ unit: "binary", minLength: 1, maxLength: 20 }),
    fc.constantFrom(...Object.values(carried).filter((text) => text.trim() && !text.includes("\0"))),
  ).filter((name) => name.isWellFormed() && !name.includes("\0") && /[^ ]/.test(name));
  await fc.assert(
    fc.asyncProperty(fc.array(name, { minLength: 6, maxLength: 14 }), async (names) => {
      const asked = [...names, "Plain House", "Comma, Limited"].map((name, n) => ({ name, base: 1_000.5 + n }));
      const ids = await signedInvoices(world, asked, { from: from += 100, month: "2024-02" });
      const invoiceIds = ids.map((id) => id.replace("inv_", ""));
      const ctx = await world.context("clerk@house.test");
      const made = JSON.parse(
        (await exportBankFile(ctx, world.keys, { format: "csv", profile: "fixed_v1", invoiceIds })).json,
      );
      let [sum, lines] = [0n, 0];
      for (const { bankFileId, totalInvoices } of made.files) {
        assert.ok(totalInvoices <= 4);
        await world.api(`POST /api/admin/bank-files/${bankFileId}/approve`);
        const { bytes } = await world.raw(`/api/admin/bank-files/${bankFileId}/download`);
        const read = readFixed(new TextDecoder("ascii").decode(bytes));
        assert.ok(read.names.every((name) => /^[^-=+@\s]/.test(name)), "none begins as a formula");
        [sum, lines] = [sum + read.sum, lines + read.names.length];
      }
      assert.equal(lines + made.excluded.length, ids.length);
      const [items] = await admin`
        select (sum(t.amount) * 100)::bigint::text as paise from payout.payout_items as t
        join payout.invoices as i on i.tenant_id = t.tenant_id and i.id = t.invoice_id where i.tenant_id = ${house.id} and i.invoice_id = any(${ids})`;
      assert.equal(String(sum), items!.paise);
    }),
    { numRuns: 15 },
  );
});

Deno.test("fixed widths: a draft shows masked accounts in the same places; the bank reports in CSV, by our reference", async () => {
  const [id] = await signedInvoices(world, [{ base: 130_000 }], { from: 8_000, month: "2024-05" });
  const as = "clerk@house.test";
  const made = await world.api("POST /api/admin/export-bank-file", {
    as,
    body: { invoiceIds: [id], profile: "fixed_v1" },
  });
  const { bankFileId } = made.body;
  const file = async () =>
    new TextDecoder().decode((await world.raw(`/api/admin/bank-files/${bankFileId}/download`)).bytes);
  const draft = await file();
  await world.api(`POST /api/admin/bank-files/${bankFileId}/approve`);
  const whole = await file();
  assert.equal(draft, whole.replace("50100008000", "XXXXXX8000 "));
  assert.equal(readFixed(whole).sum, 2_340_000n);
  await world.api(`POST /api/admin/bank-files/${bankFileId}/mark-sent`);
  const reference = whole.split("\r\n")[1]!.slice(1, 16).trim();
  const day = whole.slice(1, 9);
  const csv = `${reference},HDFCN00000000077,23400.00,${day},SUCCESS,\r\n`;
  const form = new FormData();
  form.set("settlementFile", new File([csv], "reverse.csv", { type: "text/csv" }));
  form.set("profile", "fixed_v1");
  const done = await world.api("POST /api/admin/reconcile-payment", { as: "accountant@house.test", form });
  assert.deepEqual(
    [done.status, done.body.summary?.successful, done.body.summary?.successfulAmount],
    [200, 1, 23_400],
    done.text,
  );
});

Deno.test("bytes that are not the ones that were kept go nowhere: document_damaged", async () => {
  const [id] = await signedInvoices(world, 1, { from: 9_000, month: "2024-03" });
  const made = await world.api("POST /api/admin/export-bank-file", {
    as: "clerk@house.test",
    body: { invoiceIds: [id] },
  });
  await world.api(`POST /api/admin/bank-files/${made.body.bankFileId}/approve`);
  await admin`update payout.bank_file_log set content_sha256 = sha256('other') where bank_file_id = ${made.body.bankFileId} and tenant_id = ${house.id}`;
  const got = await world.api(`GET /api/admin/bank-files/${made.body.bankFileId}/download`);
  assert.deepEqual([got.status, got.body.code], [409, "document_damaged"]);
});
