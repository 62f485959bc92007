import * as v from "valibot";

/** JSON with every number kept as the text it was sent as: 15-digit acknowledgements and money survive untouched. */
export function parseExact(text: string): unknown {
  const reviver = (_key: string, value: unknown, context?: { source?: string }) =>
    typeof value === "number" ? context?.source ?? String(value) : value;
  return JSON.parse(text, reviver as (key: string, value: unknown) => unknown);
}

/** The same, or undefined where it is not JSON. */
export function tryExact(text: string): unknown {
  try {
    return parseExact(text);
  } catch {
    return undefined;
  }
}

export type Shape<T> = v.GenericSchema<unknown, T>;

/** Reads a decrypted body in one shape; null where it is not that. Unknown fields are let pass. */
export function readBody<T>(shape: Shape<T>, text: string): T | null {
  const read = v.safeParse(shape, tryExact(text));
  return read.success ? read.output : null;
}
