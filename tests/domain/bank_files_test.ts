import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import postgres from "postgres";
import { downloadBankFile, exportBankFile, retryFailed } from "../../domain/payout/mod.ts";
import { deriveKeys } from "../../domain/shared/keys.ts";
import { resealSecrets } from "../../domain/shared/reseal.ts";
import { testSecret } from "../support/app.ts";
import { changeAccount, signedInvoices } from "../support/payout_bulk.ts";
import { house, payoutWorld, rival } from "../support/payout_world.ts";

/** What no bank file may become, whatever is put into it and whatever happens meanwhile. */
const world = await payoutWorld();
Deno.test.afterAll(world.close);
const { admin } = world;

const made = async (body: { invoiceIds?: string[]; month?: string; profile?: string }, as = "clerk@house.test") => {
  const { invoiceIds, ...rest } = body;
  const ids = invoiceIds && { invoiceIds: invoiceIds.map((id) => id.replace("inv_", "")) };
  const { json } = await exportBankFile(await world.context(as), world.keys, { format: "csv", ...rest, ...ids });
  return JSON.parse(json);
};
const approved = async (bankFileId: string) => {
  await world.api(`POST /api/admin/bank-files/${bankFileId}/approve`, {});
  await world.api(`POST /api/admin/bank-files/${bankFileId}/approve`, { as: "accountant@house.test" });
  const file = await downloadBankFile(await world.context(), world.keys, bankFileId);
  assert.equal(file.draft, false);
  return { ...file, text: new TextDecoder("utf-8", { fatal: true }).decode(file.bytes) };
};

/** As strict as a bank's machine: lines end one way, fields are parted one way, nothing is quoted. Amounts in paise. */
function strictly(text: string, delimiter: string, end: string, columns: number, amountAt: number) {
  const lines = text.split(end);
  assert.equal(lines.pop(), "", "the last line ends too");
  return lines.map((line) => {
    const fields = line.split(delimiter);
    assert.equal(fields.length, columns, line);
    for (const field of fields) {
      assert.match(field, /^[A-Za-z0-9 .,/&()'_-]+$/, "allowed signs only, and something");
      assert.doesNotMatch(field, /^[-=+@]/, "no spreadsheet computes it");
    }
    assert.match(fields[amountAt]!, /^\d{1,13}\.\d{2}$/);
    return { fields, paise: BigInt(fields[amountAt]!.replace(".", "")) };
  });
}

const nasty = [
  "=SUM(A1)",
  "+91 Services",
  "-Raj",
  "@import",
  "\tTab",
  "\rReturn",
  "＝１＋１",
  "－Full width",
  "＠home",
  " =padded",
  "\u200b=hidden",
  'A "quoted" name',
  "Comma, Limited",
  "Pipe | Works",
  "Line\nBreak",
  "Carriage\r\nReturn",
  "Semi;colon",
  "José Peña",
  "Straße",
  "Ærø & Søn",
  "ﬁnance",
  "राजेंद्र",
  "Raj राज",
  "−minus",
  "‘quoted’",
  "'apostrophe",
  "…",
  "🙂 Smile",
  "A".repeat(200),
  "a\u0085b",
  "a\u2028b",
  "x,=y",
  ",=cmd",
  "|-2",
  'DDE("cmd")',
  "%0A=1",
]; // deno-fmt-ignore
const storable = (name: string) => name.isWellFormed() && !name.includes("\0") && /[^ ]/.test(name);
const name = fc.oneof(
  fc.string({ unit: "grapheme-ascii", maxLength: 90 }).map((rest) => `House ${rest}`),
  fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 20 }),
  fc.constantFrom(...nasty),
  fc.tuple(fc.constantFrom(...nasty), fc.string({ unit: "binary", maxLength: 30 })).map(([a, b]) => a + b),
  fc.tuple(fc.string({ unit: "grapheme", maxLength: 10 }), fc.constantFrom(...nasty)).map(([a, b]) => a + b),
).filter(storable);

