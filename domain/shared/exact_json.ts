/** JSON text whose numbers are strings of the same digits. Strings stay as they are. */
export function quoteNumbers(json: string): string {
  return json.replace(
    /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g,
    (token) => token.startsWith('"') ? token : `"${token}"`,
  );
}

/** What JSON text holds, each number as the text it was written as: 130000.00 is read as `"130000.00"`, never a float. */
export function readExact<Held>(json: string): Held {
  return JSON.parse(quoteNumbers(json)) as Held;
}
