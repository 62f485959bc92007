import { invoice } from "./einvoice_world.ts";

/** An INV-01 document, or a part of one. */
export type Payload = Record<string, unknown>;

/** Numbers below n, the same every time for a seed. */
export type Random = (n: number) => number;

/** mulberry32: small, and good enough to choose what to break. */
export function seeded(seed: number): Random {
  let state = seed;
  return (n) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor(((t ^ (t >>> 14)) >>> 0) / 4294967296 * n);
  };
}

const zone = {
  name: "Kandla Textiles SEZ Unit",
  gstin: "24AABCS4321Q1Z8",
  registrationType: "sez_unit",
  address: "Plot 41, Kandla SEZ",
  city: "Gandhidham",
  pincode: "370230",
  stateCode: "24",
};
const pune = {
  name: "Deccan Software Park LLP",
  gstin: "27AAACR5055K1Z7",
  address: "3rd Floor, Baner",
  city: "Pune",
  pincode: "411045",
  stateCode: "27",
};
const overseas = {
  name: "Atlantic Books Inc",
  address: "5 Main Street",
  city: "Boston",
  country: "US",
  registrationType: "overseas",
};
const port = { shippingBillNumber: "1234567", shippingBillDate: "2026-11-18", portCode: "INABG1", countryCode: "US" };
const lines = [
  { description: "Ledger books", hsn: "482010", quantity: 3, unit: "NOS", rate: 33.335, discount: 1.11, gstRate: 18 },
  { description: "Notebook", hsn: "482020", quantity: 7, unit: "NOS", rate: 62.75, gstRate: 5 },
  { description: "Maintenance", hsn: "998713", quantity: 1, unit: "OTH", rate: 1234.567, gstRate: 18 },
];
const abroad = (more: Payload) => invoice({ type: "export_invoice", party: overseas, export: { ...port, ...more } });

/** A document of every supply type the portal knows, and the other shapes of the commonest. */
export const supplyTypes: Record<string, Payload> = {
  B2B: invoice(),
  withinTheState: invoice({ party: pune, lines }),
  severalLines: invoice({ lines }),
  reverseCharge: invoice({ reverseCharge: true, party: pune }),
  SEZWP: invoice({ party: zone }),
  SEZWOP: invoice({ party: zone, withLut: true }),
  EXPWP: abroad({ currency: "USD", exchangeRate: 83.5 }),
  EXPWOP: abroad({ withLut: true, lutArn: "AD290426000001X" }),
  DEXP: invoice({ deemedExport: true }),
};

/** What a document asks for besides, so that half of the documents of a run have an e-way bill to judge. */
export const withBill = (payload: Payload): Payload => ({ ...payload, EwbDtls: { ...road } });

/** Charges told of the first line and of the whole. */
export function withCharges(payload: Payload): Payload {
  const charged = structuredClone(payload) as { ItemList: Payload[]; ValDtls: Payload };
  const more = (of: Payload, key: string, by: number) => void (of[key] = Number(((of[key] as number) + by).toFixed(2)));
  const [line] = charged.ItemList;
  Object.assign(line!, { OthChrg: 50 });
  Object.assign(charged.ValDtls, { OthChrg: 50 });
  more(line!, "TotItemVal", 50);
  more(charged.ValDtls, "TotInvVal", 100);
  return charged as unknown as Payload;
}

/** Every place of a document that holds a text or a number, as the keys that lead to it. */
function leaves(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== "object" || value === null) return [path];
  return Object.entries(value).flatMap(([key, part]) => leaves(part, [...path, key]));
}