Deno.test("whatever partners are called, a bank file holds as many lines, the same sum and no sign that is not allowed", async () => {
  let from = 1_000;
  await admin`update payout.settings set bank_client_code = 'ABCD' where tenant_id = ${house.id}`;
  const layouts = fc.constantFrom(
    { profile: "generic_v1", delimiter: ",", end: "\n", columns: 7, amountAt: 5, nameAt: 2, header: 1 },
    { profile: "hdfc_enet", delimiter: ",", end: "\r\n", columns: 7, amountAt: 5, nameAt: 1, header: 0 },
    { profile: "union_bank", delimiter: "|", end: "\r\n", columns: 7, amountAt: 4, nameAt: 6, header: 0 },
  );
  const many = fc.array(fc.record({ name, base: fc.integer({ min: 100, max: 99_999_999 }).map((n) => n / 100) }), {
    minLength: 5,
    maxLength: 25,
  });
  let [written, leftOut] = [0, 0];
  await fc.assert(
    fc.asyncProperty(many, layouts, async (asked, layout) => {
      const plain = { name: "Plain House", base: 1_000 };
      const ids = await signedInvoices(world, [plain, ...asked], { from: from += 100, month: "2024-03" });
      const file = await made({ invoiceIds: ids, profile: layout.profile });
      assert.equal(file.summary.totalInvoices + file.excluded.length, ids.length, "in the file or left out by name");
      const { text } = await approved(file.bankFileId);
      const body = text.split(layout.end).slice(layout.header).join(layout.end);
      const lines = strictly(body, layout.delimiter, layout.end, layout.columns, layout.amountAt);
      assert.equal(lines.length, file.summary.totalInvoices);
      const [sum] = await admin`
        select (sum(t.amount) * 100)::bigint::text as items, (f.total_amount * 100)::bigint::text as total
        from payout.bank_file_log as f join payout.payout_items as t on t.bank_file_id = f.id
        where f.tenant_id = ${house.id} and f.bank_file_id = ${file.bankFileId} group by f.total_amount`;
      const total = String(lines.reduce((sum, { paise }) => sum + paise, 0n));
      assert.deepEqual([total, total], [sum!.items, sum!.total]);
      assert.ok(lines.every(({ fields }) => fields[layout.nameAt]!.length <= 70));
      written += lines.length;
      leftOut += file.excluded.length;
    }),
    { numRuns: 25 },
  );
  assert.ok(written > 100 && leftOut > 20, `both happen: ${written} written, ${leftOut} left out`);
});

Deno.test("a name is written without accents, never begun like a formula, never in half", async () => {
  const written = async (name: string, delimiter = ",", max: number | null = 70) => {
    const [row] = await admin`select payout.bank_text(${name}, ${delimiter}, ${max}) as written`;
    return row!.written;
  };
  assert.equal(await written("José Peña & Søn, Ltd"), "Jose Pena & Son Ltd");
  assert.equal(await written("José Peña & Søn, Ltd", "|"), "Jose Pena & Son, Ltd");
  assert.equal(await written("Straße ‘Ærø’"), "Strasse 'AEro'");
  assert.equal(await written("Line\nBreak  Two"), "Line Break Two");
  assert.equal(await written("Smile 🙂 House™"), "Smile HouseTM");
  assert.equal(await written("ABCDE FGH", ",", 6), "ABCDE");
  for (
    const no of [
      "=1",
      "+1",
      "-1",
      "@x",
      "\tx",
      "\rx",
      " \tx",
      "＝1",
      "＋1",
      "－1",
      "＠x",
      "−1",
      "\u200b=1",
      ",-1",
      "Raj राज",
      "🙂",
      "…",
    ]
  ) {
    assert.equal(await written(no), null, JSON.stringify(no));
  }
});

