import { createHash } from "node:crypto";
import { join } from "node:path";

/** The sql/ of this repository. */
export const repositorySql = join(import.meta.dirname ?? ".", "..", "..", "sql");

/** A file of sql/: its path from there with forward slashes, its text, and the sha256 of that text. */
export interface SqlFile {
  path: string;
  text: string;
  checksum: string;
}

/** Every file below `sqlDir/folder` that ends so, in the order of paths. A folder that is missing holds none. */
export async function readFiles(sqlDir: string, folder: string, ending: string): Promise<SqlFile[]> {
  const found: SqlFile[] = [];
  await collect(sqlDir, folder, ending, found);
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function collect(sqlDir: string, folder: string, ending: string, found: SqlFile[]): Promise<void> {
  try {
    for await (const entry of Deno.readDir(join(sqlDir, folder))) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory) await collect(sqlDir, path, ending, found);
      else if (entry.name.endsWith(ending)) {
        const text = (await Deno.readTextFile(join(sqlDir, path))).replaceAll("\r\n", "\n");
        found.push({ path, text, checksum: createHash("sha256").update(text).digest("hex") });
      }
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** A refusal of these tools, meant for the person at the keyboard: no stack, the remedy in the sentence. */
export class ToolError extends Error {}

/** `error` told with the file and the line in it where the database gave up. */
export function inFile(file: SqlFile, error: unknown): ToolError {
  const told = error as { message: string; position?: string; detail?: string; hint?: string; where?: string };
  const line = told.position ? file.text.slice(0, Number(told.position)).split("\n").length : undefined;
  const more = [told.detail, told.hint, told.where].filter(Boolean).map((text) => `\n  ${text}`).join("");
  return new ToolError(`sql/${file.path}${line ? `:${line}` : ""}: ${told.message}${more}`, { cause: error });
}
