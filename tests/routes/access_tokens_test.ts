import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { createHmac, createPrivateKey, generateKeyPairSync, sign } from "node:crypto";
import { SignJWT } from "jose";
import { deriveKeys } from "../../domain/shared/keys.ts";
import { openApp, send, type TestApp } from "../support/app.ts";
import { makeCompany, password, signInAs } from "../support/people.ts";

let t: TestApp;
let good: string;
let refreshToken: string;
let tenants: string[];

Deno.test.beforeAll(async () => {
  t = await openApp();
  tenants = [(await makeCompany(t.database, "asha")).tenantId, (await makeCompany(t.database, "bela")).tenantId];
  good = await signInAs(t.app, "owner@asha.test");
  const session = await send(t.app, "POST /api/auth/login", { body: { email: "owner@asha.test", password } });
  refreshToken = session.body.refreshToken;
});
Deno.test.afterAll(async () => await t?.close());

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const decode = (part = "") => JSON.parse(Buffer.from(part, "base64url").toString());
const parts = () => good.split(".") as [string, string, string];
const header = () => decode(parts()[0]);
const claims = () => decode(parts()[1]);

/** Signed with the right key, but saying something else: what only a leak of our own code could make. */
async function signed(change: Record<string, unknown>, headers: Record<string, unknown> = {}): Promise<string> {
  return await new SignJWT({ ...claims(), ...change })
    .setProtectedHeader({ ...header(), ...headers } as never)
    .sign(t.keys.signing.privateKey);
}

/** Signed over exactly these bytes, where a library would not. */
async function signedRaw(head: string, payload: string): Promise<string> {
  const input = `${head}.${payload}`;
  const signature = await crypto.subtle.sign("Ed25519", t.keys.signing.privateKey, new TextEncoder().encode(input));
  return `${input}.${Buffer.from(signature).toString("base64url")}`;
}

async function publicRaw(): Promise<Buffer> {
  return Buffer.from(await crypto.subtle.exportKey("raw", t.keys.signing.publicKey));
}

