import type { Fault } from "../faults.ts";
import type { KeyPair } from "./keys.ts";
import { type ExactJson, readExact } from "./sign.ts";
import type { World } from "./world.ts";

/** One signed-in request for a document. */
export interface DocumentCall {
  readonly world: World;
  readonly signing: KeyPair;
  readonly gstin: string;
  readonly now: Date;
  readonly fault: Fault | null;
}

export function readRequest(text: string): ExactJson | null {
  try {
    const request = readExact(text);
    return typeof request === "object" && request !== null ? request : null;
  } catch {
    return null;
  }
}

export function schemaFault(sentences: readonly string[]) {
  return sentences.map((ErrorMessage) => ({ ErrorCode: "5002", ErrorMessage }));
}
