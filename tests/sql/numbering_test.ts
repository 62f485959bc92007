import assert from "node:assert/strict";
import fc from "fast-check";
import { callJson } from "../../db/call.ts";
import { openDatabase } from "../../db/pool.ts";
import { type Refusal } from "../../domain/shared/refusals.ts";
import { type Bookkeeper, buyer, invoice, openBooks, postedTogether } from "../support/books.ts";
import { acting } from "../support/tenants.ts";

const books = await openBooks();
const { house, rival } = books;
Deno.test.afterAll(books.close);

let made = 0;
/** Makes a series; what is not said is of no matter. */
async function makeSeries(more: Record<string, unknown> = {}, as: Bookkeeper = house) {
  const series = {
    voucherType: "tax_invoice",
    name: `series ${++made}`,
    prefix: `S${made}`,
    format: "{PREFIX}/{SEQUENCE}",
    ...more,
  };
  const put = { p_id: null, p_series: series } as never;
  const json = await acting(books.db, as.tenantId, { clock: books.clock })((tx) =>
    callJson(tx.sql, "billing.put_numbering_series", put)
  );
  return JSON.parse(json ?? "null");
}
const fault = (more: Record<string, unknown>) =>
  makeSeries(more).then(() => null, (error: Refusal) => [error.code, error.errors[0]?.pointer]);
/** Posts invoices of these dates in a series and answers their numbers. */
const numbers = async (seriesId: string | null, dates: readonly string[], as = house) =>
  (await postedTogether(books, as, dates.map((date) => invoice({ seriesId, date })))).map(({ answer }) =>
    answer.number ?? answer[0]?.code
  );

Deno.test("R1.1 a voucher type has as many series as are wanted, each with a sequence of its own", async () => {
  const many = await Promise.all(Array.from({ length: 30 }, () => makeSeries()));
  for (const turn of [1, 2]) {
    for (const { id, prefix } of many) assert.deepEqual(await numbers(id, ["2026-11-20"]), [`${prefix}/0000${turn}`]);
  }
  const mixed = await postedTogether(books, house, many.map(({ id }) => invoice({ seriesId: id })));
  assert.deepEqual(
    mixed.map(({ answer }) => answer.number),
    many.map(({ prefix }) => `${prefix}/00003`),
    "in one call",
  );
});

Deno.test("R1.2 a format without PREFIX or without SEQUENCE is refused", async () => {
  assert.deepEqual(await fault({ format: "INV/{SEQUENCE}" }), ["numbering_format_needs_prefix", "/format"]);
  assert.deepEqual(await fault({ format: "{PREFIX}/{FY}" }), ["numbering_format_needs_sequence", "/format"]);
  assert.deepEqual(await fault({ format: "{PREFIX}{SEQUENCE}{SEQUENCE}" }), [
    "numbering_format_repeats_sequence",
    "/format",
  ]);
  assert.deepEqual(await fault({ format: "{PREFIX}{SEQUENCE}{QUARTER}" }), ["numbering_token_unknown", "/format"]);
  for (
    const format of ["{prefix}{SEQUENCE}", "{PREFIX}{ SEQUENCE}", "{PREFIX}{SEQUENCE", "PREFIX SEQUENCE", "{}", ""]
  ) {
    assert.ok(await fault({ format }), format);
  }
});

Deno.test("R1.3 numbers are sequential without gaps, in the order of the call, refused documents taking none", async () => {
  const { id, prefix } = await makeSeries();
  const good = invoice({ seriesId: id });
  const bad = invoice({ seriesId: id, date: "2026-11-21" });
  const verdicts = await postedTogether(books, house, [good, bad, good, bad, bad, good]);
  const found = verdicts.map(({ answer }) => answer.number ?? answer[0].code);
  const future = "invoice_date_in_future";
  assert.deepEqual(found, [`${prefix}/00001`, future, `${prefix}/00002`, future, future, `${prefix}/00003`]);
  const rolledBack = acting(books.db, house.tenantId, { clock: books.clock })(async ({ sql }) => {
    await sql`select * from billing.post_vouchers(${sql.json([{ document: good }] as never)})`;
    throw new Error("undo");
  });
  await assert.rejects(rolledBack, /undo/);
  assert.deepEqual(await numbers(id, ["2026-11-20"]), [`${prefix}/00004`]);
});

