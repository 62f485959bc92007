import { Buffer } from "node:buffer";
import {
  constants,
  createCipheriv,
  createDecipheriv,
  generateKeyPairSync,
  privateDecrypt,
  randomBytes,
  sign,
} from "node:crypto";
import { computeIrn } from "../../domain/shared/irn.ts";

/**
 * An invoice registration portal of one process, for measuring what stands before it: the real wire with keys of its own,
 * each call answered after 100 ms, no database. What it will be asked to register it is told beforehand (/prepare), so
 * that signing, which is the portal's expense, takes nothing from the processors that are measured. It can be down.
 */
const [port = "0", latency = "100"] = Deno.args;
const pem = {
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
} as const;
const [signInKey, documentKey] = [0, 1].map(() => generateKeyPairSync("rsa", { modulusLength: 2048, ...pem }));
const kid = "5BE0C1A7D3F94E2286A1B7C4D9E0F31275A8B6C4";
const ready = new Map<string, string>();
const registered = new Set<string>();
const sessions = new Map<string, Buffer>();
const seen: { gstin: string; number: string; at: number }[] = [];
let isDown = false;

function seal(plain: string | Buffer, key: Uint8Array): string {
  const cipher = createCipheriv("aes-256-ecb", key, null);
  return Buffer.concat([cipher.update(plain as string), cipher.final()]).toString("base64");
}

function open(data: string, key: Uint8Array): string {
  const decipher = createDecipheriv("aes-256-ecb", key, null);
  return Buffer.concat([decipher.update(Buffer.from(data, "base64")), decipher.final()]).toString("utf8");
}

function jws(data: string): string {
  const header = { alg: "RS256", kid, typ: "JWT" };
  const text = [header, { data, iss: "NIC" }].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");
  return `${text}.${sign("RSA-SHA256", Buffer.from(text), documentKey!.privateKey).toString("base64url")}`;
}

// deno-lint-ignore no-explicit-any -- an INV-01 document, read once
type Document = any;

const keyOf = ({ SellerDtls, DocDtls }: Document) => `${SellerDtls.Gstin} ${DocDtls.Typ} ${DocDtls.No}`;

/** What registering a document answers, but for its session key. */
function registration(document: Document): string {
  const { DocDtls, SellerDtls, BuyerDtls, ValDtls, ItemList } = document;
  const date = DocDtls.Dt.split("/").reverse().join("-");
  const year = Number(date.slice(0, 4)) - (date.slice(5, 7) < "04" ? 1 : 0);
  const financialYear = `${year}-${String(year + 1).slice(2)}`;
  const identity = { gstin: SellerDtls.Gstin, financialYear, documentType: DocDtls.Typ, number: DocDtls.No, date };
  const [Irn, AckDt] = [computeIrn(identity), `${date} 12:00:00`];
  const AckNo = 112_600_000_000_000 + ready.size;
  const qr = {
    SellerGstin: SellerDtls.Gstin,
    BuyerGstin: BuyerDtls.Gstin,
    DocNo: DocDtls.No,
    DocTyp: DocDtls.Typ,
    DocDt: DocDtls.Dt,
    TotInvVal: ValDtls.TotInvVal,
    ItemCnt: ItemList.length,
    MainHsnCode: ItemList[0].HsnCd,
    Irn,
    IrnDt: AckDt,
  };
  const SignedInvoice = jws(JSON.stringify({ AckNo, AckDt, Irn, ...document }));
  return JSON.stringify({ AckNo, AckDt, Irn, SignedInvoice, SignedQRCode: jws(JSON.stringify(qr)), Status: "ACT" });
}

const done = (Data: unknown) => Response.json({ Status: 1, Data, ErrorDetails: null, InfoDtls: null });
const refused = (ErrorCode: string, ErrorMessage: string) =>
  Response.json({ Status: 0, Data: null, ErrorDetails: [{ ErrorCode, ErrorMessage }], InfoDtls: null });

async function signIn(request: Request): Promise<Response> {
  const { Data } = await request.json();
  const key = { key: signInKey!.privateKey, padding: constants.RSA_PKCS1_PADDING };
  const inner = privateDecrypt(key, Buffer.from(Data, "base64")).toString("latin1");
  const { UserName, AppKey } = JSON.parse(Buffer.from(inner, "base64").toString("utf8"));
  const [AuthToken, session] = [randomBytes(12).toString("hex"), randomBytes(32)];
  sessions.set(AuthToken, session);
  const TokenExpiry = new Date(Date.now() + 6 * 3_600_000 + 330 * 60_000).toISOString().slice(0, 19).replace("T", " ");
  return done({ UserName, AuthToken, Sek: seal(session, Buffer.from(AppKey, "base64")), TokenExpiry });
}

async function generate(request: Request, session: Buffer): Promise<Response> {
  const { Data } = await request.json();
  const document = JSON.parse(open(Data, session));
  const key = keyOf(document);
  seen.push({ gstin: document.SellerDtls.Gstin, number: document.DocDtls.No, at: Date.now() });
  if (registered.has(key)) return refused("2150", "Duplicate IRN");
  registered.add(key);
  const answer = ready.get(key) ?? registration(document);
  ready.delete(key);
  return done(seal(answer, session));
}

/** What nobody asks of a real portal: keys, what is to come, how it went, and to be down. */
async function control(request: Request, what: string): Promise<Response> {
  if (what === "/keys") {
    const documentKeys = [{ kid, publicKey: documentKey!.publicKey }];
    return Response.json({ signInKey: signInKey!.publicKey, documentKeys });
  }
  if (what === "/prepare") {
    for (const document of await request.json()) ready.set(keyOf(document), registration(document));
    return Response.json(ready.size);
  }
  if (what === "/down") return Response.json(isDown = await request.json());
  return Response.json(seen.splice(0));
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
Deno.serve({ port: Number(port), hostname: "127.0.0.1", onListen: () => {} }, async (request) => {
  const { pathname } = new URL(request.url);
  if (pathname.startsWith("/control/")) return await control(request, pathname.slice("/control".length));
  await pause(Number(latency));
  if (isDown) return new Response("Service Unavailable", { status: 503 });
  if (pathname.endsWith("/auth")) return await signIn(request);
  const session = sessions.get(request.headers.get("AuthToken") ?? "");
  if (!session) return refused("1005", "Invalid Token");
  if (request.method === "POST" && pathname.endsWith("/Invoice")) return await generate(request, session);
  return refused("2154", "IRN details are not found");
});
