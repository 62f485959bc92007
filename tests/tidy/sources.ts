import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname ?? ".", "..", "..");
const notOurs = new Set([".data", ".git", "node_modules", "coverage", ".env", "screenshots"]);
const notText = /\.(ttf|png|pdf|pfb)$/;

/** A file of the repository: its path from the root, and its text ("" for fonts and pictures). */
export interface Source {
  readonly path: string;
  readonly text: string;
  readonly lines: readonly string[];
}

/** Every file of the repository, in order of path. */
export const sources: readonly Source[] = walk("").sort().map((path) => {
  const text = notText.test(path) ? "" : readFileSync(join(root, path), "utf8");
  return { path, text, lines: text.replace(/\n$/, "").split("\n") };
});

/** Every folder that holds a file of the repository, itself or further down. */
export const folders: readonly string[] = [...new Set(sources.flatMap(({ path }) => parents(path)))].sort();

/** What is written by tools (`db:types`, `db:dump`, `install`). */
export const generated = new Set(["db/types.ts", "db/functions.ts", "sql/schema.sql", "deno.lock"]);

export const typescript = sources.filter(({ path }) => /\.tsx?$/.test(path) && !generated.has(path));
/** What runs in production. */
export const product = typescript.filter(({ path }) => !path.startsWith("tests/"));
export const logic = sources.filter(({ path }) => /^sql\/logic\/.*\.sql$/.test(path));
export const readmes = sources.filter(({ path }) => path.endsWith("README.md"));

/** `path:line text` of each line that matches. */
export function matches(files: readonly Source[], pattern: RegExp): string[] {
  return files.flatMap(({ path, lines }) =>
    lines.flatMap((line, at) => pattern.test(line) ? [`${path}:${at + 1} ${line.trim().slice(0, 100)}`] : [])
  );
}

/**
 * No breach but those whose beginning is allowed; and no allowance that allows nothing any more.
 * An allowance is the beginning of a breach, with the reason a reader accepts.
 */
export function none(breaches: readonly string[], allowed: Readonly<Record<string, string>> = {}): void {
  const used = new Set<string>();
  const left = breaches.filter((breach) => {
    const allowance = Object.keys(allowed).find((beginning) => breach.startsWith(beginning));
    if (allowance) used.add(allowance);
    return !allowance;
  });
  assert.deepEqual(left, []);
  assert.deepEqual(Object.keys(allowed).filter((one) => !used.has(one)), [], "allowed, and not needed any more");
}

function walk(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).filter(({ name }) => !notOurs.has(name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? walk(path) : entry.isFile() ? [path] : [];
    });
}

function parents(path: string): string[] {
  const parts = path.split("/").slice(0, -1);
  return parts.map((_, at) => parts.slice(0, at + 1).join("/"));
}