Deno.test("R1.4 without a series the default one is used, the registration's own before the common one", async () => {
  const shop = await books.makeBookkeeper("shop", { states: ["29", "27"], pan: "AAACP7777P" });
  const [first, second] = shop.gstins as [string, string];
  const from = async (companyGstin: string) =>
    (await postedTogether(books, shop, [invoice({ companyGstin })]))[0]?.answer.number;
  assert.equal(await from(first), "INV/26-27/00001");
  const west = { prefix: "MH", isDefault: true, companyGstin: second, format: "{PREFIX}/{FY}/{SEQUENCE}" };
  const own = await makeSeries(west, shop);
  assert.equal(await from(second), "MH/26-27/00001");
  assert.equal(await from(first), "INV/26-27/00002");
  const elsewhere = await postedTogether(books, shop, [invoice({ companyGstin: first, seriesId: own.id })]);
  assert.deepEqual(elsewhere[0]?.codes, ["numbering_series_of_another_gstin"]);
  const common = await makeSeries({ prefix: "NEW", isDefault: true }, shop);
  assert.equal(await from(first), "NEW/00001", "the new default");
  const list = await acting(books.db, shop.tenantId)(({ sql }) =>
    sql`select id from billing.numbering_series where is_default and voucher_type = 'tax_invoice' and company_gstin is null`
  );
  assert.deepEqual(list.map((row) => row.id), [common.id], "one default, not two");
});

Deno.test("R1.5 every token is filled: PREFIX YEAR YY MONTH MM SEQUENCE BRANCH COMPANY SEPARATOR, and FY and DD", async () => {
  const cases: [Record<string, unknown>, string][] = [
    [{ prefix: "A", format: "{PREFIX}{SEPARATOR}{YEAR}{SEPARATOR}{SEQUENCE}", separator: "-" }, "A-2026-00001"],
    [{ prefix: "B", format: "{PREFIX}{YY}{MM}{SEQUENCE}", resetFrequency: "monthly" }, "B261100001"],
    [{ prefix: "C", format: "{PREFIX}/{MONTH}{YY}/{SEQUENCE}", resetFrequency: "monthly" }, "C/NOV26/00001"],
    [
      { prefix: "D", format: "{PREFIX}/{BRANCH}/{COMPANY}/{SEQUENCE}", branch: "BLR", company: "ACME" },
      "D/BLR/ACME/00001",
    ],
    [{ prefix: "E", format: "{PREFIX}/{FY}/{SEQUENCE}" }, "E/26-27/00001"],
    [{ prefix: "F", format: "{PREFIX}{YY}{MM}{DD}-{SEQUENCE}", resetFrequency: "daily" }, "F261120-00001"],
    [{ prefix: "G", format: "{SEQUENCE}-{PREFIX}", startNumber: 10000 }, "10000-G"],
    [{ prefix: "h", format: "{PREFIX}{BRANCH}{SEQUENCE}", branch: "blr", padding: 1 }, "HBLR1"],
    [{ prefix: "I", format: "{PREFIX}{SEPARATOR}{SEQUENCE}", padding: 12 }, "I/000000000001"],
    [{ prefix: "J", format: "{PREFIX}{SEQUENCE}", startNumber: 0 }, "J00000"],
    [{ prefix: "K", format: "{PREFIX}{SEQUENCE}", startNumber: 987654, padding: 3 }, "K987654"],
  ];
  for (const [series, wanted] of cases) {
    const { id, nextNumber } = await makeSeries(series);
    assert.equal(nextNumber, wanted);
    assert.deepEqual(await numbers(id, ["2026-11-20"]), [wanted]);
  }
});

