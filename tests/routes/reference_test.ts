import assert from "node:assert/strict";
import { send } from "../support/app.ts";
import { openBooks } from "../support/books.ts";
import { challanPurposes } from "../../domain/voucher/kinds/delivery_challan.ts";

const books = await openBooks();
const { house, rival } = books;
Deno.test.afterAll(books.close);

type Row = Record<string, unknown>;
const read = async (table: string, on?: string, as = house): Promise<Row[]> => {
  const { status, body, text } = await send(books.app, `GET /api/reference/${table}${on ? `?on=${on}` : ""}`, {
    token: as.token,
  });
  assert.equal(status, 200, text);
  assert.equal(body.nextCursor, null);
  return body.data;
};
const ratesOn = async (on: string) => (await read("rates", on)).map(({ rate, scope }) => `${rate} ${scope}`);

Deno.test("the rates of a day are those in force on it, each with its notification", async () => {
  const before = await ratesOn("2025-09-21");
  assert.ok(before.includes("12 all") && before.includes("28 all") && !before.includes("40 not_listed"));
  const after = await ratesOn("2025-09-22");
  assert.ok(after.includes("12 listed") && after.includes("28 listed") && after.includes("40 not_listed"));
  assert.ok(!after.includes("12 all"));
  const now = await ratesOn("2026-02-01");
  assert.ok(now.includes("40 all") && !now.some((rate) => rate.startsWith("28")));
  const [brick] = (await read("rates", "2026-11-20")).filter((row) => row.rate === 12);
  assert.deepEqual(brick, {
    rate: 12,
    validFrom: "2025-09-22",
    scope: "listed",
    validTo: null,
    hsnPrefixes: ["6815", "69010010", "69041000", "69051000"],
    notification: "Bricks, blocks and roofing tiles: 14/2025-CT(R)",
  });
});

Deno.test("of amounts that change by steps only the one in force is told", async () => {
  const westBengal = async (on: string) =>
    (await read("e-way-bill-limits", on)).filter((row) => row.stateCode === "19").map((row) => row.valueAbove);
  assert.deepEqual([await westBengal("2018-06-05"), await westBengal("2026-05-31")], [[], [100000]]);
  assert.deepEqual(await westBengal("2026-06-01"), [50000]);
  assert.deepEqual((await read("e-invoice-limits", "2023-07-31")).map((row) => row.turnoverAbove), [100000000]);
  assert.deepEqual((await read("e-invoice-limits", "2023-08-01")).map((row) => row.turnoverAbove), [50000000]);
  assert.deepEqual(await read("e-invoice-limits", "2020-09-30"), []);
  const digits = (rows: Row[]) => rows.map((row) => [row.turnoverAbove, row.b2bDigits, row.b2cDigits]);
  assert.deepEqual(digits(await read("hsn-digit-rules", "2021-03-31")), [[0, 0, 0], [15000000, 2, 2], [
    50000000,
    4,
    4,
  ]]);
  assert.deepEqual(digits(await read("hsn-digit-rules", "2021-04-01")), [[0, 4, 0], [50000000, 6, 6]]);
  const b2cl = async (on: string) => (await read("limits", on)).find((row) => row.name === "b2cl_invoice_value")?.value;
  assert.deepEqual([await b2cl("2024-07-31"), await b2cl("2024-08-01")], [250000, 100000]);
});

Deno.test("what ended is told of its days only: cess, a State code, a currency, the goods of rule 31D", async () => {
  assert.equal((await read("cess-periods", "2025-09-21"))[0]?.hsnPrefixes, null);
  assert.equal((await read("cess-periods", "2026-01-31")).length, 1);
  assert.deepEqual(await read("cess-periods", "2026-02-01"), []);
  const codes = async (table: string, on: string) => (await read(table, on)).map((row) => row.code);
  assert.ok((await codes("states", "2020-07-31")).includes("25"));
  assert.ok(!(await codes("states", "2020-08-01")).includes("25"));
  assert.ok((await codes("currencies", "2025-12-31")).includes("BGN"));
  assert.ok(!(await codes("currencies", "2026-01-01")).includes("BGN"));
  assert.deepEqual(await read("retail-price-goods", "2026-01-31"), []);
  assert.equal((await read("retail-price-goods", "2026-02-01")).length, 1);
});

