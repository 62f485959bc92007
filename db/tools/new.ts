import { join } from "node:path";
import process from "node:process";
import { readFiles, repositorySql, ToolError } from "./files.ts";
import { runTool } from "./target.ts";

/** Makes `sql/migrations/NNNN_one_idea.sql` with the next free number and a reminder of what a table needs. */
export async function newMigration(sqlDir: string, idea: string | undefined): Promise<string> {
  if (!idea || !/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(idea)) {
    throw new ToolError("Name one idea in snake_case: deno task db:new vouchers_have_a_due_date");
  }
  const files = await readFiles(sqlDir, "migrations", ".sql");
  const last = files.at(-1)?.path.match(/\/(\d{4})_/)?.[1] ?? "0";
  const path = `migrations/${String(Number(last) + 1).padStart(4, "0")}_${idea}.sql`;
  await Deno.writeTextFile(join(sqlDir, path), template, { createNew: true });
  return path;
}

const template = `-- Why: 
-- A tenant table needs: tenant_id, primary key (tenant_id, id), foreign keys that lead with tenant_id and an index for each,
-- "enable" and "force row level security", comments; then its policy and its grants in sql/logic/<schema>/.
`;

if (import.meta.main) {
  await runTool(async () => console.log(`sql/${await newMigration(repositorySql, process.argv[2])}`));
}
