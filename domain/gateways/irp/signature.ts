import { compactVerify, decodeProtectedHeader, errors, importSPKI, importX509 } from "jose";
import * as v from "valibot";
import { computeIrn, type DocumentIdentity } from "../../shared/irn.ts";
import { type Facts, invoiceData, isSameAmount, qrData, readFacts, tryParse } from "./signed_data.ts";
import { portalDate } from "./wire.ts";

/** A key the portal signs documents with, pinned by configuration. */
export interface PortalKey {
  /** 40 upper-case hex digits: the certificate's SHA-1 thumbprint. */
  readonly kid: string;
  /** SPKI or certificate, PEM. */
  readonly publicKey: string;
}

export interface SignedDocument {
  readonly irn: string;
  readonly signedInvoice: string;
  readonly signedQrCode: string;
}

/** What we sent, which the portal must have signed. */
export interface SignedExpectation extends DocumentIdentity {
  /** GSTIN, or URP for a buyer without one. */
  readonly buyerGstin: string;
  /** Decimal text, as it stood in the payload. */
  readonly total: string;
  readonly itemCount: number;
}

export type SignatureFault =
  | "malformed_token"
  | "algorithm_not_allowed"
  | "key_unknown"
  | "signature_invalid"
  | "malformed_data"
  | "irn_differs"
  | "seller_differs"
  | "buyer_differs"
  | "document_differs"
  | "date_differs"
  | "total_differs"
  | "items_differ";

export type Verification =
  | {
    readonly ok: true;
    readonly irn: string;
    readonly kid: string;
    readonly issuer: string | null;
    /** The signed INV-01 text, and the signed QR text, exactly as the portal signed them. */
    readonly invoiceText: string;
    readonly qrText: string;
    readonly buyerGstin: string;
    /** TotInvVal as the digits the portal signed. */
    readonly total: string;
  }
  | {
    readonly ok: false;
    readonly reason: SignatureFault;
    readonly part: "invoice" | "qr";
    readonly detail: string;
  };

/**
 * Proves that the portal signed this very document: RS256 under a pinned key, our own computation of the IRN, and
 * seller, buyer, number, type, date, total and count of lines as sent. For adopting a document found at the portal the same call says
 * what differs, and the two signed texts are what is kept.
 */
export async function verifySigned(
  document: SignedDocument,
  expected: SignedExpectation,
  keys: readonly PortalKey[],
): Promise<Verification> {
  const irn = computeIrn(expected);
  try {
    const invoice = await open(document.signedInvoice, keys, "invoice");
    const facts = factsOf(readFacts(invoiceData, invoice.text), "invoice");
    compare({ ...facts, irn: document.irn }, expected, irn, "invoice");
    compare(facts, expected, irn, "invoice");
    const qr = await open(document.signedQrCode, keys, "qr");
    compare(factsOf(readFacts(qrData, qr.text), "qr"), expected, irn, "qr");
    const { kid, issuer } = invoice;
    const { buyerGstin, total } = facts;
    return { ok: true, irn, kid, issuer, invoiceText: invoice.text, qrText: qr.text, buyerGstin, total };
  } catch (error) {
    if (error instanceof Untrusted) return error.verdict;
    throw error;
  }
}

type Part = "invoice" | "qr";

class Untrusted extends Error {
  constructor(readonly verdict: Extract<Verification, { ok: false }>) {
    super(verdict.reason);
  }
}

function distrust(reason: SignatureFault, part: Part, detail: string): Untrusted {
  return new Untrusted({ ok: false, reason, part, detail });
}

const claims = v.object({ data: v.string(), iss: v.optional(v.string()) });

async function open(token: string, keys: readonly PortalKey[], part: Part) {
  const key = pinnedKey(token, keys, part);
  const imported = await importedKey(key);
  let payload: Uint8Array;
  try {
    ({ payload } = await compactVerify(token, imported, { algorithms: ["RS256"] }));
  } catch (error) {
    if (error instanceof errors.JWSSignatureVerificationFailed) {
      throw distrust("signature_invalid", part, `not signed by ${key.kid}`);
    }
    throw distrust("malformed_token", part, error instanceof Error ? error.message : String(error));
  }
  const body = v.safeParse(claims, tryParse(new TextDecoder().decode(payload)));
  if (!body.success) throw distrust("malformed_data", part, "the signed payload holds no data text");
  return { kid: key.kid, issuer: body.output.iss ?? null, text: body.output.data };
}

/** Keys of the settings, each read once. */
const importedKeys = new Map<string, ReturnType<typeof importSPKI>>();

function importedKey({ publicKey }: PortalKey) {
  const known = importedKeys.get(publicKey);
  if (known) return known;
  const importing = (publicKey.includes("BEGIN CERTIFICATE") ? importX509 : importSPKI)(publicKey, "RS256");
  importedKeys.set(publicKey, importing);
  importing.catch(() => importedKeys.delete(publicKey));
  return importing;
}

/** The configured key that the token names. A token cannot bring its own key, nor choose an algorithm. */
function pinnedKey(token: string, keys: readonly PortalKey[], part: Part): PortalKey {
  let header: ReturnType<typeof decodeProtectedHeader>;
  try {
    header = decodeProtectedHeader(token);
  } catch {
    throw distrust("malformed_token", part, "no JWS header");
  }
  if (header.alg !== "RS256") throw distrust("algorithm_not_allowed", part, String(header.alg));
  const kid = (header.kid ?? hexOfThumbprint(header.x5t) ?? "").toUpperCase();
  const key = keys.find((candidate) => candidate.kid.toUpperCase() === kid);
  if (!key) throw distrust("key_unknown", part, kid || "no kid");
  return key;
}

function hexOfThumbprint(x5t: string | undefined): string | undefined {
  if (x5t === undefined) return undefined;
  try {
    return Uint8Array.fromBase64(x5t, { alphabet: "base64url" }).toHex();
  } catch {
    return undefined;
  }
}

function factsOf(facts: Facts | null, part: Part): Facts {
  if (facts === null) throw distrust("malformed_data", part, "a field of the signed data is missing");
  return facts;
}

function compare(facts: Facts, expected: SignedExpectation, irn: string, part: Part): void {
  const differs = (reason: SignatureFault, found: string, wanted: string) =>
    distrust(reason, part, `${found} is signed, ${wanted} was sent`);
  if (facts.sellerGstin !== expected.gstin) throw differs("seller_differs", facts.sellerGstin, expected.gstin);
  const found = `${facts.type} ${facts.number.toUpperCase()}`;
  const wanted = `${expected.documentType} ${expected.number.toUpperCase()}`;
  if (found !== wanted) throw differs("document_differs", found, wanted);
  const date = portalDate(expected.date);
  if (facts.date !== date) throw differs("date_differs", facts.date, date);
  if (facts.irn.toLowerCase() !== irn) throw differs("irn_differs", facts.irn, irn);
  if (facts.buyerGstin !== expected.buyerGstin) throw differs("buyer_differs", facts.buyerGstin, expected.buyerGstin);
  if (!isSameAmount(facts.total, expected.total)) throw differs("total_differs", facts.total, expected.total);
  if (Number(facts.itemCount) !== expected.itemCount) {
    throw differs("items_differ", `${facts.itemCount} lines`, String(expected.itemCount));
  }
}