Deno.test("the day is today in India where none is given", async () => {
  books.clock.set("2026-05-31T18:29:59Z");
  const limit = async () => (await read("e-way-bill-limits")).find((row) => row.stateCode === "19")?.valueAbove;
  assert.equal(await limit(), 100000);
  books.clock.set("2026-05-31T18:30:00Z");
  assert.equal(await limit(), 50000);
  books.clock.set("2026-11-20T06:30:00Z");
});

Deno.test("code lists are whole: States with their UTGST, units, countries, currencies, ports, purposes", async () => {
  const territories = (await read("states")).filter((row) => row.isUnionTerritory).map((row) => row.code);
  assert.deepEqual(territories, ["04", "26", "31", "35", "38", "97"]);
  const countries = new Map((await read("countries")).map((row) => [row.code, row.name]));
  assert.deepEqual([countries.size, countries.get("US"), countries.get("IN")], [
    249,
    "United States of America",
    "India",
  ]);
  assert.ok((await read("currencies")).length > 160);
  assert.ok((await read("ports")).some((row) => row.code === "INNSA1"));
  assert.equal((await read("units")).length, 45);
  const purposes = await read("challan-purposes");
  assert.deepEqual(purposes.map((row) => row.purpose), [...challanPurposes].sort());
  const natures = Object.fromEntries(purposes.map((row) => [row.purpose, row.table13]));
  assert.deepEqual([natures.job_work, natures.sale_on_approval, natures.liquid_gas, natures.sample], [9, 10, 11, 12]);
});

Deno.test("every row of the law says what it rests on", async () => {
  const { body } = await send(books.app, "GET /api/reference", { token: house.token });
  const names: string[] = body.data.map((row: Row) => row.name);
  for (const name of names) {
    // Every row that is told on some day of these is looked at.
    for (const on of ["2017-07-01", "2020-01-01", "2022-12-01", "2025-09-21", "2025-12-31", "2026-11-20"]) {
      for (const row of await read(name, on)) {
        assert.match(String(row.notification ?? ""), /\w{3}/, `${name} ${JSON.stringify(row)}`);
      }
    }
  }
});

Deno.test("every table of the law is listed and can be read", async () => {
  const { body } = await send(books.app, "GET /api/reference", { token: house.token });
  const tables = await books.db`select table_name from information_schema.tables
    where table_schema = 'gst' and table_name <> 'reference_tables' order by table_name`;
  assert.deepEqual(body.data.map((row: Row) => row.name), tables.map((row) => row.table_name.replaceAll("_", "-")));
  for (const { name } of body.data) {
    const [{ count } = { count: 0 }] = await books.db`select count(*)::int as count from gst.reference_rows(${name})`;
    assert.ok(count > 0, `${name} has rows`);
  }
});

Deno.test("what changes between two days is told in their order: what ends, what begins", async () => {
  const changes = async (query: string) => {
    const { body } = await send(books.app, `GET /api/reference/changes${query}`, { token: house.token });
    return body.data.map(({ date, change, table, row }: Row & { row: Row }) => [date, change, table, row.rate ?? null]);
  };
  assert.deepEqual(await changes("?from=2026-01-31&to=2026-02-01"), [
    ["2026-01-31", "ends", "cess-periods", null],
    ["2026-01-31", "ends", "rates", 28],
    ["2026-01-31", "ends", "rates", 40],
    ["2026-02-01", "begins", "rates", 40],
    ["2026-02-01", "begins", "retail-price-goods", null],
  ]);
  assert.deepEqual(await changes(""), [], "nothing that is to come is known today");
  assert.deepEqual(await changes("?from=2026-06-01"), [
    ["2026-06-01", "begins", "e-way-bill-exceptions", null],
    ["2026-06-01", "begins", "e-way-bill-limits", null],
  ]);
});

Deno.test("the law is the same for every company; an unknown table is none, an odd day is refused", async () => {
  assert.deepEqual(await read("rates", "2026-11-20", rival), await read("rates", "2026-11-20"));
  const ask = (path: string, token?: string) => send(books.app, `GET /api/reference${path}`, { token });
  assert.equal((await ask("/refusals", house.token)).status, 404);
  assert.equal((await ask("/core.refusals", house.token)).body.code, "not_found");
  assert.deepEqual(await read("gst.e_invoice_limits"), await read("e-invoice-limits"), "the name in SQL serves too");
  assert.equal((await ask("/rates?on=2026-02-30", house.token)).status, 400);
  assert.equal((await ask("/rates?day=2026-02-01", house.token)).status, 400);
  assert.equal((await ask("/rates")).status, 401);
});
