import assert from "node:assert/strict";
import fc from "fast-check";
import { openDatabase } from "../../db/pool.ts";
import { buyer, checkCharacter, computed, consumer, gstinOf, invoice, openBooks } from "../support/books.ts";

const books = await openBooks();
const reader = openDatabase(books.database.readerUrl, { max: 1 });
Deno.test.afterAll(async () => {
  await reader.end();
  await books.close();
});

const judge = async (gstins: string[]) => {
  const rows = await books.db<{ fault: string | null; kind: string | null }[]>`
    select read.fault, read.kind from unnest(${gstins}::text[]) with ordinality as t(g, n), gst.read_gstin(g) as read order by n`;
  return rows.map(({ fault, kind }) => [fault, kind]);
};
const codes = async (party: Record<string, unknown>) =>
  (await computed(books, books.house, [invoice({ party })]))[0]?.codes;

/** Published numbers and numbers of each kind whose check digit was worked out from the published ones' algorithm. */
const sound: Record<string, string[]> = {
  normal: [
    "27AAPFU0939F1ZV",
    "24AAAAA0000A1Z8",
    "24BBBBB1111B1ZT",
    "27AAACR5055K1Z7",
    "29AAACI4798L1ZU",
    "27AAACH2702H1Z0",
    "33AAACM0033M2ZU",
    "07AAACD0007D1ZK",
    "36AAAFT0036F1ZO",
    "04AAACC0004C1ZW",
    "26AAAHH0026H1ZV",
    "38AAACL0038L1ZJ",
    "97AAACO0097O1ZV",
    "29AAGCB7383J1Z4",
  ],
  tds: ["27MUMA12345A1D7"],
  tcs: ["24AAACE0024E1CV"],
  oidar: ["9917SGP29001OST"],
  uin: ["0717ABC00001UNS"],
  non_resident: ["2725USA00001NRB"],
};

Deno.test("R10.5 every kind of GSTIN is known by its form, and its check character is verified", async () => {
  for (const [kind, gstins] of Object.entries(sound)) {
    assert.deepEqual(await judge(gstins), gstins.map(() => [null, kind]), kind);
  }
  for (const kind of ["normal", "tds", "tcs"]) {
    for (const gstin of sound[kind]!) {
      const wrong = gstin.slice(0, 14) + (gstin[14] === "A" ? "B" : "A");
      assert.deepEqual(await judge([wrong]), [["gstin_check_digit_wrong", kind]], wrong);
    }
  }
  const sandboxes = ["02AMBPG7773M002", "36AMBPG7773M002"];
  assert.deepEqual((await judge(sandboxes)).map(([fault]) => fault), Array(2).fill("gstin_malformed"));
});

Deno.test("a government department's GSTIN is one too", async () => {
  const digit = Array.from("ABCD").map((last) => `29BLR${last}12345A`)
    .flatMap((start) => Array.from("0123456789").map((n) => `${start}${n}Z`))
    .find((first14) => /[0-9]/.test(checkCharacter(first14)));
  assert.ok(digit);
  assert.deepEqual(await judge([digit + checkCharacter(digit)]), [[null, "government"]]);
});

Deno.test("what is no GSTIN is malformed: too short, too long, lower case, letters and digits in the wrong places", async () => {
  const none = [
    "",
    "2",
    "27AAPFU0939F1Z",
    "27AAPFU0939F1ZVV",
    "27aapfu0939f1zv",
    "A7AAPFU0939F1ZV",
    "27AAPF00939F1ZV",
    "27AAPFU0939F0ZV",
    "27AAPFU0939F1CV".replace("1C", "10"),
    "27AAPFU0939F1Z-",
    "२७AAPFU0939F1ZV",
    "27AAPFU0939F1ZV\n",
    "27AAPFU 0939F1Z",
  ];
  for (const gstin of none) assert.equal((await judge([gstin]))[0]?.[0], "gstin_malformed", JSON.stringify(gstin));
});

