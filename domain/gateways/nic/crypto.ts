import { Buffer } from "node:buffer";
import { constants, createCipheriv, createDecipheriv, publicEncrypt, randomBytes } from "node:crypto";

/** NIC's RSA-2048 key with PKCS#1 v1.5 padding takes 245 bytes, so the base64 text may have 244 characters. */
const SIGN_IN_MAX_BYTES = 183;

/** Thrown before anything is sent: user name and password together are longer than the portal's key can carry. */
export class SignInTooLong extends Error {
  override readonly name = "SignInTooLong";
  constructor(bytes: number) {
    super(`the sign-in body has ${bytes} bytes, and the portal's key carries ${SIGN_IN_MAX_BYTES}`);
  }
}

/** A new AppKey: 32 random bytes, under which the portal wraps the session key of this sign-in. */
export function newAppKey(): Uint8Array {
  return new Uint8Array(randomBytes(32));
}

/** base64(RSA-PKCS1v1.5(base64(JSON))). Leaving out the inner base64 gets error 5001 from the portal. */
export function sealSignIn(plain: Record<string, unknown>, publicKeyPem: string): string {
  const json = Buffer.from(JSON.stringify(plain), "utf8");
  if (json.length > SIGN_IN_MAX_BYTES) throw new SignInTooLong(json.length);
  const inner = Buffer.from(json.toString("base64"), "ascii");
  return publicEncrypt({ key: publicKeyPem, padding: constants.RSA_PKCS1_PADDING }, inner).toString("base64");
}

/** The session key (SEK): AES-256-ECB under the AppKey. What comes out is the raw key, not base64 once more. */
export function unwrapSessionKey(sek: string, appKey: Uint8Array): Uint8Array {
  const key = decrypt(sek, appKey);
  if (key.length !== 32) throw new Error(`a session key has 32 bytes, this one ${key.length}`);
  return key;
}

/** base64(AES-256-ECB-PKCS7(text)). Business payloads are not base64'd before encryption. */
export function sealPayload(text: string, sessionKey: Uint8Array): string {
  const cipher = createCipheriv("aes-256-ecb", sessionKey, null);
  return Buffer.concat([cipher.update(text, "utf8"), cipher.final()]).toString("base64");
}

/** The text under AES-256-ECB; throws where the key is another one or the text is not UTF-8. */
export function openPayload(data: string, sessionKey: Uint8Array): string {
  return new TextDecoder("utf-8", { fatal: true }).decode(decrypt(data, sessionKey));
}

function decrypt(base64: string, key: Uint8Array): Uint8Array {
  const decipher = createDecipheriv("aes-256-ecb", key, null);
  return new Uint8Array(Buffer.concat([decipher.update(Buffer.from(base64, "base64")), decipher.final()]));
}
