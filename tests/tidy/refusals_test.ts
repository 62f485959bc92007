import { none, product, sources } from "./sources.ts";

/** Every refusal has a name, is declared once, and is seen to happen in a test. */

const csv = sources.find(({ path }) => path === "sql/reference/core.refusals.csv");
const inSql = csv?.lines.slice(1).map((line) => line.split(",")[0] ?? "") ?? [];

/** Codes declared by `defineRefusals({ code: { status: … } })`, and thrown by `new Refusal("code", …)`. */
const inTypeScript = product.flatMap(({ path, text }) => {
  const declared = [...text.matchAll(/defineRefusals\(\{([\s\S]*?)\n\}\)/g)]
    .flatMap(([, body = ""]) => [...body.matchAll(/^ {2}(\w+): \{/gm)].map(([, code = ""]) => code));
  const thrown = path === "domain/shared/refusals.ts"
    ? []
    : [...text.matchAll(/new Refusal\(\s*"(\w+)"/g)].map(([, code = ""]) => code);
  return [...declared, ...thrown];
});

Deno.test("a refusal is declared once", () => {
  const codes = [...inSql, ...new Set(inTypeScript)];
  none(codes.filter((code, at) => codes.indexOf(code) !== at));
});

Deno.test("every refusal that SQL gives is declared, and every declared one is given", () => {
  const logic = sources.filter(({ path }) => path.startsWith("sql/logic/")).map(({ text }) => text).join("\n");
  const code = product.map(({ text }) => text).join("\n");
  none(
    inSql.filter((one) => !logic.includes(`'${one}'`) && !code.includes(`"${one}"`)).map((one) =>
      `${one} is never given`
    ),
  );
  none(
    [...new Set(inTypeScript)].filter((one) => !new RegExp(`(refuse|Refusal)\\(\\s*"${one}"`).test(code)).map((one) =>
      `${one} is never given`
    ),
  );
  const raised = [...logic.matchAll(/core\.refuse\(\s*'(\w+)'/g)].map(([, one = ""]) => one);
  none(raised.filter((one) => !inSql.includes(one)).map((one) => `${one} is not declared`));
});

Deno.test("every refusal is seen to happen in a test", () => {
  const tests = sources.filter(({ path }) => path.startsWith("tests/") && !path.startsWith("tests/tidy/"))
    .map(({ text }) => text).join("\n");
  none([...new Set([...inSql, ...inTypeScript])].filter((code) => !new RegExp(`\\b${code}\\b`).test(tests)));
});
