import { type Connection, withConnection } from "./connection.ts";
import { inFile, readFiles, repositorySql, ToolError } from "./files.ts";
import { runTool } from "./target.ts";
import { withMigrated } from "./throw_away.ts";

/** A promise that is not kept: which check says so, of what, and why. */
export interface Finding {
  check: string;
  object: string;
  problem: string;
}

/** Runs every query of sql/checks, reading only; each row it returns is a finding. */
export async function findBrokenPromises(sql: Connection, sqlDir = repositorySql): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const file of await readFiles(sqlDir, "checks", ".sql")) {
    try {
      const rows = await sql.unsafe(file.text);
      if (rows[0] && !("object" in rows[0] && "problem" in rows[0])) {
        throw new Error("a check answers (object, problem)");
      }
      findings.push(...rows.map(({ object, problem }) => ({ check: file.path, object, problem })));
    } catch (error) {
      throw inFile(file, error);
    }
  }
  return findings;
}

/** Refuses where a promise is not kept, naming each with its file, whose header says how to mend it. */
export async function runChecks(adminUrl: string): Promise<void> {
  const findings = await withConnection(adminUrl, (sql) => findBrokenPromises(sql));
  if (findings.length === 0) return;
  const lines = findings.map(({ check, object, problem }) => `  sql/${check}: ${object} ${problem}`);
  throw new ToolError(`${findings.length} promises of sql/checks are not kept:\n${lines.join("\n")}`);
}

if (import.meta.main) {
  await runTool(() =>
    withMigrated(async (adminUrl) => {
      await runChecks(adminUrl);
      console.error("every promise of sql/checks is kept");
    })
  );
}
