import assert from "node:assert/strict";
import fc from "fast-check";
import { callJson } from "../../db/call.ts";
import { buyer, computed, consumer, gstinOf, invoice, openBooks, postedTogether } from "../support/books.ts";
import { acting } from "../support/tenants.ts";

const books = await openBooks();
const sez = await books.makeBookkeeper("sez", { registrationType: "sez_unit", pan: "AAACS2222S" });
const exporter = await books.makeBookkeeper("exporter", { luts: ["2026-27"], pan: "AAACE3333E", states: ["29", "04"] });
const { house } = books;
Deno.test.afterAll(books.close);

const one = async (document: unknown, as = house) => (await computed(books, as, [document]))[0]!;
const heads = async (document: unknown, as = house) => {
  const { answer } = await one(document, as);
  const { placeOfSupply, supplyType, supplyCategory, cgstAmount, sgstAmount, igstAmount } = answer;
  return [placeOfSupply, supplyType, supplyCategory, cgstAmount, sgstAmount, igstAmount];
};

Deno.test("R10.1 where the place of supply is the supplier's state, CGST and SGST are charged", async () => {
  assert.deepEqual(await heads(invoice()), ["29", "intra_state", "B2B", 90, 90, 0]);
});

Deno.test("R10.2 where the place of supply is another state, IGST is charged", async () => {
  assert.deepEqual(await heads(invoice({ party: buyer("27") })), ["27", "inter_state", "B2B", 0, 0, 180]);
});

Deno.test("the place of supply given goes before the recipient's state, either way", async () => {
  assert.deepEqual(await heads(invoice({ party: buyer("27"), placeOfSupply: "29" })), [
    "29",
    "intra_state",
    "B2B",
    90,
    90,
    0,
  ]);
  assert.deepEqual(await heads(invoice({ placeOfSupply: "07" })), ["07", "inter_state", "B2B", 0, 0, 180]);
});

Deno.test("a consumer's place of supply is the state on record, else the supplier's own", async () => {
  assert.deepEqual(await heads(invoice({ party: consumer() })), ["29", "intra_state", "B2C", 90, 90, 0]);
  assert.deepEqual(await heads(invoice({ party: consumer({ stateCode: "33" }) })), [
    "33",
    "inter_state",
    "B2C",
    0,
    0,
    180,
  ]);
});

Deno.test("a supply to or by an SEZ is inter-state even within the state", async () => {
  for (const registrationType of ["sez_unit", "sez_developer"]) {
    const party = buyer("29", { registrationType });
    assert.deepEqual(await heads(invoice({ party })), ["29", "inter_state", "SEZWP", 0, 0, 180]);
  }
  assert.deepEqual(await heads(invoice(), sez), ["29", "inter_state", "B2B", 0, 0, 180]);
});

Deno.test("what the masters know of a party stands where the document does not say it", async () => {
  await postedTogether(books, house, [
    invoice({ party: buyer("29", { gstin: gstinOf("29", "AAACZ1111Z"), registrationType: "sez_unit" }) }),
  ]);
  const again = invoice({ party: buyer("29", { gstin: gstinOf("29", "AAACZ1111Z") }) });
  assert.equal((await one(again)).answer.supplyCategory, "SEZWP", "an SEZ unit's GSTIN looks like any other");
  assert.equal((await one(again, sez)).answer.supplyCategory, "B2B", "what another company knows, this one does not");
});

Deno.test("under a letter of undertaking an SEZ is charged nothing; without one on record it is refused", async () => {
  const party = buyer("29", { registrationType: "sez_developer" });
  assert.deepEqual(await heads(invoice({ party, withLut: true }), exporter), ["29", "inter_state", "SEZWOP", 0, 0, 0]);
  assert.deepEqual((await one(invoice({ party, withLut: true }))).codes, ["lut_not_on_record"]);
  const lastYear = invoice({ party, withLut: true, date: "2026-03-31" });
  assert.deepEqual((await one(lastYear, exporter)).codes, ["lut_not_on_record"], "a letter is for one year");
  const otherGstin = invoice({ party, withLut: true, companyGstin: exporter.gstins[1] });
  assert.deepEqual((await one(otherGstin, exporter)).codes, ["lut_not_on_record"], "and for one registration");
  assert.deepEqual((await one(invoice({ withLut: true }), exporter)).codes, ["lut_is_for_sez"]);
});

Deno.test("R10.4 under reverse charge the invoice is marked and charges no tax; the rates stay shown", async () => {
  const { answer } = await one(invoice({ reverseCharge: true }));
  assert.equal(answer.reverseCharge, true);
  assert.deepEqual([answer.cgstAmount, answer.sgstAmount, answer.igstAmount, answer.totalAmount], [0, 0, 0, 1000]);
  assert.equal(answer.lines[0].gstRate, 18);
  assert.deepEqual(answer.ledgerEntries.map((entry: { ledger: string }) => entry.ledger), ["Buyer in 29", "Sales"]);
  assert.equal((await one(invoice())).answer.reverseCharge, false);
});