async function forgeries(): Promise<Record<string, string>> {
  const [head, payload, signature] = parts();
  const now = Math.floor(Date.now() / 1000);
  const hmac = (key: Buffer | string, alg = "HS256") => {
    const input = `${encode({ ...header(), alg })}.${payload}`;
    return `${input}.${createHmac("sha256", key).update(input).digest("base64url")}`;
  };
  const strangers = await deriveKeys("another installation's secret, as long as ours");
  const es256 = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const ecInput = `${encode({ ...header(), alg: "ES256" })}.${payload}`;
  const ecSigned = sign("sha256", Buffer.from(ecInput), {
    key: createPrivateKey(es256.privateKey.export({ type: "pkcs8", format: "pem" })),
    dsaEncoding: "ieee-p1363",
  });
  const none = Object.fromEntries(
    ["none", "None", "NONE", "nOnE", ""].flatMap((alg) => [
      [`alg ${alg || "empty"}, no signature`, `${encode({ ...header(), alg })}.${payload}.`],
      [`alg ${alg || "empty"}, the old signature`, `${encode({ ...header(), alg })}.${payload}.${signature}`],
    ]),
  );
  const otherAlgorithms = Object.fromEntries(
    ["ES256", "RS256", "PS256", "HS512", "ES384", "Ed448", "EdDSA ", "eddsa"]
      .map((alg) => [`alg ${alg} over our signature`, `${encode({ ...header(), alg })}.${payload}.${signature}`]),
  );
  const headers = Object.fromEntries(
    await Promise.all(
      ([
        ["kid a path", { kid: "../../../../dev/null" }],
        ["kid SQL", { kid: "' or 1=1 --" }],
        ["kid of another installation", { kid: strangers.signing.kid }],
        ["kid missing", { kid: undefined }],
        ["kid an array", { kid: [t.keys.signing.kid] }],
        ["typ JWT", { typ: "JWT" }],
        ["typ missing", { typ: undefined }],
        ["jku", { jku: "https://attacker.test/keys" }],
        ["x5u", { x5u: "https://attacker.test/cert" }],
        ["jwk", { jwk: { kty: "OKP", crv: "Ed25519", x: (await publicRaw()).toString("base64url") } }],
        ["x5c", { x5c: ["MIIB"] }],
        ["cty", { cty: "JWT" }],
        ["zip", { zip: "DEF" }],
        ["an unknown header", { admin: true }],
      ] as [string, Record<string, unknown>][]).map(async ([name, change]) => [name, await signed({}, change)]),
    ),
  );
  const changed = Object.fromEntries(
    await Promise.all(
      ([
        ["another audience", { aud: "another-api" }],
        ["an audience of many without ours", { aud: ["a", "b"] }],
        ["no audience", { aud: undefined }],
        ["another issuer", { iss: "https://pakka.attacker.test" }],
        ["no issuer", { iss: undefined }],
        ["expired a second ago", { iat: now - 901, nbf: now - 931, exp: now - 1 }],
        ["no expiry", { exp: undefined }],
        ["an expiry that is text", { exp: "never" }],
        ["good for an hour", { exp: now + 3600 }],
        ["good for ever", { exp: 99999999999 }],
        ["not good yet", { nbf: now + 600 }],
        ["no subject", { sub: undefined }],
        ["a subject that is SQL", { sub: "' or true --" }],
        ["a subject nobody has", { sub: crypto.randomUUID() }],
        ["no tenant", { tid: undefined }],
        ["a tenant that is empty", { tid: "" }],
        ["another tenant with this person", { tid: tenants[1] }],
        ["a tenant nobody has", { tid: crypto.randomUUID() }],
        ["no session", { sid: undefined }],
        ["another session", { sid: crypto.randomUUID() }],
        ["roles that are text", { roles: "owner" }],
        ["no id", { jti: undefined }],
      ] as [string, Record<string, unknown>][]).map(async ([name, change]) => [name, await signed(change)]),
    ),
  );
  return {
    ...none,
    ...otherAlgorithms,
    ...headers,
    ...changed,
    "HS256 with our public key": hmac(await publicRaw()),
    "HS256 with an empty key": hmac(""),
    "EdDSA in name, HMAC in fact": hmac(await publicRaw(), "EdDSA"),
    "ES256 with a key of theirs": `${ecInput}.${ecSigned.toString("base64url")}`,
    "ES256, r = s = 0": `${ecInput}.${Buffer.alloc(64).toString("base64url")}`,
    "an Ed25519 signature of zeros": `${head}.${payload}.${Buffer.alloc(64).toString("base64url")}`,
    "no signature": `${head}.${payload}.`,
    "two parts": `${head}.${payload}`,
    "four parts": `${good}.x`,
    "signed by another installation": await new SignJWT(claims()).setProtectedHeader(header())
      .sign(strangers.signing.privateKey),
    "one bit of the signature": `${head}.${payload}.${signature.startsWith("A") ? "B" : "A"}${signature.slice(1)}`,
    "another payload under the old signature": `${head}.${
      encode({ ...claims(), roles: ["platform_admin"] })
    }.${signature}`,
    "crit": await signedRaw(encode({ ...header(), crit: ["exp"] }), payload),
    "b64 false": await signedRaw(encode({ ...header(), b64: false, crit: ["b64"] }), payload),
    "a payload that is no JSON": await signedRaw(head, Buffer.from("{").toString("base64url")),
    "a payload that is an array": await signedRaw(head, encode([])),
    "a header twice the algorithm": await signedRaw(
      Buffer.from(`{"alg":"EdDSA","alg":"none","typ":"at+jwt","kid":"${t.keys.signing.kid}"}`).toString("base64url"),
      payload,
    ),
    "a refresh token": refreshToken,
    "a JWE": `${encode({ alg: "dir", enc: "A256GCM" })}..${"A".repeat(16)}.${"A".repeat(40)}.${"A".repeat(22)}`,
    "ten megabytes": `${head}.${"A".repeat(10_000_000)}.${signature}`,
    "an API key nobody has": `pk_${"A".repeat(64)}`,
    "an API key too short": "pk_AAAA",
    "unicode": `${head}.${payload}.%E2%82%B9`,
    "nothing much": "x",
  };
}

Deno.test("the good token is good", async () => {
  assert.equal((await send(t.app, "GET /api/auth/me", { token: good })).status, 200);
});

Deno.test("every forged token is 401, says nothing of why, and is a fault of nobody here", async () => {
  const tried = Object.entries(await forgeries());
  assert.ok(tried.length >= 60, `${tried.length} forgeries`);
  for (const [name, token] of tried) {
    const answer = await send(t.app, "GET /api/auth/me", { token });
    assert.equal(answer.status, 401, name);
    assert.ok(["token_not_valid", "token_expired"].includes(answer.body.code), `${name}: ${answer.body.code}`);
    assert.equal(answer.headers.get("www-authenticate"), "Bearer");
  }
  assert.deepEqual(t.logged.filter((line) => line.level === "error"), []);
});

Deno.test("an Authorization header that is not Bearer is no token", async () => {
  for (const authorization of ["", "Basic b3duZXI6eA==", "Bearer", "Bearer a b", good]) {
    const answer = await send(t.app, "GET /api/auth/me", { headers: { authorization } });
    assert.equal(answer.body.code, "token_missing", authorization.slice(0, 20));
  }
});

Deno.test("a token in the query or in a cookie is not looked at", async () => {
  const answer = await send(t.app, `GET /api/auth/me?access_token=${good}`, { headers: { cookie: `token=${good}` } });
  assert.equal(answer.status, 401);
});

Deno.test("a token that is not valid does not keep anybody from signing in", async () => {
  const body = { email: "owner@asha.test", password };
  assert.equal((await send(t.app, "POST /api/auth/login", { token: "stale", body })).status, 200);
});
