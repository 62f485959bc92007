/** JSON of the domain with its money as the text it came as: `130000.00` stays `"130000.00"`, a count stays a number. */
export function exact<T>(json: string): T {
  return JSON.parse(json, keepMoney as never) as T;
}

function keepMoney(_key: string, value: unknown, { source }: { readonly source?: string }): unknown {
  return typeof value === "number" && source?.includes(".") ? source : value;
}
