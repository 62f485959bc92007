import { callOne } from "../../db/call.ts";
import type { Database } from "../../db/pool.ts";

/** Asks the database which migration and which text of the logic it is at; throws where it has none. */
export async function askDatabase(db: Database): Promise<string> {
  const at = await callOne(db, "core.schema_version", {}) as
    | { migration: string | null; logic: string | null }
    | undefined;
  if (!at?.migration || !at.logic) throw new Error("the database is not migrated: run deno task db:migrate");
  return `migration ${at.migration}, logic ${at.logic}`;
}
