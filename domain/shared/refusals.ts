/** One thing wrong, where (`/lines/0/hsn`, RFC 6901), and the facts a program needs to mend it. */
export interface RefusalDetail {
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
  readonly facts?: Record<string, unknown>;
}

export type RefusalStatus = 400 | 401 | 403 | 404 | 405 | 409 | 413 | 415 | 422 | 429 | 503;

/** A "no" with a name. Everything Pakka refuses leaves as one of these; routes/problem.ts writes it as RFC 9457. */
export class Refusal extends Error {
  constructor(
    readonly code: string,
    readonly status: RefusalStatus,
    readonly detail: string,
    readonly errors: readonly RefusalDetail[] = [],
    readonly facts: Record<string, unknown> = {},
  ) {
    super(code);
    this.name = "Refusal";
  }
}

interface Declared {
  readonly status: RefusalStatus;
  readonly message: string;
}

/**
 * Declares a context's refusals once. `{name}` in a message is filled from the facts.
 * `const refuse = defineRefusals({ token_expired: { status: 401, message: "…" } }); throw refuse("token_expired")`
 */
export function defineRefusals<const Codes extends Record<string, Declared>>(codes: Codes) {
  const refuse = (code: keyof Codes & string, facts: Record<string, unknown> = {}, pointer?: string): Refusal => {
    const declared = codes[code] as Declared;
    const message = fill(declared.message, facts);
    const errors = pointer === undefined ? [] : [{ pointer, code, message, facts }];
    return new Refusal(code, declared.status, message, errors, facts);
  };
  return Object.assign(refuse, { codes });
}

/** `"{limit} characters at most"` + `{limit: 16}` → `"16 characters at most"`. */
export function fill(message: string, facts: Record<string, unknown>): string {
  return message.replace(/\{(\w+)\}/g, (whole, name) => (name in facts ? String(facts[name]) : whole));
}
