import { join } from "node:path";
import criteria from "../requirements.json" with { type: "json" };

/** A test, or a step of one, as JUnit reports it. */
interface Case {
  readonly name: string;
  readonly outcome: "pass" | "fail" | "skipped";
}

type Standing = "pass" | "fail" | "missing";

const root = join(import.meta.dirname ?? ".", "..", "..");
const criterion = /^R\d+\.\d+$/;

/**
 * The criteria a test proves: those its name begins with. `R1.3 numbers are …` proves one, `R1.3 R1.8 numbers …` two.
 * Of a step's name (`test > step`) each part may begin with one.
 */
export function provenBy(name: string): string[] {
  return name.split(" > ").flatMap((part) => {
    const words = part.split(/[\s,:]+/);
    const end = words.findIndex((word) => !criterion.test(word));
    return words.slice(0, end < 0 ? words.length : end);
  });
}

/** Each criterion with its standing: one failing test fails it; without a test that ran it is missing. */
export function standings(cases: readonly Case[], ids: readonly string[]): Map<string, Standing> {
  const found = new Map<string, Standing>(ids.map((id) => [id, "missing"]));
  for (const { name, outcome } of cases) {
    for (const id of provenBy(name)) {
      if (!found.has(id)) throw new Error(`the test "${name}" proves ${id}, which is no criterion`);
      if (outcome === "fail" || (outcome === "pass" && found.get(id) === "missing")) found.set(id, outcome);
    }
  }
  return found;
}

/** Reads what `deno test --junit-path` writes. */
export function readJunit(xml: string): Case[] {
  return [...xml.matchAll(/<testcase name="([^"]*)"[^>]*?(?:\/>|>([\s\S]*?)<\/testcase>)/g)].map(
    ([, name = "", inside = ""]) => ({
      name: unescape(name),
      outcome: /<(failure|error)\b/.test(inside) ? "fail" : /<skipped\b/.test(inside) ? "skipped" : "pass",
    }),
  );
}

function unescape(text: string): string {
  const entities: Record<string, string> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };
  return text.replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (whole, decimal, hex, entity) => {
    if (entity) return entities[entity] ?? whole;
    return String.fromCodePoint(decimal ? Number(decimal) : parseInt(hex, 16));
  });
}

/** Runs every test and answers its report. What the tests print goes to standard error. */
async function runTests(): Promise<string> {
  const report = await Deno.makeTempFile({ suffix: ".xml" });
  try {
    const args = ["test", "-P=test", "--no-check", `--junit-path=${report}`, "--reporter=dot", "tests/"];
    await new Deno.Command(Deno.execPath(), { args, cwd: root, stdout: "null", stderr: "inherit" }).output();
    return await Deno.readTextFile(report);
  } finally {
    await Deno.remove(report);
  }
}

/** Prints every criterion with its standing; with a JUnit report as argument reads that instead of running the tests. */
async function main([file]: readonly string[]): Promise<boolean> {
  const xml = file ? await Deno.readTextFile(file) : await runTests();
  const found = standings(readJunit(xml), Object.keys(criteria));
  for (const [id, text] of Object.entries(criteria)) console.log(`${found.get(id)?.padEnd(7)} ${id.padEnd(6)} ${text}`);
  const count = (standing: Standing) => [...found.values()].filter((one) => one === standing).length;
  console.log(`\n${found.size} criteria: ${count("pass")} pass, ${count("fail")} fail, ${count("missing")} missing`);
  return count("fail") === 0;
}

if (import.meta.main) Deno.exit(await main(Deno.args) ? 0 : 1);
