import type { Database } from "../../db/pool.ts";

/** A table or view of the house's schemas, as the catalogue knows it. */
export interface Relation {
  readonly name: string;
  readonly isView: boolean;
  /** The column that says whose row it is: `tenant_id`, or `id` for the tenants themselves. */
  readonly tenantColumn: string;
  /** Columns that a row can be written with. */
  readonly columns: readonly string[];
}

/** Every table with a tenant (core.tenants among them), and every view, of the schemas we own; asked as administrator. */
export async function tenantRelations(admin: Database): Promise<Relation[]> {
  return [
    ...await admin<Relation[]>`
    select c.oid::regclass::text as name, c.relkind = 'v' as "isView",
           case c.oid::regclass::text when 'core.tenants' then 'id' else 'tenant_id' end as "tenantColumn",
           array(select a.attname::text from pg_attribute as a
                 where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attidentity = ''
                 order by a.attnum) as columns
    from pg_class as c
    join pg_namespace as n on n.oid = c.relnamespace
    where n.nspowner = 'pakka_owner'::regrole and n.nspname not in ('migrations', 'pgboss', 'sandbox')
      and (c.relkind = 'v' or c.relkind in ('r', 'p') and not c.relispartition and (
        c.oid::regclass::text = 'core.tenants'
        or exists (select from pg_attribute as a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped)))
    order by 1`,
  ];
}

export type Privilege = "select" | "insert" | "update" | "delete";

/** What a role may do to a relation as a whole or, for insert and update, to its tenant column. */
export async function holds(admin: Database, role: string, relation: Relation, privilege: Privilege): Promise<boolean> {
  const ask = privilege === "delete"
    ? admin`select has_table_privilege(${role}, ${relation.name}, ${privilege}) as held`
    : admin`select has_column_privilege(${role}, ${relation.name}, ${relation.tenantColumn}, ${privilege}) as held`;
  const [row] = await ask;
  return row?.held === true;
}

/** A foreign key between two tenant tables: its columns and the parent's, without the tenant. */
export interface ForeignKey {
  readonly name: string;
  readonly child: string;
  readonly parent: string;
  readonly columns: readonly string[];
  readonly parentColumns: readonly string[];
}

/** Every foreign key that leads from a tenant table to another; those to core.tenants itself are not pointers. */
export async function tenantForeignKeys(admin: Database): Promise<ForeignKey[]> {
  return [
    ...await admin<ForeignKey[]>`
    select k.conname as name, k.conrelid::regclass::text as child, k.confrelid::regclass::text as parent,
           array_agg(a.attname::text order by at) filter (where a.attname <> 'tenant_id') as columns,
           array_agg(b.attname::text order by at) filter (where a.attname <> 'tenant_id') as "parentColumns"
    from pg_constraint as k
    cross join lateral unnest(k.conkey, k.confkey) with ordinality as pair (own, other, at)
    join pg_attribute as a on a.attrelid = k.conrelid and a.attnum = pair.own
    join pg_attribute as b on b.attrelid = k.confrelid and b.attnum = pair.other
    where k.contype = 'f' and k.conparentid = 0 and k.confrelid <> 'core.tenants'::regclass
      and exists (select from pg_attribute as t where t.attrelid = k.confrelid and t.attname = 'tenant_id')
    group by k.oid, k.conname, k.conrelid, k.confrelid
    order by 1`,
  ];
}
