import { readFiles, type SqlFile, ToolError } from "./files.ts";

/** A file of sql/logic: its schema, what kind of thing it makes, and the name its path spells. */
export interface LogicFile extends SqlFile {
  schema: string;
  kind: Kind;
  name: string;
}

const folders = ["types", "functions", "views", "triggers"] as const;
const wholeFiles = ["policies", "grants"] as const;
/** In the order they are applied. */
const kinds = [...folders, ...wholeFiles];
type Kind = typeof kinds[number];

/** The files of sql/logic in the order they are applied; refuses a file whose object is not the one its path spells. */
export async function readLogic(sqlDir: string): Promise<LogicFile[]> {
  const files = (await readFiles(sqlDir, "logic", ".sql")).map(place);
  return files.sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind));
}

function place(file: SqlFile): LogicFile {
  const [, schema = "", kind = "", leaf = "", ...rest] = file.path.replace(/\.sql$/, "").split("/");
  if (rest.length === 0 && folders.includes(kind as never) && leaf) {
    const placed = { ...file, schema, kind: kind as Kind, name: leaf };
    checkObject(placed);
    return placed;
  }
  if (!leaf && wholeFiles.includes(kind as never)) return { ...file, schema, kind: kind as Kind, name: kind };
  throw new ToolError(
    `sql/${file.path}: not a place for logic. Wanted: sql/logic/<schema>/{${folders.join(",")}}/<name>.sql, ` +
      `sql/logic/<schema>/policies.sql or grants.sql`,
  );
}

const creations: Record<string, RegExp> = {
  types: /\bcreate\s+(?:type|domain)\s+([\w.]+)/gi,
  functions: /\bcreate\s+(?:or\s+replace\s+)?(?:function|procedure|aggregate)\s+([\w.]+)/gi,
  views: /\bcreate\s+(?:or\s+replace\s+)?(?:recursive\s+)?view\s+([\w.]+)/gi,
  triggers: /\bcreate\s+(?:or\s+replace\s+)?(?:constraint\s+)?trigger\s+(\w+)[\s\S]*?\son\s+([\w.]+)/gi,
};

function checkObject(file: LogicFile): void {
  const text = file.text.replace(/^\s*--.*$/gm, "");
  const made = [...text.matchAll(creations[file.kind] ?? /$^/g)];
  if (file.kind === "triggers") return checkTrigger(file, made);
  const wanted = `${file.schema}.${file.name}`;
  const wrong = made.find((match) => match[1] !== wanted)?.[1];
  if (made.length === 0 || wrong) {
    throw new ToolError(`sql/${file.path} must make ${wanted}, and makes ${wrong ?? "nothing of its kind"}`);
  }
}

/** `triggers/ledger_entries__balance.sql` holds triggers on ledger_entries whose names begin with `balance`. */
function checkTrigger(file: LogicFile, made: RegExpMatchArray[]): void {
  const [table = "", what = ""] = file.name.split("__");
  for (const [, name = "", on] of made) {
    if (on === `${file.schema}.${table}` && what && (name.startsWith(what) || name.startsWith(file.name))) continue;
    throw new ToolError(
      `sql/${file.path} must make triggers ${what}… on ${file.schema}.${table}, and makes ${name} on ${on}`,
    );
  }
  if (made.length === 0) throw new ToolError(`sql/${file.path} must make a trigger, and makes none`);
}
