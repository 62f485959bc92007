import { openDatabase } from "../../db/pool.ts";
import { type EwbSettings, type Exchange, makeEwb, type Registration } from "../../domain/gateways/ewb/mod.ts";
import { fixedClock } from "../../domain/shared/context.ts";
import { sandbox, sandboxEwbSite } from "../../routes/sandbox/sandbox.ts";
import { freshDatabase } from "../support/database.ts";

/** Two taxpayers of two companies, as each signs in at the portal, below the turnover of e-invoicing. */
export const seller: Registration = {
  gstin: "27AABCR5678M1ZP",
  username: "API_rachna",
  password: "correct horse battery",
  clientId: "client-of-pakka",
  clientSecret: "client-secret-of-pakka",
};
export const rival: Registration = { ...seller, gstin: "29AABCP1234K1ZF", username: "API_rival" };

/** A bill of an inter-State invoice by road, 980 km, with what a test wants changed. */
export function payload(more: Record<string, unknown> = {}): string {
  return JSON.stringify({
    supplyType: "O",
    subSupplyType: "1",
    subSupplyDesc: "",
    docType: "INV",
    docNo: "INV/26-27/00001",
    docDate: "20/11/2026",
    fromGstin: seller.gstin,
    fromTrdName: "Rachna Traders",
    fromAddr1: "204 Laxmi Estate",
    fromPlace: "Mumbai",
    fromPincode: 400053,
    fromStateCode: 27,
    actFromStateCode: 27,
    toGstin: "29AAGCB7383J1Z4",
    toTrdName: "Rivalry Traders",
    toAddr1: "12 MG Road",
    toPlace: "Bengaluru",
    toPincode: 560001,
    toStateCode: 29,
    actToStateCode: 29,
    transactionType: 1,
    totalValue: 100000.00,
    cgstValue: 0,
    sgstValue: 0,
    igstValue: 18000.00,
    cessValue: 0,
    cessNonAdvolValue: 0,
    otherValue: 0,
    totInvValue: 118000.00,
    transMode: "1",
    transDistance: "980",
    vehicleNo: "MH12AB1234",
    vehicleType: "R",
    itemList: [{
      productName: "Laptop",
      hsnCode: 847130,
      quantity: 2,
      qtyUnit: "NOS",
      igstRate: 18,
      taxableAmount: 100000,
    }],
    ...more,
  });
}

/** The sandbox portal on a port of its own over a fresh database, and a client of it. Close it when the file ends. */
export async function ewbWorld() {
  const database = await freshDatabase();
  const db = openDatabase(database.appUrl, { max: 6 });
  const clock = fixedClock("2026-11-20T10:00:00+05:30");
  for (const { gstin, username, password, clientId: client_id, clientSecret: client_secret } of [seller, rival]) {
    const taxpayer = { gstin, legal_name: username, username, password, client_id, client_secret, turnover: "4000000" };
    await db`select sandbox.register_irp_taxpayer(${db.json(taxpayer)})`;
  }
  const calls: string[] = [];
  const portal = sandbox({ db, clock });
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {}, onError: () => new Response("", { status: 500 }) },
    (request) => (calls.push(new URL(request.url).pathname), portal.fetch(request)),
  );
  const site = await sandboxEwbSite(db, `http://127.0.0.1:${server.addr.port}/sandbox/ewb`);
  const exchanges: Exchange[] = [];
  const client = (over: Partial<EwbSettings> = {}) =>
    makeEwb({ ...site, now: () => clock.now(), onExchange: (exchange) => void exchanges.push(exchange), ...over });
  const fault = async (kind: string, operation: string, params: Record<string, unknown> = {}, times = 1) => {
    await db`insert into sandbox.faults (portal, operation, kind, remaining, params)
      values ('ewb', ${operation}, ${kind}, ${times}, ${db.json(params as never)})`;
  };
  const close = async () => {
    await server.shutdown();
    await db.end({ timeout: 5 });
    await database.drop();
  };
  return { db, clock, site, calls, exchanges, client, fault, close };
}

export type EwbWorld = Awaited<ReturnType<typeof ewbWorld>>;