Deno.test("one mistyped character, or two neighbours exchanged, never passes", async () => {
  const random = fc.tuple(
    fc.constantFrom("01", "07", "19", "27", "29", "33"),
    fc.stringMatching(/^[A-Z]{5}[0-9]{4}[A-Z]$/),
    fc.nat(14),
    fc.nat(35),
  );
  const batch = fc.sample(random, { numRuns: 1500, seed: 20261120 });
  const mistyped = batch.flatMap(([state, pan, at, other]) => {
    const gstin = gstinOf(state, pan);
    const typed = gstin.slice(0, at) + "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[other] + gstin.slice(at + 1);
    const swapped = gstin.slice(0, at) + (gstin[at + 1] ?? "") + gstin[at] + gstin.slice(at + 2);
    return [typed, swapped].filter((wrong) => wrong !== gstin).map((wrong) => ({ gstin, wrong }));
  });
  const faults = await judge(mistyped.map(({ wrong }) => wrong));
  const passed = mistyped.filter((_, i) => faults[i]?.[0] === null);
  // The check is a sum over base 36: 0 and Z exchanged beside each other are all it cannot see.
  assert.deepEqual(passed.filter(({ gstin, wrong }) => !isBlindSpot(gstin, wrong)), []);
  assert.ok(mistyped.length > 2000);
  assert.deepEqual(
    new Set((await judge(batch.map(([state, pan]) => gstinOf(state, pan)))).flat()),
    new Set([null, "normal"]),
  );
});

function isBlindSpot(gstin: string, wrong: string): boolean {
  const differing = [...gstin].map((c, i) => [c, wrong[i]]).filter(([a, b]) => a !== b).flat().sort().join("");
  return differing === "00ZZ";
}

Deno.test("a recipient's GSTIN is refused by name, where it stands, and normalised where it is only written oddly", async () => {
  assert.deepEqual(await codes(buyer("29", { gstin: "29AAGCB7383J1Z5" })), ["gstin_check_digit_wrong"]);
  assert.deepEqual(await codes(buyer("29", { gstin: "29AAGCB7383J1Z" })), ["gstin_malformed"]);
  assert.deepEqual(await codes(buyer("29", { gstin: books.house.gstins[0] })), ["recipient_is_supplier"]);
  const [odd] = await computed(books, books.house, [invoice({ party: buyer("29", { gstin: " 29-aagcb 7383j1z4 " }) })]);
  assert.equal(odd?.answer.party.gstin, "29AAGCB7383J1Z4");
  const [blank] = await computed(books, books.house, [invoice({ party: consumer({ gstin: "  " }) })]);
  assert.equal(blank?.answer.supplyCategory, "B2C");
});

Deno.test("how a party says it is registered agrees with whether it has a GSTIN", async () => {
  assert.deepEqual(await codes(consumer({ registrationType: "regular" })), ["registration_needs_gstin"]);
  assert.deepEqual(await codes(buyer("29", { registrationType: "unregistered" })), ["gstin_of_unregistered"]);
  assert.deepEqual(await codes({ name: "Embassy", gstin: "0717ABC00001UNS" }), []);
  assert.deepEqual(await codes({ name: "Deductor", gstin: "27MUMA12345A1D7" }), []);
  assert.deepEqual(await codes({ name: "Market place", gstin: "24AAACE0024E1CV" }), []);
});

Deno.test("the law's tables are read by every role and written by none, whatever the tenant", async () => {
  for (const sql of [books.db, reader]) {
    assert.equal((await sql`select count(*)::int as n from gst.gstin_formats`)[0]?.n, 7);
    for (const table of ["rates", "states", "limits", "gstin_formats", "hsn_digit_rules", "cess_periods"]) {
      await assert.rejects(sql.unsafe(`delete from gst.${table}`), { code: "42501" });
    }
  }
});