Deno.test("a reference's check letter breaks at one wrong letter and at two that changed places", async () => {
  const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  const holds = (ref: string) => {
    const sum = [...ref.slice(1)].reverse().reduce((sum, letter, at) => {
      const weighed = letters.indexOf(letter) * (1 + at % 2);
      return sum + Math.floor(weighed / 32) + weighed % 32;
    }, 0);
    return sum % 32 === 0;
  };
  const refs = await admin<{ ref: string }[]>`select payout.payment_ref(n) as ref from generate_series(1, 20000) as n`;
  assert.equal(new Set(refs.map(({ ref }) => ref)).size, 20_000);
  for (const { ref } of refs.slice(0, 200)) {
    assert.match(ref, /^P[0-9A-HJKMNP-TV-Z]{10}$/);
    assert.ok(holds(ref), ref);
    for (let at = 1; at < 11; at++) {
      for (const other of letters) {
        if (other !== ref[at]) assert.ok(!holds(ref.slice(0, at) + other + ref.slice(at + 1)), `${ref} at ${at}`);
      }
      const [a, b] = [ref[at]!, ref[at + 1] ?? ref[at]!];
      // Of neighbours only the first and the last letter of the alphabet may change places unseen.
      const swapped = ref.slice(0, at) + b + a + ref.slice(at + 2);
      if (at < 10 && a !== b && `${a}${b}` !== "0Z" && `${a}${b}` !== "Z0") assert.ok(!holds(swapped), swapped);
    }
  }
});

Deno.test("exports at the same moment never take an invoice twice, in two companies", async () => {
  const ids = await signedInvoices(world, 60, { from: 20_000, month: "2024-04" });
  await signedInvoices(world, 20, { from: 20_000, month: "2024-04", tenant: rival });
  const asks = Array.from({ length: 8 }, (_, i) => {
    const some = ids.filter((_, n) => (n + i) % 3 !== 0);
    return made(i < 5 ? { invoiceIds: i % 2 ? some.toReversed() : some } : { month: "2024-04" });
  });
  const answers = await Promise.allSettled([...asks, made({ month: "2024-04" }, "owner@rival.test")]);
  for (const answer of answers) {
    if (answer.status === "rejected") assert.equal(answer.reason.code, "nothing_to_export", String(answer.reason));
  }
  const [taken] = await admin`
    select count(*)::int as items, count(distinct t.invoice_id)::int as invoices from payout.payout_items as t
    join payout.invoices as i on i.tenant_id = t.tenant_id and i.id = t.invoice_id where i.month = '2024-04' and i.tenant_id = ${house.id}`;
  assert.deepEqual({ ...taken }, { items: 60, invoices: 60 });
  const [crossed] =
    await admin`select count(*)::int as n from payout.payout_items as t join payout.bank_file_log as f on f.id = t.bank_file_id
    where f.tenant_id <> t.tenant_id`;
  assert.equal(crossed!.n, 0);
});

Deno.test("an export killed while it opens accounts, or before its bytes are kept, leaves nothing; the next one finds all", async () => {
  const month = "2024-05";
  const count = 30;
  await made({}).catch(() => {}); // whatever still waits
  await signedInvoices(world, count, { from: 30_000, month });
  const [before] = await admin`select count(*)::int as files from payout.bank_file_log where tenant_id = ${house.id}`;
  for (const stopAt of [1, count / 2, count + 1]) {
    const script = join(import.meta.dirname!, "..", "support", "payout_exporter.ts");
    const args = ["run", "-P=test", "--no-check", script, world.database.appUrl, house.id, String(stopAt)];
    const child = new Deno.Command(Deno.execPath(), { args, stdout: "piped", stderr: "inherit" }).spawn();
    const reader = child.stdout.getReader();
    assert.match(new TextDecoder().decode((await reader.read()).value), /stopped/);
    child.kill("SIGKILL");
    await child.status;
    await reader.cancel();
    const [left] = await admin`
      select (select count(*)::int from payout.bank_file_log where tenant_id = ${house.id}) as files,
        (select count(*)::int from payout.invoices where tenant_id = ${house.id} and month = ${month} and status = 'submitted') as waiting`;
    assert.deepEqual({ ...left }, { files: before!.files, waiting: count }, `killed at box ${stopAt}`);
  }
  assert.equal((await made({ month })).summary.totalInvoices, count, "its locks died with it");
});

