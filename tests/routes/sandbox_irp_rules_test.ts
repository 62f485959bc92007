import assert from "node:assert/strict";
import { type IrpWorld, irpWorld, payload, rival, seller } from "../gateways/irp_world.ts";

let world: IrpWorld;
Deno.test.beforeAll(async () => void (world = await irpWorld()));
Deno.test.afterAll(() => world.close());

const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name: `sandbox irp: ${name}`, fn, sanitizeOps: false, sanitizeResources: false });
let serial = 0;
const fresh = (text: string) => text.replace(/"No":"[^"]+"/, `"No":"R/${++serial}"`);

/** The codes a payload is refused with, sorted; empty when it was registered. */
async function codes(text: string, registration = seller): Promise<string[]> {
  const outcome = await world.client().generate(registration, fresh(text));
  if (outcome.kind === "done") return [];
  assert.ok(outcome.kind === "refused", JSON.stringify(outcome));
  return [...new Set(outcome.errors.map((error) => error.code))].toSorted();
}
const changed = (name: string, ...changes: [string | RegExp, string][]) =>
  payload((text) => changes.reduce((now, [from, to]) => now.replace(from, to), text), name);
const dated = (text: string, date: string) => text.replace(/"Dt":"[^"]+"/, `"Dt":"${date}"`);

const place = (state: string, pin: number) =>
  `{"LglNm":"Ship to me","Addr1":"1 Road","Loc":"There","Pin":${pin},"Stcd":"${state}"}`;