Deno.test("R1.6 at its reset a sequence starts anew: financial year, month, day, or never", async () => {
  const days = ["2026-03-31", "2026-04-01", "2026-04-30", "2026-05-01", "2026-05-02", "2026-05-02"];
  const of = async (resetFrequency: string, format: string, startNumber = 1) => {
    const { id } = await makeSeries({ resetFrequency, format, startNumber, padding: 1 });
    return (await numbers(id, days)).map((number) => number.replace(/^S\d+\//, ""));
  };
  assert.deepEqual(await of("yearly", "{PREFIX}/{FY}/{SEQUENCE}"), [
    "25-26/1",
    "26-27/1",
    "26-27/2",
    "26-27/3",
    "26-27/4",
    "26-27/5",
  ]);
  assert.deepEqual(await of("monthly", "{PREFIX}/{MM}/{SEQUENCE}", 7), [
    "03/7",
    "04/7",
    "04/8",
    "05/7",
    "05/8",
    "05/9",
  ]);
  assert.deepEqual(await of("daily", "{PREFIX}/{MM}{DD}/{SEQUENCE}"), [
    "0331/1",
    "0401/1",
    "0430/1",
    "0501/1",
    "0502/1",
    "0502/2",
  ]);
  assert.deepEqual(await of("never", "{PREFIX}/{SEQUENCE}"), ["1", "2", "3", "4", "5", "6"]);
});

Deno.test("a document of an old period goes on where that period stood, after the new one has begun", async () => {
  const { id } = await makeSeries({ prefix: "BACK", format: "{PREFIX}/{FY}/{SEQUENCE}", padding: 3 });
  assert.deepEqual(await numbers(id, ["2026-03-30", "2026-03-31"]), ["BACK/25-26/001", "BACK/25-26/002"]);
  assert.deepEqual(await numbers(id, ["2026-04-01"]), ["BACK/26-27/001"]);
  assert.deepEqual(await numbers(id, ["2026-03-15", "2026-04-02", "2026-03-31"]), [
    "BACK/25-26/003",
    "BACK/26-27/002",
    "BACK/25-26/004",
  ]);
});

Deno.test("a call that opens a period beside one that stands loses no number of either", async () => {
  const { id } = await makeSeries({ prefix: "OPEN", format: "{PREFIX}/{FY}/{SEQUENCE}", padding: 1 });
  const other = await makeSeries({ prefix: "OTHER", padding: 1 });
  await numbers(id, ["2026-11-20", "2026-11-20"]);
  const documents = [
    invoice({ seriesId: id }),
    invoice({ seriesId: id, date: "2026-03-31" }),
    invoice({ seriesId: other.id }),
    invoice({ seriesId: id }),
  ];
  const verdicts = await postedTogether(books, house, documents);
  assert.deepEqual(verdicts.map(({ answer }) => answer.number), [
    "OPEN/26-27/3",
    "OPEN/25-26/1",
    "OTHER/1",
    "OPEN/26-27/4",
  ]);
  assert.deepEqual(await numbers(id, ["2026-11-20", "2026-03-31"]), ["OPEN/26-27/5", "OPEN/25-26/2"]);
});

Deno.test("the year turns at midnight in India, whatever the zone of the server's session", async () => {
  const sessions = ["UTC", "Asia/Kolkata", "America/Los_Angeles", "Pacific/Kiritimati"];
  for (const [turn, zone] of sessions.entries()) {
    const { id } = await makeSeries({ prefix: `TZ${turn}`, format: "{PREFIX}/{FY}/{SEQUENCE}", padding: 1 });
    const at = async (instant: string, date: string) => {
      books.clock.set(instant);
      const rows = await acting(books.db, house.tenantId, { clock: books.clock })(async ({ sql }) => {
        await sql`select set_config('TimeZone', ${zone}, true)`;
        const docs = [{ document: invoice({ seriesId: id, date }) }];
        return await sql`select answer from billing.post_vouchers(${sql.json(docs as never)})`;
      });
      const answer = JSON.parse(rows[0]?.answer);
      return answer.number ?? answer[0].code;
    };
    assert.equal(await at("2026-03-31T18:29:59.999Z", "2026-03-31"), `TZ${turn}/25-26/1`, zone);
    assert.equal(await at("2026-03-31T18:29:59.999Z", "2026-04-01"), "invoice_date_in_future", zone);
    assert.equal(await at("2026-03-31T18:30:00Z", "2026-04-01"), `TZ${turn}/26-27/1`, zone);
    assert.equal(await at("2026-03-31T18:30:00Z", "2026-03-31"), `TZ${turn}/25-26/2`, zone);
  }
  books.clock.set("2026-11-20T06:30:00Z");
});

Deno.test("R1.7 no number has more than 16 characters, of A-Z 0-9 / -, and none begins with 0 / -", async () => {
  assert.deepEqual(await fault({ prefix: "LONGPREFIX", format: "{PREFIX}/{FY}/{SEQUENCE}" }), [
    "numbering_format_too_long",
    "/format",
  ]);
  assert.equal(await fault({ prefix: "TEN4567890", format: "{PREFIX}/{SEQUENCE}" }), null, "exactly sixteen");
  assert.deepEqual(await fault({ prefix: "ELEVEN78901", format: "{PREFIX}/{SEQUENCE}" }), [
    "numbering_format_too_long",
    "/format",
  ]);
  for (const prefix of ["0A", "/A", "-A"]) {
    assert.deepEqual(await fault({ prefix }), ["numbering_starts_wrongly", "/prefix"]);
  }
  for (
    const more of [{ prefix: "A B" }, { prefix: "₹" }, { prefix: "A.B" }, {
      separator: "#",
      format: "{PREFIX}{SEPARATOR}{SEQUENCE}",
    }]
  ) {
    assert.deepEqual((await fault(more))?.[0], "numbering_characters_not_allowed", JSON.stringify(more));
  }
  for (
    const more of [{ prefix: "{YY}" }, { prefix: "X{SEQUENCE}" }, {
      branch: "{PREFIX}",
      format: "{PREFIX}{BRANCH}{SEQUENCE}",
    }]
  ) {
    assert.deepEqual((await fault(more))?.[0], "numbering_characters_not_allowed", "a token is no part of a prefix");
  }
  assert.deepEqual(await fault({ prefix: "A", resetFrequency: "monthly" }), [
    "numbering_reset_repeats_numbers",
    "/format",
  ]);
  assert.deepEqual(await fault({ prefix: "A", resetFrequency: "daily", format: "{PREFIX}{MM}{SEQUENCE}" }), [
    "numbering_reset_repeats_numbers",
    "/format",
  ]);
});

Deno.test("a series that has outgrown its sixteen characters is refused and stays as it is", async () => {
  const { id } = await makeSeries({
    prefix: "TEN456789X",
    padding: 4,
    startNumber: 99_998,
    format: "{PREFIX}/{SEQUENCE}",
  });
  assert.deepEqual(await numbers(id, ["2026-11-20", "2026-11-20"]), ["TEN456789X/99998", "TEN456789X/99999"]);
  for (let attempt = 1; attempt <= 2; attempt++) {
    await assert.rejects(numbers(id, ["2026-11-20"]), (refusal: Refusal) => {
      assert.deepEqual([refusal.code, refusal.status], ["numbering_series_exhausted", 409]);
      assert.deepEqual(refusal.facts, { number: "TEN456789X/100000" });
      return true;
    });
  }
  const [counter] = await acting(books.db, house.tenantId)(({ sql }) =>
    sql`select next_number::int from billing.numbering_counters where series_id = ${id}`
  );
  assert.equal(counter?.next_number, 100_000);
});

Deno.test("two series that would write the same numbers are refused, also when both are made at once", async () => {
  const { name } = await makeSeries({ prefix: "TWIN", format: "{PREFIX}/{SEQUENCE}" });
  assert.deepEqual(await fault({ prefix: "T", branch: "WIN", format: "{PREFIX}{BRANCH}/{SEQUENCE}" }), [
    "numbering_series_collides",
    "/format",
  ]);
  assert.deepEqual(await fault({ name, prefix: "NOTWIN" }), ["numbering_series_exists", "/name"]);
  const racers = await Promise.all(Array.from({ length: 8 }, () => fault({ prefix: "RACE" })));
  const sorted = racers.map((found) => found?.[0] ?? "made").sort();
  assert.deepEqual(sorted, ["made", ...Array(7).fill("numbering_series_collides")]);
});

Deno.test("R1.8 no number is given twice: a series that comes upon one is refused by name, and nothing is stored", async () => {
  const years = await makeSeries({ prefix: "DUP", format: "{PREFIX}/{FY}/{SEQUENCE}", padding: 2 });
  const fixed = await makeSeries({ prefix: "DUP/26", format: "{PREFIX}-27/{SEQUENCE}", padding: 2 });
  assert.deepEqual(await numbers(years.id, ["2026-11-20"]), ["DUP/26-27/01"]);
  await assert.rejects(numbers(fixed.id, ["2026-11-20"]), (refusal: Refusal) => {
    assert.deepEqual([refusal.code, refusal.status], ["numbering_series_collides", 409]);
    return true;
  });
  const twice = await acting(books.db, house.tenantId)(({ sql }) =>
    sql`select company_gstin, financial_year, upper(number) from billing.vouchers group by 1, 2, 3 having count(*) > 1`
  );
  assert.equal(twice.length, 0);
  const [unique] = await books.db`
    select pg_get_constraintdef(oid) as of from pg_constraint where conname = 'vouchers_number_is_unique_a_gstin_a_year'`;
  assert.equal(unique?.of, "UNIQUE (tenant_id, company_gstin, financial_year, number)");
});

Deno.test("R1.9 numbers are taken under a row lock: whoever comes second waits, and takes what the first gave back", async () => {
  const { id, prefix } = await makeSeries();
  await numbers(id, ["2026-11-20"]);
  const docs = [{ document: invoice({ seriesId: id }) }];
  const order: string[] = [];
  const act = acting(books.db, house.tenantId, { clock: books.clock });
  let release = () => {};
  const held = new Promise<void>((resolve) => release = resolve);
  let locked = () => {};
  const isLocked = new Promise<void>((resolve) => locked = resolve);
  const first = act(async ({ sql }) => {
    await sql`select * from billing.post_vouchers(${sql.json(docs as never)})`;
    locked();
    await held;
    order.push("first lets go");
    throw new Error("undo");
  }).catch(() => {});
  await isLocked;
  const second = numbers(id, ["2026-11-20"]).then((given) => {
    order.push("second is posted");
    return given;
  });
  await waitsForLock();
  release();
  await first;
  assert.deepEqual(await second, [`${prefix}/00002`]);
  assert.deepEqual(order, ["first lets go", "second is posted"]);
});

async function waitsForLock(): Promise<void> {
  for (let turn = 0; turn < 200; turn++) {
    const [row] = await books.db`select 1 from pg_locks where not granted and locktype in ('transactionid', 'tuple')`;
    if (row) return;
    await new Promise((wake) => setTimeout(wake, 10));
  }
  assert.fail("nobody waits");
}

Deno.test("sixty-four at once that open a year, on connections of their own, make one counter and no gap", async () => {
  const wide = openDatabase(books.database.appUrl, { max: 16 });
  const series = await makeSeries({ prefix: "YEAR", format: "{PREFIX}/{FY}/{SEQUENCE}", padding: 2 });
  try {
    for (const date of ["2025-04-01", "2026-04-01"]) {
      const given = await Promise.all(Array.from({ length: 64 }, async (_, i) => {
        const documents = [invoice({ seriesId: series.id, date, party: buyer("29", { name: `Racer ${i % 8}` }) })];
        const [verdict] = await postedTogether({ db: wide, clock: books.clock }, house, documents);
        return verdict?.answer.number;
      }));
      const year = date.slice(0, 4) === "2025" ? "25-26" : "26-27";
      const wanted = Array.from({ length: 64 }, (_, i) => `YEAR/${year}/${String(i + 1).padStart(2, "0")}`);
      assert.deepEqual(given.sort(), wanted);
    }
  } finally {
    await wide.end();
  }
});

Deno.test("two calls that name two series in opposite order do not deadlock", async () => {
  const wide = openDatabase(books.database.appUrl, { max: 8 });
  const [one, two] = [await makeSeries(), await makeSeries()];
  try {
    const calls = Array.from({ length: 80 }, (_, i) => {
      const ids = i % 2 ? [one.id, two.id] : [two.id, one.id];
      const dates = i % 3 ? ["2026-11-20", "2026-03-31"] : ["2026-03-31", "2026-11-20"];
      return postedTogether(
        { db: wide, clock: books.clock },
        house,
        ids.flatMap((seriesId) => dates.map((date) => invoice({ seriesId, date }))),
      );
    });
    const verdicts = (await Promise.all(calls)).flat();
    assert.equal(verdicts.filter(({ outcome }) => outcome === "posted").length, 320);
  } finally {
    await wide.end();
  }
  await assertGapless(house);
});

Deno.test("R1.10 every number given stands in the history with its moment, its voucher and who asked for it", async () => {
  const { id, prefix } = await makeSeries();
  const before = Date.now();
  const verdicts = await postedTogether({ db: books.db, clock: { now: () => new Date(), injected: false } }, house, [
    invoice({ seriesId: id }),
    invoice({ seriesId: id }),
  ]);
  const history = await acting(books.db, house.tenantId)(({ sql }) =>
    sql`select number, sequence::int, period, voucher_id, generated_at, generated_by from billing.numbering_history
        where series_id = ${id} order by sequence`
  );
  assert.deepEqual(
    history.map((
      { number, sequence, period, voucher_id, generated_by },
    ) => [number, sequence, period, voucher_id, generated_by]),
    verdicts.map(({ answer }, i) => [`${prefix}/0000${i + 1}`, i + 1, "2026-27", answer.id, house.userId]),
  );
  for (const { generated_at } of history) {
    assert.ok(generated_at.getTime() >= before - 1 && generated_at.getTime() <= Date.now());
  }
  await assertGapless(house);
});

Deno.test("R13.4 the history of numbers is append-only, and later numbers have later moments", async () => {
  const act = acting(books.db, house.tenantId);
  for (const change of ["update billing.numbering_history set number = 'X'", "delete from billing.numbering_history"]) {
    await assert.rejects(act(({ sql }) => sql.unsafe(change)), { code: "42501" });
  }
  const { id } = await makeSeries();
  const clock = { now: () => new Date(), injected: false };
  await Promise.all(
    Array.from({ length: 20 }, () => postedTogether({ db: books.db, clock }, house, [invoice({ seriesId: id })])),
  );
  const inversions = await act(({ sql }) =>
    sql`select 1 from billing.numbering_history a join billing.numbering_history b
          on b.series_id = a.series_id and b.period = a.period and b.sequence = a.sequence + 1
        where a.series_id = ${id} and b.generated_at < a.generated_at`
  );
  assert.equal(inversions.length, 0);
});

Deno.test("R15.5 companies have their series and their numbers to themselves", async () => {
  const mine = await makeSeries({ prefix: "SAME" });
  const theirs = await makeSeries({ prefix: "SAME" }, rival);
  assert.deepEqual(await numbers(mine.id, ["2026-11-20"]), ["SAME/00001"]);
  assert.deepEqual(await numbers(theirs.id, ["2026-11-20"], rival), ["SAME/00001"]);
  assert.deepEqual(await numbers(mine.id, ["2026-11-20"], rival), ["numbering_series_unknown"]);
  const seen = await acting(books.db, rival.tenantId)(({ sql }) =>
    sql`select distinct series_id from billing.numbering_history`
  );
  assert.deepEqual(seen.map((row) => row.series_id), [theirs.id]);
  await assertGapless(rival);
});

Deno.test("any series that is accepted writes lawful numbers on any day; a preview writes the same", async () => {
  const token = fc.constantFrom(
    "{YEAR}",
    "{YY}",
    "{MONTH}",
    "{MM}",
    "{DD}",
    "{FY}",
    "{BRANCH}",
    "{COMPANY}",
    "{SEPARATOR}",
    "/",
    "-",
  );
  const word = fc.stringMatching(/^[A-Z0-9/-]{0,4}$/);
  const series = fc.record({
    voucherType: fc.constant("tax_invoice"),
    prefix: fc.stringMatching(/^[A-Za-z0-9/-]{1,4}$/),
    format: fc.array(token, { maxLength: 4 }).map((tokens) => `{PREFIX}${tokens.join("")}{SEQUENCE}`),
    separator: fc.constantFrom("/", "-", "--"),
    branch: word,
    company: word,
    startNumber: fc.integer({ min: 0, max: 2000 }),
    padding: fc.integer({ min: 1, max: 6 }),
    resetFrequency: fc.constantFrom("never", "yearly", "monthly", "daily"),
  });
  const days = ["2025-04-01", "2026-02-28", "2026-03-31", "2026-04-01", "2026-11-20"];
  let accepted = 0;
  await fc.assert(
    fc.asyncProperty(series, async (sent) => {
      const act = acting(books.db, house.tenantId, { clock: books.clock });
      const ask = (p_date: string) =>
        act((tx) => callJson(tx.sql, "billing.preview_numbering", { p_series: sent, p_date } as never));
      const previews = await Promise.all(days.map(async (day) => JSON.parse(await ask(day) ?? "{}")));
      if (previews[0].refusals.length > 0) return;
      accepted++;
      for (const { numbers } of previews) {
        for (const number of numbers) assert.match(number, /^[A-Z1-9][A-Z0-9/-]{0,15}$/);
      }
      const all = previews.flatMap(({ numbers }) => numbers);
      if (all.length < 25) return; // it outgrows its sixteen characters within five numbers
      if (sent.resetFrequency === "monthly" || sent.resetFrequency === "daily") {
        assert.equal(new Set(all.slice(15)).size, 10, "within a year no reset repeats a number");
      }
    }),
    {
      numRuns: 150,
      examples: [[{
        voucherType: "tax_invoice",
        prefix: "1//-",
        format: "{PREFIX}{YEAR}{MONTH}{YEAR}{SEQUENCE}",
        separator: "/",
        branch: "",
        company: "",
        startNumber: 6,
        padding: 1,
        resetFrequency: "never",
      }]],
    },
  );
  assert.ok(accepted > 20, `${accepted} accepted`);
});

/** Of one company: every series' numbers of a period run from the start to where its counter stands, each on one voucher. */
async function assertGapless(as: Bookkeeper): Promise<void> {
  const faults = await acting(books.db, as.tenantId)(({ sql }) =>
    sql`select c.series_id, c.period, c.next_number, count(h.id), min(h.sequence), max(h.sequence)
        from billing.numbering_counters c
        join billing.numbering_series s on s.id = c.series_id
        left join billing.numbering_history h on h.series_id = c.series_id and h.period = c.period
        left join billing.vouchers v on v.id = h.voucher_id and v.number = h.number
        group by c.series_id, c.period, c.next_number, s.start_number
        having count(h.id) <> c.next_number - s.start_number or count(v.id) <> count(h.id)
          or min(h.sequence) <> s.start_number or max(h.sequence) <> c.next_number - 1`
  );
  assert.deepEqual([...faults], []);
}