Deno.test("the registration that supplies is the default one, or the one that is named", async () => {
  assert.equal((await one(invoice(), exporter)).answer.companyGstin, exporter.gstins[0]);
  const chandigarh = await one(invoice({ companyGstin: exporter.gstins[1], party: buyer("04") }), exporter);
  assert.deepEqual([chandigarh.answer.companyGstin, chandigarh.answer.supplyType], [exporter.gstins[1], "intra_state"]);
  const foreign = await one(invoice({ companyGstin: house.gstins[0] }), exporter);
  assert.deepEqual(foreign.codes, ["company_gstin_unknown"], "another company's registration is none");
});

Deno.test("the state head is called UTGST in union territories without a legislature, SGST elsewhere", async () => {
  const print = async (state: string, gstin: string) => {
    const [verdict] = await postedTogether(books, exporter, [invoice({ companyGstin: gstin, party: buyer(state) })]);
    const id = verdict?.answer.id;
    const json = await acting(books.db, exporter.tenantId)((tx) =>
      callJson(tx.sql, "billing.print_document", { p_id: id })
    );
    const { taxHeadLabel, placeOfSupplyName } = JSON.parse(json ?? "{}");
    return [taxHeadLabel, placeOfSupplyName];
  };
  const [karnataka, chandigarh] = exporter.gstins as [string, string];
  assert.deepEqual(await print("04", chandigarh), ["UTGST", "Chandigarh"]);
  assert.deepEqual(await print("29", karnataka), ["SGST", "Karnataka"]);
  const territories = await books
    .db`select code from gst.states where is_union_territory and valid_to is null order by code`;
  assert.deepEqual(territories.map((row) => row.code), ["04", "26", "31", "35", "38", "97"], "not 01, 07 and 34");
});

Deno.test("states that are none are refused where they stand", async () => {
  for (const code of ["00", "25", "28", "39", "95", "98"]) {
    assert.deepEqual((await one(invoice({ placeOfSupply: code }))).codes, ["place_of_supply_unknown"], code);
    assert.deepEqual((await one(invoice({ party: consumer({ stateCode: code }) }))).codes, ["state_unknown"], code);
  }
  const elsewhere = await one(invoice({ party: buyer("27", { stateCode: "29" }) }));
  assert.deepEqual(elsewhere.codes, ["gstin_of_another_state"]);
});

Deno.test("whatever the states are, a document has CGST and SGST or IGST, never both, and the halves are equal", async () => {
  const states = (await books.db`select code from gst.states where is_domestic and valid_to is null`).map((row) =>
    row.code as string
  );
  const place = fc.record({
    party: fc.option(fc.constantFrom(...states), { nil: null }),
    given: fc.option(fc.constantFrom(...states), { nil: null }),
    registered: fc.boolean(),
    sez: fc.boolean(),
    rate: fc.constantFrom(0, 0.25, 5, 18, 40),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(place, { minLength: 1, maxLength: 25 }), async (places) => {
      const documents = places.map(({ party, given, registered, sez, rate }) =>
        invoice({
          party: registered && party
            ? buyer(party, sez ? { registrationType: "sez_unit" } : {})
            : consumer(party ? { stateCode: party } : {}),
          ...(given ? { placeOfSupply: given } : {}),
          lines: [{ ...invoice().lines[0], rate: 777.77, gstRate: rate }],
        })
      );
      const verdicts = await computed(books, house, documents);
      verdicts.forEach(({ answer }, i) => {
        const { party, given, registered, sez, rate } = places[i]!;
        const pos = given ?? party ?? "29";
        const intra = pos === "29" && !(registered && party && sez);
        assert.equal(answer.placeOfSupply, pos);
        assert.equal(answer.supplyType, intra ? "intra_state" : "inter_state");
        assert.equal(answer.cgstAmount, answer.sgstAmount);
        assert.equal(answer.igstAmount > 0, !intra && rate > 0);
        assert.equal(answer.cgstAmount > 0, intra && rate > 0);
      });
    }),
    { numRuns: 20 },
  );
});

Deno.test("a place of supply outside India is refused on a tax invoice, given or the recipient's own", async () => {
  const abroad = { name: "Overseas Buyer", stateCode: "96", address: "1 Harbour Road" };
  for (const document of [invoice({ placeOfSupply: "96" }), invoice({ party: abroad })]) {
    assert.deepEqual((await one(document)).codes, ["place_of_supply_abroad"]);
  }
});
