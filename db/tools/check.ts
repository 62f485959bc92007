import { join } from "node:path";
import { ToolError } from "./files.ts";
import { runChecks } from "./checks.ts";
import { writeDump } from "./dump.ts";
import { runTool } from "./target.ts";
import { withMigrated } from "./throw_away.ts";
import { writeTypes } from "./types.ts";

const root = join(import.meta.dirname ?? ".", "..", "..");
const folders = ["main.ts", "routes", "domain", "db", "jobs", "tests"];

/** Everything but the tests: what `deno task check` runs, a line a step, every step tried even after one failed. */
async function checkEverything(): Promise<void> {
  const failed: string[] = [];
  const step = async (name: string, work: () => Promise<unknown>) => {
    const began = performance.now();
    const failure = await work().then(() => undefined, (error: unknown) => error);
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    console.log(`${failure ? "FAIL" : "ok  "} ${name} (${seconds} s)`);
    if (failure === undefined) return;
    failed.push(name);
    console.log(indented(failure instanceof ToolError ? failure.message : String((failure as Error).stack ?? failure)));
  };
  await step("format", () => deno(["fmt", "--check"], "run `deno task fix`"));
  await step("lint", () => deno(["lint"], "run `deno task fix`, mend the rest by hand"));
  await step("types", async () => deno(["check", "--quiet", ...await present(folders)], "mend the types"));
  await step("database", () =>
    withMigrated(async (adminUrl) => {
      await step("db/types.ts and db/functions.ts are current", () => writeTypes(adminUrl, true));
      await step("sql/schema.sql is current", () => writeDump(adminUrl, true));
      await step("sql/checks are kept", () => runChecks(adminUrl));
    }));
  if (failed.length > 0) throw new ToolError(`not in order: ${failed.join(", ")}`);
}

async function deno(args: string[], remedy: string): Promise<void> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args,
    cwd: root,
    env: { NO_COLOR: "1" },
  }).output();
  if (success) return;
  const decoder = new TextDecoder();
  const said = (decoder.decode(stdout) + decoder.decode(stderr)).trim().split("\n").slice(-60).join("\n");
  throw new ToolError(`${said}\n-> ${remedy}`);
}

async function present(names: string[]): Promise<string[]> {
  const found = await Promise.all(names.map((name) => Deno.stat(join(root, name)).then(() => [name], () => [])));
  return found.flat();
}

function indented(text: string): string {
  return text.split("\n").map((line) => `     ${line}`).join("\n");
}

if (import.meta.main) await runTool(checkEverything);
