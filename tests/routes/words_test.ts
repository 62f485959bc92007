import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import Papa from "papaparse";
import { refuse as coreRefuse } from "../../domain/core/refusals.ts";
import { refuse as payoutRefuse } from "../../domain/payout/refusals.ts";
import { en, type Words } from "../../routes/portal/words/en.ts";
import { hi } from "../../routes/portal/words/hi.ts";

interface Declared {
  readonly code: string;
  readonly message: string;
}

interface Class {
  readonly classification: string;
  readonly resolutions: string;
}

const rows = async (file: string) =>
  Papa.parse(await readFile(`sql/reference/${file}`, "utf8"), { header: true, skipEmptyLines: true }).data;
const sql: readonly Declared[] = await rows("core.refusals.csv");
const declared = new Map<string, string>([
  ...sql.map(({ code, message }) => [code, message] as const),
  ...[coreRefuse, payoutRefuse].flatMap(({ codes }) =>
    Object.entries(codes).map(([code, { message }]) => [code, message] as const)
  ),
]);
/** Refused by the pages and routes themselves; their facts. */
const routes: Readonly<Record<string, string>> = {
  route_not_found: "",
  not_found: "",
  sent_from_elsewhere: "",
  form_too_old: "",
  too_many_requests: "{retryAfter}",
  invalid_request: "",
};
const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);

Deno.test("a refusal in Hindi is one that is refused somewhere, and fills in nothing that is not told with it", () => {
  for (const [code, message] of Object.entries(hi.refusals)) {
    const known = declared.get(code) ?? routes[code];
    assert.ok(known !== undefined, `${code} is refused nowhere`);
    for (const name of holes(message)) {
      assert.ok(holes(known).includes(name), `${code}: ${name}`);
    }
  }
});

Deno.test("what a row of a settlement file was taken for, and what can be decided on it, has a name in each language", async () => {
  const classes: readonly Class[] = await rows("payout.settlement_classes.csv");
  for (const words of [en, hi] satisfies Words[]) {
    const { classes: named, exceptions } = words.payouts;
    assert.deepEqual(Object.keys(named).toSorted(), classes.map(({ classification }) => classification).toSorted());
    for (const resolution of classes.flatMap((one) => one.resolutions.match(/[a-z_]+/g) ?? [])) {
      assert.ok(exceptions.resolutions[resolution], `${words.language}: ${resolution}`);
    }
  }
});
