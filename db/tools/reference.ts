import Papa from "papaparse";
import type { Connection } from "./connection.ts";
import { inFile, readFiles, type SqlFile, ToolError } from "./files.ts";

interface ReferenceFile extends SqlFile {
  table: string;
  columns: string[];
  rows: (string | null)[][];
}

interface Shape {
  key: string[];
  types: Map<string, string>;
}

/**
 * Brings reference tables to what sql/reference/<schema>.<table>.csv says, in the caller's transaction: rows are added or
 * changed by primary key, rows that left the file are deleted. An empty cell is null. Unchanged files are skipped.
 */
export async function applyReference(sql: Connection, sqlDir: string): Promise<string[]> {
  const rows = await sql`select path, checksum from migrations.reference_files`;
  const known = new Map(rows.map((row) => [row.path, row.checksum]));
  const files = (await readFiles(sqlDir, "reference", ".csv")).filter((file) => known.get(file.path) !== file.checksum);
  const ordered = await parentsFirst(sql, files.map(parse));
  for (const file of ordered) await run(file, () => upsert(sql, file));
  for (const file of ordered.toReversed()) await run(file, () => removeOthers(sql, file));
  for (const { path, checksum } of ordered) {
    await sql`insert into migrations.reference_files values (${path}, ${checksum})
              on conflict (path) do update set checksum = excluded.checksum`;
  }
  return ordered.map((file) => file.table);
}

async function run(file: ReferenceFile, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof ToolError) throw error;
    throw inFile({ ...file, text: "" }, Object.assign(error as Error, { position: undefined }));
  }
}

function parse(file: SqlFile): ReferenceFile {
  const parsed = Papa.parse(file.text.trim(), { delimiter: ",", skipEmptyLines: true });
  const [columns = [], ...rows]: string[][] = parsed.data;
  const ragged = rows.findIndex((row) => row.length !== columns.length);
  const fault = parsed.errors[0]?.message ?? (ragged >= 0 ? "has another number of cells than the heading" : undefined);
  if (fault) {
    const row = parsed.errors[0]?.row ?? ragged + 1;
    throw new ToolError(`sql/${file.path}: row ${row} after the heading: ${fault}`);
  }
  const table = file.path.replace(/^reference\//, "").replace(/\.csv$/, "");
  return { ...file, table, columns, rows: rows.map((row) => row.map((cell) => cell === "" ? null : cell)) };
}

/** A table after the tables its foreign keys point to. */
async function parentsFirst(sql: Connection, files: ReferenceFile[]): Promise<ReferenceFile[]> {
  const keys = await sql`
    select n.nspname || '.' || c.relname as child, fn.nspname || '.' || f.relname as parent
    from pg_catalog.pg_constraint k
    join pg_catalog.pg_class c on c.oid = k.conrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    join pg_catalog.pg_class f on f.oid = k.confrelid join pg_catalog.pg_namespace fn on fn.oid = f.relnamespace
    where k.contype = 'f' and k.conrelid <> k.confrelid`;
  const ordered: ReferenceFile[] = [];
  const visit = (file: ReferenceFile, path: ReferenceFile[]) => {
    if (ordered.includes(file) || path.includes(file)) return;
    for (const { parent } of keys.filter((key) => key.child === file.table)) {
      const before = files.find((other) => other.table === parent);
      if (before) visit(before, [...path, file]);
    }
    ordered.push(file);
  };
  for (const file of files) visit(file, []);
  return ordered;
}

async function upsert(sql: Connection, file: ReferenceFile): Promise<void> {
  const shape = await shapeOf(sql, file);
  const others = file.columns.filter((column) => !shape.key.includes(column));
  const list = file.columns.map(quote).join(", ");
  const excluded = others.map((column) => `${quote(column)} = excluded.${quote(column)}`).join(", ");
  const differs = `(${others.map((column) => `t.${quote(column)}`).join(", ")}) is distinct from
    (${others.map((column) => `excluded.${quote(column)}`).join(", ")})`;
  const conflict = others.length > 0 ? `update set ${excluded} where ${differs}` : "nothing";
  await sql.unsafe(
    `insert into ${file.table} as t (${list}) select ${list} from ${source(file, shape)}
     on conflict (${shape.key.map(quote).join(", ")}) do ${conflict}`,
    [file.rows] as never,
  );
}

async function removeOthers(sql: Connection, file: ReferenceFile): Promise<void> {
  const shape = await shapeOf(sql, file);
  const same = shape.key.map((column) => `s.${quote(column)} = t.${quote(column)}`).join(" and ");
  await sql.unsafe(
    `delete from ${file.table} t where not exists (select 1 from ${source(file, shape)} where ${same})`,
    [file.rows] as never,
  );
}

/** The file's rows as a relation: an array of arrays of text, each cell cast to its column's type. */
function source(file: ReferenceFile, shape: Shape): string {
  const cells = file.columns.map((column, at) => `(r.cells ->> ${at})::${shape.types.get(column)} as ${quote(column)}`);
  return `(select ${cells.join(", ")} from jsonb_array_elements($1::jsonb) as r(cells)) as s`;
}

async function shapeOf(sql: Connection, file: ReferenceFile): Promise<Shape> {
  const columns = await sql`
    select a.attname as name, format_type(a.atttypid, a.atttypmod) as type, coalesce(a.attnum = any(i.indkey), false) as key
    from pg_catalog.pg_attribute a left join pg_catalog.pg_index i on i.indrelid = a.attrelid and i.indisprimary
    where a.attrelid = to_regclass(${file.table}) and a.attnum > 0 and not a.attisdropped order by a.attnum`;
  if (columns.length === 0) throw new ToolError(`sql/${file.path}: there is no table ${file.table}`);
  const types = new Map(columns.map((column) => [column.name as string, column.type as string]));
  const key = columns.filter((column) => column.key).map((column) => column.name as string);
  const unknown = file.columns.find((column) => !types.has(column));
  const missing = key.find((column) => !file.columns.includes(column));
  if (unknown !== undefined) throw new ToolError(`sql/${file.path}: ${file.table} has no column "${unknown}"`);
  if (key.length === 0 || missing) throw new ToolError(`sql/${file.path}: the primary key ${missing ?? ""} is missing`);
  return { key, types };
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
