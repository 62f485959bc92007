import { relative } from "node:path";
import { ToolError } from "./files.ts";

/**
 * Writes a generated file, TypeScript formatted as `deno fmt` would; with `check` compares instead and refuses where it is
 * not current. Answers the paths that were written.
 */
export async function writeOrCompare(path: string, text: string, check: boolean): Promise<string[]> {
  const wanted = path.endsWith(".ts") ? await formatted(text) : text;
  const present = await Deno.readTextFile(path).catch(() => "");
  if (present === wanted) return [];
  const name = relative(Deno.cwd(), path);
  if (check) {
    const task = path.endsWith(".sql") ? "db:dump" : "db:types";
    throw new ToolError(`${name} is not what the database says: run \`deno task ${task}\` and commit it`);
  }
  await Deno.writeTextFile(path, wanted);
  console.error(`${name} written`);
  return [name];
}

async function formatted(text: string): Promise<string> {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["fmt", "--ext=ts", "-"],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = command.stdin.getWriter();
  await writer.write(new TextEncoder().encode(text));
  await writer.close();
  const { success, stdout, stderr } = await command.output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}