const rules: [string, string, [string | RegExp, string][]][] = [
  ["2143", "inter_state", [["27AABCR5678M1ZP", "27AAACG2115R1ZH"]]],
  ["2163", "inter_state", [["20/11/2026", "21/11/2026"]]],
  ["2172 2234", "intra_state", [['"CgstAmt":90.00,"SgstAmt":90.00', '"IgstAmt":180.00'], [
    '"CgstVal":90.00,"SgstVal":90.00',
    '"IgstVal":180.00',
  ]]],
  ["2176", "inter_state", [['"847130"', '"8471"']]],
  ["2177", "inter_state", [['"Unit":"NOS"', '"Unit":"XYZ"']]],
  ["2182", "inter_state", [['"AssVal":101234.10', '"AssVal":101236.11']]],
  ["2185", "inter_state", [['"IgstVal":18061.71', '"IgstVal":18064.00']]],
  ["2186", "inter_state", [['"IgstVal":', '"CesVal":5.00,"IgstVal":']]],
  ["2187", "inter_state", [['"IgstVal":', '"StCesVal":5.00,"IgstVal":']]],
  ["2189", "inter_state", [['"TotInvVal":119296.00', '"TotInvVal":119297.01']]],
  ["2193", "inter_state", [['"TotAmt":100000.00', '"TotAmt":100002.01']]],
  ["2194", "inter_state", [['"TotItemVal":1295.81', '"TotItemVal":1297.01']]],
  ["2200 3039", "inter_state", [['"ItemList"', `"ShipDtls":${place("28", 516001)},"ItemList"`]]],
  ["2201", "export", [[/"Port":"[^"]+"/, '"Port":"ZZZZZ9"']]],
  ["2202", "export", [[/"CntCode":"[^"]+"/, '"CntCode":"ZZ"']]],
  ["2203", "export", [[/"ForCur":"[^"]+"/, '"ForCur":"ZZZ"']]],
  ["2236", "export", [['"ItemList"', `"ShipDtls":${place("96", 999999)},"ItemList"`]]],
  ["2264", "inter_state", [
    ['"TotItemVal":1295.81', '"OthChrg":50.00,"TotItemVal":1345.81'],
    ['"TotInvVal":119296.00', '"OthChrg":20.00,"TotInvVal":119366.00'],
  ]],
  ["2212", "inter_state", [["29AAGCB7383J1Z4", "URP"]]],
  ["2225", "inter_state", [["20/11/2026", "31/11/2026"]]],
  ["2227", "intra_state", [['"CgstAmt":90.00', '"CgstAmt":90.50']]],
  ["2233", "inter_state", [['"SlNo":"2"', '"SlNo":"1"']]],
  ["2234", "intra_state", [['"CgstAmt":90.00,"SgstAmt":90.00', '"CgstAmt":92.00,"SgstAmt":92.00'], [
    '"TotItemVal":1180.00',
    '"TotItemVal":1184.00',
  ], ['"CgstVal":90.00,"SgstVal":90.00,"TotInvVal":1180.00', '"CgstVal":92.00,"SgstVal":92.00,"TotInvVal":1184.00']]],
  ["2235", "inter_state", [['"IgstAmt":61.71,"TotItemVal":1295.81', '"IgstAmt":65.00,"TotItemVal":1299.10'], [
    "18061.71",
    "18065.00",
  ], ["119296.00", "119299.00"]]],
  ["2238", "inter_state", [['"Qty":2.000,', ""]]],
  ["2239", "inter_state", [['"Unit":"NOS",', ""]]],
  ["2240", "inter_state", [['"GstRt":5,"IgstAmt":61.71', '"GstRt":4.9,"IgstAmt":61.71']]],
  ["2244", "inter_state", [['"Pin":560001,', ""]]],
  ["2247", "inter_state", [['"SupTyp":"B2B"', '"SupTyp":"SEZWP"']]],
  ["2246", "sez", [['"SupTyp":"SEZWP"', '"SupTyp":"B2B"']]],
  ["2258", "inter_state", [['"Pin":400001,"Stcd":"27"', '"Pin":394230,"Stcd":"24"']]],
  ["2265", "inter_state", [['"Pin":560001,"Stcd":"29"', '"Pin":394230,"Stcd":"24"']]],
  ["2266", "inter_state", [
    ['"GstRt":5,', '"GstRt":5,"CesAmt":50.00,'],
    ['"TotItemVal":1295.81', '"TotItemVal":1345.81'],
    ['"IgstVal":', '"CesVal":50.00,"IgstVal":'],
    ["119296.00", "119346.00"],
  ]],
  ["3028", "inter_state", [["29AAGCB7383J1Z4", "29AAGCB7383J1Z5"]]],
  ["3038", "inter_state", [["560001", "999998"]]],
  ["3039", "inter_state", [["560001", "400001"]]],
];

for (const [code, name, changes] of rules) {
  test(`${code} and nothing else for what breaks only that rule`, async () => {
    assert.deepEqual(await codes(changed(name, ...changes)), code.split(" "));
  });
}

test("the sentences of 2305 and 3038 name the figure and the party; null is not given", async () => {
  const told = async (text: string, who = seller) => {
    const outcome = await world.client().generate(who, fresh(text));
    return outcome.kind === "refused" ? outcome.errors.map((error) => error.message) : [];
  };
  assert.deepEqual(await told(changed("inter_state", ["560001", "999998"])), [
    "Recipient Details:Pincode-999998 does not exists",
  ]);
  await world.db`update sandbox.irp_taxpayers set turnover = 200000000 where gstin = ${seller.gstin}`;
  assert.deepEqual(await told(dated(payload(), "01/10/2026")), [
    "IRN cannot be generated with document date prior to 30 days from today for suppliers with turnover above 10 Cr",
  ]);
  await world.db`update sandbox.irp_taxpayers set turnover = 60000000 where gstin = ${seller.gstin}`;
  assert.deepEqual(await codes(changed("inter_state", ['"Pin":560001', '"Pin":null'])), ["2244"]);
  assert.deepEqual(
    await codes(changed("inter_state", ['"ItemList"', '"ShipDtls":null,"EwbDtls":null,"ItemList"'])),
    [],
  );
});

test("every code the portals' rules can give has its sentence in their lists", async () => {
  const folder = new URL("../../sql/logic/sandbox/functions/", import.meta.url);
  const named = { irp: new Set<string>(), ewb: new Set<string>() };
  for await (const { name } of Deno.readDir(folder)) {
    const text = (await Deno.readTextFile(new URL(name, folder))).replaceAll(/^--.*$/gm, "");
    const isIrp = /irp/.test(name);
    for (const [, code] of text.matchAll(/'(\d{3,4})'/g)) {
      if (isIrp && /^[2-59]\d{3}$/.test(code!)) named.irp.add(code!);
      if (!isIrp && /^[1-8]\d\d$/.test(code!)) named.ewb.add(code!);
    }
  }
  const missing = async (codes: Set<string>, table: string) =>
    (await world.db`select c from unnest(${[...codes]}::text[]) as c
      where not exists (select from sandbox.${world.db(table)} as e where e.code = c)`).map(({ c }) => c);
  assert.ok(named.irp.size > 75 && named.ewb.size > 110, `${named.irp.size} and ${named.ewb.size}`);
  assert.deepEqual(await missing(named.irp, "irp_errors"), []);
  assert.deepEqual(await missing(named.ewb, "ewb_errors"), []);
});

test("the golden payloads pass, and a rupee of tolerance is rounded outward", async () => {
  for (const name of ["inter_state", "intra_state", "sez", "export"]) {
    assert.deepEqual(await codes(payload((t) => t, name)), []);
  }
  assert.deepEqual(await codes(changed("inter_state", ["119296.00", "119297.00"])), []);
  assert.deepEqual(await codes(changed("inter_state", ["119296.00", "119295.00"])), []);
});

test("every violation is told at once, knock-on errors with it", async () => {
  const text = changed("inter_state", ['"IgstAmt":18000.00,"CgstAmt":0.00', '"IgstAmt":18000.00,"CgstAmt":900.00'], [
    '"SlNo":"2"',
    '"SlNo":"1"',
  ]);
  const found = await codes(text);
  for (const code of ["2174", "2184", "2194", "2227", "2233"]) assert.ok(found.includes(code), `${code} in ${found}`);
});

test("rates go by the document's date: 12 and 28 end on 21-09-2025, 40 begins the day after, bricks keep 12", async () => {
  const at = (rate: number, date: string, hsn = "848210") => {
    const half = (1000 * rate / 200).toFixed(2);
    const total = (1000 + 1000 * rate / 100).toFixed(2);
    const text = changed("intra_state", ['"GstRt":18', `"GstRt":${rate}`], ["848210", hsn])
      .replaceAll("1180.00", total).replaceAll(/"(Cgst|Sgst)(Amt|Val)":90.00/g, `"$1$2":${half}`);
    return codes(dated(text, date));
  };
  assert.deepEqual(await at(12, "21/09/2025"), []);
  assert.deepEqual(await at(28, "21/09/2025"), []);
  assert.deepEqual(await at(40, "21/09/2025"), ["2240"]);
  assert.deepEqual(await at(12, "22/09/2025"), ["2240"]);
  assert.deepEqual(await at(28, "22/09/2025"), ["2240"]);
  assert.deepEqual(await at(40, "22/09/2025"), []);
  assert.deepEqual(await at(12, "20/11/2026", "69041000"), []);
});

test("what breaks the schema is refused in the schema's words, and no rule is asked", async () => {
  const outcome = await world.client().generate(
    seller,
    changed("inter_state", ['"Loc":"Mumbai"', '"Loc":"Mu"'], ['"Pin":400001', '"Pin":"400001"'], [
      '"Version":"1.1",',
      "",
    ]),
  );
  assert.ok(outcome.kind === "refused");
  assert.deepEqual(outcome.errors.map((error) => error.message), [
    "The field Version must be given, it is required",
    "The field SellerDtls.Loc must be a string with a minimum length of 3 and a maximum length of 50",
    "The field SellerDtls.Pin must be a number",
  ]);
  for (const text of ["not json", "[]", "null", '{"a":']) {
    assert.equal((await world.client().generate(seller, text)).kind, "refused", text);
  }
});

test("a buyer who is cancelled, the seller itself, a SEZ seller and an old document of a large one are refused", async () => {
  const taxpayer = (more: Record<string, unknown>) =>
    world.db`select sandbox.register_irp_taxpayer(${world.db.json({ legal_name: "Test Works", ...more } as never)})`;
  await taxpayer({ gstin: "29AADCV9876L1Z9", status: "CNL" });
  assert.deepEqual(await codes(changed("inter_state", ["29AAGCB7383J1Z4", "29AADCV9876L1Z9"])), ["3029"]);
  await taxpayer({ gstin: "29AADCV9876L1Z9", status: "CNL", deregistered_on: "2026-11-19" });
  const closing = changed("inter_state", ["29AAGCB7383J1Z4", "29AADCV9876L1Z9"]);
  assert.deepEqual(await codes(closing), ["3074"]);
  assert.deepEqual(await codes(dated(closing, "19/11/2026")), [], "on its last day it still was one");
  await taxpayer({ gstin: "29AADCV9876L1Z9", registered_on: "2026-11-21" });
  assert.deepEqual(await codes(closing), ["3079"]);
  const self = changed("intra_state", ["27AAACG2115R1ZH", "27AABCR5678M1ZP"]);
  assert.deepEqual(await codes(self), ["2211"]);
  const asRival = changed(
    "inter_state",
    ["27AABCR5678M1ZP", rival.gstin],
    ['"Pin":400001,"Stcd":"27"', '"Pin":560002,"Stcd":"29"'],
    [/29AAGCB7383J1Z4/, "27AAACG2115R1ZH"],
    ['"Pos":"29"', '"Pos":"27"'],
    ['"Pin":560001,"Stcd":"29"', '"Pin":411001,"Stcd":"27"'],
  );
  assert.deepEqual(await codes(asRival, rival), []);
  await taxpayer({ gstin: rival.gstin, turnover: "100000000" });
  assert.deepEqual(await codes(dated(asRival, "21/10/2026"), rival), []);
  assert.deepEqual(await codes(dated(asRival, "20/10/2026"), rival), ["2305"]);
  await taxpayer({ gstin: rival.gstin, taxpayer_type: "SEZ" });
  assert.deepEqual(await codes(asRival, rival), ["2231"]);
});