/** What a field may be set to that the law or the form does not foresee there. */
const values: Record<string, readonly unknown[]> = {
  SupTyp: ["B2B", "SEZWP", "SEZWOP", "EXPWP", "EXPWOP", "DEXP", "B2C"],
  RegRev: ["Y", "N", "y"],
  IgstOnIntra: ["Y", "N"],
  Typ: ["INV", "CRN", "DBN", "BIL"],
  No: ["0001", "A/1", "INV 1", "a", "A".repeat(17)],
  Dt: ["21/11/2026", "31/11/2026", "01/10/2026", "2026-11-20", "30/02/2026", "21/09/2025"],
  Gstin: [
    "URP",
    "29AAGCB7383J1Z4",
    "29AAGCB7383J1Z5",
    "24AABCS4321Q1Z8",
    "27AABCS1429B1ZU",
    "27AAACR5055K1Z7",
    "27aabcs1429b1zu",
  ],
  Pin: [999999, 400001, 560001, 370230, 999998, 110001, 100000, 12345, "400001"],
  Stcd: ["27", "29", "24", "96", "97", "7", "07", "25", "28", "99", "0"],
  Pos: ["27", "29", "24", "96", "97", "7", "25", "99", "00"],
  HsnCd: ["4820", "482010", "48201010", "482", "998713", "0000", "69041000"],
  Unit: ["NOS", "nos", "XYZ", "OTH", "NO", "KGS1"],
  GstRt: [0, 5, 12, 18, 28, 40, 4.9, 1000],
  IsServc: ["Y", "N", "X"],
  SlNo: ["1", "2", "3", "1a", "1234567"],
  CesRt: [0, 12, 1],
  Port: ["INABG1", "inabg1", "ZZZZZ9", "IN"],
  CntCode: ["US", "ZZ", "usa"],
  ForCur: ["USD", "usd", "ZZZ", "US"],
  TransMode: ["1", "2", "3", "4", "5"],
  VehType: ["O", "R", "X"],
  VehNo: ["MH12AB1234", "mh12ab1234", "NONSENSE", "KA1", "22BH1234AB"],
  TransId: ["29AAGCB7383J1Z4", "29AAGCB7383J1Z5", "29AAGCB"],
  TransDocNo: ["RR/1", "RR 1"],
  TransDocDt: ["20/11/2026", "21/11/2026", "19/11/2026", "31/11/2026", "2026-11-20"],
  Distance: [0, 1, 100, 101, 980, 4001],
};
const texts = ["", "ab", "x".repeat(101), 'a "quoted" one', "back\\slash", "😀", "ok then", 5, {}, []];
const amounts = [-1, 0, 1, 0.01, 999999999999.99, 1e12, 1e15, "1.00", true];
const road = { Distance: 980, TransMode: "1", VehNo: "MH12AB1234", VehType: "R" };
const added: [string[], unknown][] = [
  [["TranDtls", "IgstOnIntra"], "Y"],
  [["ItemList", "0", "CesRt"], 12],
  [["ItemList", "0", "CesAmt"], 50],
  [["ItemList", "0", "CesNonAdvlAmt"], 50],
  [["ItemList", "0", "StateCesRt"], 1],
  [["ItemList", "0", "StateCesAmt"], 50],
  [["ItemList", "0", "OthChrg"], 50],
  [["ItemList", "0", "CgstAmt"], 90],
  [["ItemList", "0", "IgstAmt"], 180],
  [["ValDtls", "CesVal"], 50],
  [["ValDtls", "StCesVal"], 50],
  [["ValDtls", "OthChrg"], 50],
  [["ValDtls", "OthChrg"], 12],
  [["EwbDtls"], road],
  [["EwbDtls"], { ...road, Distance: 0 }],
  [["EwbDtls"], { Distance: 10, TransId: "29AAGCB7383J1Z4" }],
  [["EwbDtls"], { Distance: 10 }],
  [["EwbDtls"], { Distance: 980, TransMode: "2", TransDocNo: "RR1", TransDocDt: "20/11/2026" }],
  [["EwbDtls"], { Distance: 980, TransMode: "4", VehNo: "MH12AB1234", VehType: "R" }],
  [["EwbDtls"], null],
  [["BuyerDtls", "Pin"], null],
  [["ShipDtls"], null],
  [["ShipDtls"], { LglNm: "Ship to me", Addr1: "1", Loc: "Boston", Pin: 999999, Stcd: "96" }],
  [["DispDtls"], { Nm: "From there", Addr1: "1", Loc: "Pune", Pin: 411045, Stcd: "28" }],
  [["DispDtls"], { Nm: "From there", Addr1: "1", Loc: "Bengaluru", Pin: 560001, Stcd: "29" }],
  [["ExpDtls"], { Port: "INABG1", CntCode: "US", ForCur: "USD" }],
  [["ShipDtls"], { LglNm: "Ship to me", Addr1: "1", Loc: "Pune", Pin: 411045, Stcd: "27" }],
  [["ShipDtls"], { LglNm: "Ship to me", Addr1: "1", Loc: "Pune", Pin: 110001, Stcd: "27" }],
  [["DispDtls"], { Nm: "From there", Addr1: "1", Loc: "Pune", Pin: 999998, Stcd: "27" }],
  [["RefDtls"], { PrecDocDtls: [{ InvNo: "0", InvDt: "20/11/2026" }] }],
  [["PayDtls"], { CrDay: 10000 }],
  [["Unknown"], { field: 1 }],
];

/** A copy with one to three fields dropped, changed, overflown or added, and what was done to it. */
export function mutated(valid: Payload, random: Random): { payload: Payload; how: string[] } {
  const payload = structuredClone(valid);
  const how = Array.from({ length: 1 + random(3) }, () => mutate(payload, random));
  return { payload, how };
}

function mutate(payload: Payload, random: Random): string {
  const pick = <T>(from: readonly T[]): T => from[random(from.length)]!;
  const kind = random(10);
  if (kind === 0) {
    const [path, value] = pick(added);
    return put(payload, path, structuredClone(value), "add");
  }
  const bill = payload.EwbDtls ? leaves(payload.EwbDtls, ["EwbDtls"]) : [];
  const path = pick(bill.length > 0 && random(3) === 0 ? bill : leaves(payload));
  if (kind === 1) return put(payload, path, undefined, "drop");
  if (kind === 2) return put(payload, path.slice(0, 1), undefined, "drop");
  const known = values[path.at(-1)!];
  if (known) return put(payload, path, pick(known), "set");
  const now = path.reduce<unknown>((part, key) => (part as Payload)?.[key], payload);
  if (typeof now !== "number") return put(payload, path, pick(texts), "set");
  const value = random(3) === 0
    ? pick(amounts)
    : Math.round((now + pick([-2.01, -1, -0.5, 0.5, 1, 1.01, 2, 100])) * 100) / 100;
  return put(payload, path, value, "set");
}

function put(payload: Payload, path: readonly string[], value: unknown, word: string): string {
  let part: unknown = payload;
  for (const key of path.slice(0, -1)) part = (part as Payload | undefined)?.[key];
  const last = path.at(-1);
  if (typeof part !== "object" || part === null || last === undefined) return "nothing";
  if (value !== undefined) (part as Payload)[last] = value;
  else if (Array.isArray(part)) part.splice(Number(last), 1);
  else delete (part as Payload)[last];
  return `${word} /${path.join("/")} ${JSON.stringify(value)}`;
}
