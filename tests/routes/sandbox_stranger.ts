import { Buffer } from "node:buffer";
import { constants, createCipheriv, createDecipheriv, createHmac, publicEncrypt, randomBytes } from "node:crypto";

// A client of the sandbox portals as a stranger would write it, from routes/sandbox/README.md alone: nothing of Pakka's own
// client is in it, so that what is documented is what is played.

export interface Credentials {
  readonly gstin: string;
  readonly username: string;
  readonly password: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** An answer: its envelope as it came, and what was sealed in it. */
export interface Told {
  readonly status: number;
  // deno-lint-ignore no-explicit-any -- a test says what it expects of an answer, field by field
  readonly envelope: any;
  // deno-lint-ignore no-explicit-any -- the same
  readonly plain: any;
  /** Codes of a refusal, sorted; empty where it was done. */
  readonly codes: readonly string[];
}

const sealWith = (key: Uint8Array, plain: string | Uint8Array) => {
  const cipher = createCipheriv("aes-256-ecb", key, null);
  return Buffer.concat([cipher.update(Buffer.from(plain as string)), cipher.final()]).toString("base64");
};
const openWith = (key: Uint8Array, sealed: string) => {
  const decipher = createDecipheriv("aes-256-ecb", key, null);
  return Buffer.concat([decipher.update(Buffer.from(sealed, "base64")), decipher.final()]);
};
/** RSA over the base64 of the JSON, then base64 again. */
const sealSignIn = (publicKey: string, plain: unknown) => {
  const inner = Buffer.from(Buffer.from(JSON.stringify(plain)).toString("base64"));
  return publicEncrypt({ key: publicKey, padding: constants.RSA_PKCS1_PADDING }, inner).toString("base64");
};
const readJson = async (response: Response) => {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

/** The invoice portal. */
export function irpStranger(baseUrl: string, signInKey: string, who: Credentials, more: Record<string, string> = {}) {
  const head = { client_id: who.clientId, client_secret: who.clientSecret, Gstin: who.gstin, ...more };
  const json = { "content-type": "application/json" };
  let session: { token: string; key: Uint8Array } | undefined;
  const signIn = async (force = false): Promise<Told> => {
    const appKey = randomBytes(32);
    const plain = {
      UserName: who.username,
      Password: who.password,
      AppKey: appKey.toString("base64"),
      ForceRefreshAccessToken: force,
    };
    const body = JSON.stringify({ Data: sealSignIn(signInKey, plain) });
    const response = await fetch(`${baseUrl}/eivital/v1.04/auth`, {
      method: "POST",
      headers: { ...head, ...json },
      body,
    });
    const told = toldByIrp(response.status, await readJson(response), (data) => data);
    if (told.plain) session = { token: told.plain.AuthToken, key: openWith(appKey, told.plain.Sek) };
    return told;
  };
  const call = async (path: string, body?: unknown): Promise<Told> => {
    if (!session) await signIn();
    const { token, key } = session!;
    const headers = { ...head, ...json, user_name: who.username, AuthToken: token };
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const sent = body === undefined ? {} : { method: "POST", body: JSON.stringify({ Data: sealWith(key, text) }) };
    const response = await fetch(`${baseUrl}${path}`, { headers, ...sent });
    return toldByIrp(response.status, await readJson(response), (data) => JSON.parse(openWith(key, data).toString()));
  };
  return { signIn, get: (path: string) => call(path), post: (path: string, body: unknown) => call(path, body) };
}

// deno-lint-ignore no-explicit-any -- as above
function toldByIrp(status: number, envelope: any, open: (data: any) => unknown): Told {
  const isDone = String(envelope?.Status) === "1";
  // deno-lint-ignore no-explicit-any -- as above
  const codes = isDone ? [] : (envelope?.ErrorDetails ?? []).map((error: any) => error.ErrorCode).toSorted();
  return { status, envelope, plain: isDone ? open(envelope.Data) : null, codes: [...new Set<string>(codes)] };
}

/** The e-way bill portal. */
export function ewbStranger(baseUrl: string, signInKey: string, who: Credentials) {
  const head = {
    "client-id": who.clientId,
    "client-secret": who.clientSecret,
    Gstin: who.gstin,
    "content-type": "application/json",
  };
  let session: { token: string; key: Uint8Array } | undefined;
  const signIn = async (): Promise<Told> => {
    const appKey = randomBytes(32);
    const plain = {
      action: "ACCESSTOKEN",
      username: who.username,
      password: who.password,
      app_key: appKey.toString("base64"),
    };
    const body = JSON.stringify({ Data: sealSignIn(signInKey, plain) });
    const response = await fetch(`${baseUrl}/auth`, { method: "POST", headers: head, body });
    const told = toldByEwb(response.status, await readJson(response), () => null);
    if (told.codes.length === 0) session = { token: told.envelope.authtoken, key: openWith(appKey, told.envelope.sek) };
    return told;
  };
  const call = async (path: string, sent: (key: Uint8Array) => RequestInit): Promise<Told> => {
    if (!session) await signIn();
    const { token, key } = session!;
    const response = await fetch(`${baseUrl}${path}`, { headers: { ...head, authtoken: token }, ...sent(key) });
    return toldByEwb(response.status, await readJson(response), (envelope) => {
      if (envelope.rek === undefined) return JSON.parse(openWith(key, envelope.data).toString());
      const rek = openWith(key, envelope.rek);
      const plain = openWith(rek, envelope.data);
      const hmac = createHmac("sha256", rek).update(plain.toString("base64")).digest("base64");
      if (hmac !== envelope.hmac) throw new Error("the HMAC is not that of the answer");
      return JSON.parse(plain.toString());
    });
  };
  return {
    signIn,
    get: (path: string) => call(path, () => ({})),
    act: (action: string, payload: unknown) =>
      call("/ewayapi", (key) => {
        const text = typeof payload === "string" ? payload : JSON.stringify(payload);
        return { method: "POST", body: JSON.stringify({ action, data: sealWith(key, text) }) };
      }),
  };
}

// deno-lint-ignore no-explicit-any -- as above
function toldByEwb(status: number, envelope: any, open: (envelope: any) => unknown): Told {
  if (String(envelope?.status) === "1") return { status, envelope, plain: open(envelope), codes: [] };
  const { errorCodes = "" } = envelope?.error ? JSON.parse(Buffer.from(envelope.error, "base64").toString()) : {};
  const codes = String(errorCodes).split(",").filter((code) => code !== "");
  return { status, envelope, plain: null, codes: codes.toSorted() };
}
