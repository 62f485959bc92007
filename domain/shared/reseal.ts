import { type Database, openDatabase } from "../../db/pool.ts";
import { loadSecret } from "../../db/secret.ts";
import { readSettings } from "../../db/settings.ts";
import { withSystem, withTenant } from "../../db/tenant.ts";
import { ToolError } from "../../db/tools/files.ts";
import { runTool, withTarget } from "../../db/tools/target.ts";
import { type Context, systemClock } from "./context.ts";
import { deriveKeys, type Keys } from "./keys.ts";
import { anyBox, BoxKeyMissing, BoxNotOpened, currentPrefix, openSecret, sealSecret } from "./secret_box.ts";

interface SealedColumn {
  readonly table: string;
  readonly column: string;
  /** The column the box's row is named by; `id` unless said otherwise. */
  readonly key?: string;
}

/** Every column that holds boxes; each box is sealed for its tenant, table, column and row. */
export const sealedColumns: readonly SealedColumn[] = [
  { table: "einvoice.registrations", column: "client_secret_encrypted" },
  { table: "einvoice.registrations", column: "password_encrypted" },
  { table: "ewaybill.registrations", column: "client_secret_encrypted" },
  { table: "ewaybill.registrations", column: "password_encrypted" },
  { table: "payout.bank_accounts", column: "account_encrypted" },
  { table: "payout.bank_file_log", column: "content_encrypted" },
  { table: "payout.otp_log", column: "code_encrypted" },
  { table: "ops.portal_sessions", column: "token_encrypted" },
  { table: "ops.webhooks", column: "secret_encrypted" },
  { table: "ops.webhooks", column: "old_secret_encrypted" },
  // Answers that showed a secret, for a request that is repeated; most answers are no boxes.
  { table: "core.idempotency_keys", column: "answer", key: "key" },
];

/** What became of the boxes that were not under the current key. */
export interface Resealed {
  readonly resealed: number;
  /** Did not open, and were left as they are; by reason. */
  readonly left: ReadonlyMap<string, number>;
}

const batch = 200;

/**
 * Seals every box anew that is not under the current key, a batch a transaction, beside whatever else goes on: a box that
 * changes meanwhile is left to who changed it. May be stopped and run again at any time. `db` signs in as pakka_worker,
 * who knows the companies.
 */
export async function resealSecrets(
  db: Database,
  keys: Keys,
  onProgress: (line: string) => void = () => {},
): Promise<Resealed> {
  const tenants = await withSystem(db, (sql) => sql<{ id: string }[]>`select id from core.tenants order by id`);
  const left = new Map<string, number>();
  let resealed = 0;
  for (const where of sealedColumns) {
    let here = 0;
    for (const { id } of tenants) here += await resealColumn(contextOf(db, id), keys, where, left);
    onProgress(`${where.table}.${where.column}: ${here} sealed anew`);
    resealed += here;
  }
  return { resealed, left };
}

async function resealColumn(
  ctx: Context,
  keys: Keys,
  where: SealedColumn,
  left: Map<string, number>,
): Promise<number> {
  let resealed = 0;
  let after: string | null = null;
  while (true) {
    const step = await withTenant(ctx, async ({ sql, tenantId }) => {
      const [table, column, key] = [sql(where.table), sql(where.column), sql(where.key ?? "id")];
      const rows = await sql<{ id: string; box: string }[]>`
        select ${key} as id, ${column} as box from ${table}
        where tenant_id = ${tenantId} and ${column} ~ ${anyBox} and not starts_with(${column}, ${currentPrefix(keys)})
          ${after === null ? sql`` : sql`and ${key} > ${after}`}
        order by ${key} limit ${batch}`;
      const fresh = rows.flatMap((row) => {
        const box = sealedAnew(
          keys,
          { tenantId, table: where.table, column: where.column, rowId: row.id },
          row.box,
          left,
        );
        return box === null ? [] : [{ id: row.id, was: row.box, box }];
      });
      const { count } = await sql`
        update ${table} as t set ${column} = n.box
        from jsonb_to_recordset(${sql.json(fresh)}) as n (id text, was text, box text)
        where t.tenant_id = ${tenantId} and t.${key}::text = n.id and t.${column} = n.was`;
      return { count, last: rows.at(-1)?.id, isFull: rows.length === batch };
    });
    resealed += step.count;
    if (!step.isFull || !step.last) return resealed;
    after = step.last;
  }
}

function sealedAnew(
  keys: Keys,
  place: Parameters<typeof openSecret>[1],
  box: string,
  left: Map<string, number>,
): string | null {
  try {
    return sealSecret(keys, place, openSecret(keys, place, box));
  } catch (error) {
    if (!(error instanceof BoxNotOpened)) throw error;
    const why = error instanceof BoxKeyMissing ? error.message : `of ${place.table} ${place.rowId}: ${error.message}`;
    left.set(why, (left.get(why) ?? 0) + 1);
    return null;
  }
}

function contextOf(db: Database, tenantId: string): Context {
  const actor = { kind: "job", tenantId, userId: null, roles: [], scopes: new Set<string>() } as const;
  return { db, actor, clock: systemClock, requestId: "secrets:reseal", ip: null };
}

async function run(): Promise<void> {
  const settings = readSettings();
  await withTarget(async ({ adminUrl }) => {
    const keys = await deriveKeys(await loadSecret(settings, settings.databaseUrl === null), settings.oldSecrets);
    const db = openDatabase(adminUrl, { max: 2, applicationName: "pakka secrets:reseal", role: "pakka_worker" });
    try {
      const { resealed, left } = await resealSecrets(db, keys, console.error);
      if (left.size > 0) {
        const lines = [...left].map(([why, count]) => `  ${count} ${why}`).join("\n");
        throw new ToolError(`${resealed} sealed anew; these were left as they are:\n${lines}`);
      }
      console.log(`${resealed} sealed anew with key ${keys.boxes[0].id}; PAKKA_OLD_SECRETS is no longer needed`);
    } finally {
      await db.end({ timeout: 5 });
    }
  });
}

if (import.meta.main) await runTool(run);