Deno.test("after every secret was sealed anew the same bytes come; the reader's role reads neither them nor an account", async () => {
  const ids = await signedInvoices(world, 3, { from: 40_000, month: "2024-06" });
  const { bankFileId } = await made({ invoiceIds: ids });
  const before = await approved(bankFileId);
  const keys = await deriveKeys("another secret of the tests, as long", [testSecret]);
  const { resealed, left } = await resealSecrets(world.workerDb, keys);
  assert.ok(resealed > 3 && left.size === 0, `${resealed} resealed`);
  const onlyNew = await deriveKeys("another secret of the tests, as long");
  const after = await downloadBankFile(await world.context(), onlyNew, bankFileId);
  assert.deepEqual([after.sha256, after.bytes], [before.sha256, before.bytes]);
  await resealSecrets(world.workerDb, await deriveKeys(testSecret, ["another secret of the tests, as long"]));

  const reader = postgres(world.database.readerUrl, { max: 1, onnotice: () => {} });
  try {
    for (
      const column of ["content_encrypted from payout.bank_file_log", "account_encrypted from payout.bank_accounts"]
    ) {
      await assert.rejects(reader.unsafe(`select ${column}`), { code: "42501" }, column);
    }
  } finally {
    await reader.end();
  }
});

Deno.test("a failed payment is tried again once its cause is mended: invoice_not_failed, bank_details_not_changed, reconciliation_unknown", async () => {
  const ids = await signedInvoices(world, 5, { from: 50_000, month: "2024-10" });
  const { bankFileId } = await made({ invoiceIds: ids });
  const fail = (id: string, status: string, failure: string) =>
    admin`
      with i as (update payout.invoices set status = ${status}, failure_class = ${failure}, payment_failure_reason = 'account closed'
        where tenant_id = ${house.id} and invoice_id = ${id} returning id)
      update payout.payout_items as t set status = ${status.toUpperCase()} from i where t.invoice_id = i.id`;
  await fail(ids[0]!, "failed", "payer");
  await fail(ids[1]!, "failed", "partner");
  await fail(ids[2]!, "returned", "partner");
  await changeAccount(world, "DEST-050002", "4400440044");
  const asked = [...ids, "inv_987654"].map((id) => id.replace("inv_", ""));
  const answer = JSON.parse(await retryFailed(await world.context("clerk@house.test"), { invoiceIds: asked }));
  assert.deepEqual(answer.retried.map((one: { invoiceId: string }) => one.invoiceId), [ids[0], ids[2]]);
  assert.deepEqual(answer.refused.map((one: { invoiceId: string; code: string }) => [one.invoiceId, one.code]), [
    [ids[1], "bank_details_not_changed"],
    [ids[3], "invoice_attempt_open"],
    [ids[4], "invoice_attempt_open"],
    ["inv_987654", "invoice_unknown"],
  ]);
  assert.match(answer.refused[0].message, /account closed/);
  const [fresh] = await signedInvoices(world, 1, { from: 50_900 });
  const none = JSON.parse(await retryFailed(await world.context(), { invoiceIds: [fresh!.replace("inv_", "")] }));
  assert.deepEqual(none.refused[0].code, "invoice_not_failed");
  const rivals = await world.api("POST /api/admin/retry-failed", {
    as: "owner@rival.test",
    body: { invoiceIds: [ids[1]] },
  });
  assert.deepEqual(rivals.body.refused[0].code, "invoice_unknown");
  const unknown = await world.api("POST /api/admin/retry-failed", { body: { reconciliationId: "rec_77" } });
  assert.deepEqual([unknown.status, unknown.body.code], [404, "reconciliation_unknown"]);
  assert.equal((await world.api("POST /api/admin/retry-failed", { body: {} })).status, 400);
  const again = await made({ invoiceIds: [ids[0]!] });
  assert.notEqual(again.bankFileId, bankFileId);
});
