import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import fc from "fast-check";
import Papa from "papaparse";
import { type CsvForm, hashFile, readCsv } from "../../domain/payout/csv_rows.ts";
import { Refusal } from "../../domain/shared/refusals.ts";

const form: CsvForm = { required: ["a", "b"], optional: ["c"], maxRows: 100_000 };

async function read(content: string | Uint8Array, more: Partial<CsvForm> = {}) {
  const file = new Blob([content as BlobPart]);
  const [rows, sizes, lines, extras]: [unknown[][], number[], number[], unknown[]] = [[], [], [], []];
  const answer = await readCsv(file, { ...form, ...more }, (batch) => {
    sizes.push(batch.rows.length);
    const [a, b, c] = ["a", "b", "c"].map((name) => batch.column(name));
    rows.push(...batch.rows.map((_, i) => [a![i], b![i], c![i]]));
    lines.push(...batch.lines);
    extras.push(...batch.extras());
    return Promise.resolve();
  });
  return { ...answer, rows, count: answer.rows, sizes, lines, extras };
}

const refused = async (content: string | Uint8Array, code: string, more: Partial<CsvForm> = {}) =>
  await assert.rejects(read(content, more), (error) => error instanceof Refusal && error.code === code, code);

Deno.test("columns are found by name, whatever their case and order; others are kept beside them", async () => {
  const { rows, lines, extras, header } = { header: null, ...await read("B, A ,note\n2,1,x\n4,3,\n") };
  assert.equal(header, null);
  assert.deepEqual(rows, [["1", "2", null], ["3", "4", null]]);
  assert.deepEqual(lines, [2, 3]);
  assert.deepEqual(extras, [{ note: "x" }, null]);
});

Deno.test("byte-order mark, CRLF, lone CR, blank lines and a last line without an end change nothing", async () => {
  const wanted = [["1", "2", null], ["3", "4", null]];
  for (
    const text of [
      "\uFEFFa,b\n1,2\n3,4",
      "a,b\r\n1,2\r\n3,4\r\n",
      "a,b\r1,2\r3,4",
      "\na,b\n\n1,2\n,\n  ,\n3,4\n\n",
      '"a","b"\n"1","2"\r\n3,4',
    ]
  ) assert.deepEqual((await read(text)).rows, wanted, JSON.stringify(text));
});

Deno.test("a quoted field may hold commas, quotes and line ends; the next row's line counts them", async () => {
  const { rows, lines } = await read('a,b\n"x, ""y""\r\nz",2\n3,4\n');
  assert.deepEqual(rows, [['x, "y"\nz', "2", null], ["3", "4", null]]);
  assert.deepEqual(lines, [2, 4]);
});

Deno.test("the hash is of the bytes, and known without reading the rows", async () => {
  const text = "\uFEFFa,b\r\n1,₹2\r\n";
  const expected = createHash("sha256").update(text).digest();
  const answer = await read(text);
  assert.deepEqual(Uint8Array.from(answer.sha256), Uint8Array.from(expected));
  assert.deepEqual(Uint8Array.from(await hashFile(new Blob([text]))), Uint8Array.from(expected));
  assert.equal(answer.size, new TextEncoder().encode(text).length);
});

Deno.test("a file that is no CSV of ours is refused by name", async () => {
  await refused("a,B,b\n1,2,3\n", "csv_column_twice");
  await refused("a,c\n1,2\n", "csv_column_missing");
  await refused("a;b\n1;2\n", "csv_column_missing");
  await refused("a,b\n", "csv_no_rows");
  await refused("", "csv_no_rows");
  await refused("\n\n", "csv_no_rows");
  await refused("a,b\n1,\0\n", "csv_has_nul");
  await refused(Uint8Array.from([0x61, 0x2c, 0x62, 0x0a, 0x4a, 0x6f, 0x73, 0xe9, 0x2c, 0x31, 0x0a]), "csv_not_utf8");
  await refused(Uint8Array.from([0xff, 0xfe, 0x61, 0x00]), "csv_not_utf8");
  await refused(Uint8Array.from([0x61, 0x2c, 0x62, 0x0a, 0x31, 0x2c, 0xe2, 0x82]), "csv_not_utf8");
  await refused('a,b\n1,"2\n3,4\n', "csv_quote_unclosed");
  await refused('a,b\n1,"2"x\n3,4\n', "csv_quote_misplaced");
  await refused('a,b\n1,"' + "x,y\n".repeat(200_000), "csv_quote_unclosed");
  await refused("a,b\n" + "1,2\n".repeat(11), "csv_too_many_rows", { maxRows: 10 });
  assert.equal((await read("a,b\n" + "1,2\n".repeat(10), { maxRows: 10 })).count, 10);
});

Deno.test("a file without a header is read by position, with a delimiter of its own", async () => {
  assert.deepEqual((await read("1|2\n3|4\n", { header: ["b", "a"], delimiter: "|" })).rows, [["2", "1", null], [
    "4",
    "3",
    null,
  ]]);
});

Deno.test("rows come in batches of 5,000 that are waited for, and what is held stays small", async () => {
  const line = `${"x".repeat(200)},1,"₹ ""two"""\n`;
  const file = new Blob(["a,b,c\n", ...Array(100).fill(line.repeat(1_200))]);
  let [running, before, most, seen] = [0, 0, 0, 0];
  const { rows } = await readCsv(file, { ...form, maxRows: 200_000 }, async (batch) => {
    assert.equal(++running, 1);
    await new Promise((resolve) => setTimeout(resolve, 1));
    const { rss } = Deno.memoryUsage();
    if (seen < 60_000) before = Math.max(before, rss);
    else most = Math.max(most, rss);
    assert.ok(batch.column("c").every((value) => value === '₹ "two"'));
    seen += batch.rows.length;
    running--;
  });
  assert.deepEqual([rows, seen], [120_000, 120_000]);
  assert.ok(most - before < 16 * 1024 * 1024, `${Math.round((most - before) / 1048576)} MiB more`);
});

Deno.test("whatever is written as CSV is read back, wherever the pieces of the stream end", async () => {
  const field = fc.string({ unit: fc.constantFrom("a", ",", '"', "\n", "\r\n", " ", "₹", "é", "1") });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(field, field), { minLength: 1, maxLength: 20 }),
      fc.integer({ min: 1, max: 7 }),
      async (given, step) => {
        const bytes = new TextEncoder().encode(Papa.unparse([["a", "b"], ...given], { quotes: true, newline: "\r\n" }));
        const file = { stream: () => ReadableStream.from(pieces(bytes, step)) } as unknown as Blob;
        const wanted = given.map((row) => row.map((one) => one.replace(/\r\n?/g, "\n"))).filter((row) =>
          row.some((one) => one.trim() !== "")
        );
        const rows: unknown[] = [];
        const reading = readCsv(
          file,
          form,
          (batch) => Promise.resolve(void rows.push(...batch.rows.map(({ fields }) => fields))),
        );
        if (wanted.length === 0) {
          return await assert.rejects(reading);
        }
        await reading;
        assert.deepEqual(rows, wanted);
      },
    ),
    { numRuns: 300 },
  );
});

function* pieces(bytes: Uint8Array, step: number) {
  for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step);
}
