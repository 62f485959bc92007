export { folderStore } from "./folder.ts";
export { type S3Place, s3Store } from "./s3.ts";

/** How a store took an object. `retry`: nothing is certain, and putting the same again is harmless. `refused`: a person. */
export type Put =
  /** It lies there, whole; `already`: the same bytes did before. */
  | { readonly outcome: "done"; readonly already: boolean }
  | NotDone;

/** What lies under a key. */
export type Got =
  | { readonly outcome: "done"; readonly bytes: Uint8Array }
  /** The store answers, and has no such object. */
  | { readonly outcome: "missing" }
  | NotDone;

export interface NotDone {
  readonly outcome: "retry" | "refused";
  /** For the operator; holds no secret. */
  readonly why: string;
}

/**
 * Where documents lie, by key: `a/b/c.pdf`, of letters, digits, `.`, `_` and `-`. What was put is never overwritten: other
 * bytes under the same key are refused. Objects are at most 32 MiB.
 */
export interface ObjectStore {
  put(key: string, bytes: Uint8Array, mediaType: string): Promise<Put>;
  get(key: string): Promise<Got>;
  /** Where it is, for logs: `folder .data/objects`, `s3 books at https://…`. */
  describe(): string;
}
