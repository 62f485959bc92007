import type postgres from "postgres";
import type { TransactionSql } from "../../db/pool.ts";

type Fragment = postgres.Fragment;

/** What a list adds to each of its branches: its other filters, and its order with its limit. */
export interface Narrowing {
  readonly where: () => Fragment;
  readonly place: () => Fragment;
}

/** Parties that are looked at one by one, each along its own index; of more, vouchers are read by date until a page is full. */
const fewParties = 200;

/**
 * Day and id of the vouchers a text finds: by the beginning of the number or its running number, by the beginnings of
 * words of the party's name, by the total. Each is a branch of its own that reads a page along its own index; like and
 * numeric equality would read every voucher of the company, because row-level security keeps them from an index.
 */
export function found(sql: TransactionSql, q: string, { where, place }: Narrowing) {
  const number = q.toUpperCase();
  const branches = [
    sql`where ${where()} and number ~>=~ ${number} and number ~<~ ${number + "~"}`,
    sql`where ${where()} and (select count(*) from named) > ${fewParties} and (party_id in (select party_id from named)) is true`,
    sql`where ${where()} and status = 'draft' and party_name ilike ${like(q)}`,
  ];
  if (/^\d{1,16}(\.\d{1,2})?$/.test(q)) branches.push(sql`where ${where()} and total_paise = ${paise(q)}`);
  if (/^\d{1,12}$/.test(q)) branches.push(sql`where ${where()} and id = any(array(${byRunningNumber(sql, q)}))`);
  const read = (branch: Fragment) =>
    sql`union (select voucher_date, id from billing.voucher_list ${branch} ${place()})`;
  return sql`
    with named as materialized (select party_id from billing.parties_named(${q}))
    (select near.voucher_date, near.id
     from named
     cross join lateral (
       select voucher_date, id from billing.voucher_list where ${where()} and party_id = named.party_id ${place()}) as near
     where (select count(*) from named) <= ${fewParties}
     ${place()})
    ${branches.map(read)}`;
}

/** Rupees as written, to whole paise. */
export function paise(rupees: string): string {
  const [whole, part = ""] = rupees.split(".");
  return BigInt(whole! + part.padEnd(2, "0")).toString();
}

/** The vouchers that were given this running number, in any series and period. */
function byRunningNumber(sql: TransactionSql, digits: string) {
  return sql`
    select given.voucher_id
    from billing.numbering_counters as counter
    join billing.numbering_history as given
      on given.tenant_id = counter.tenant_id and given.series_id = counter.series_id and given.period = counter.period
    where counter.tenant_id = (select core.current_tenant()) and given.sequence = ${digits}::bigint`;
}

const like = (text: string) => `%${text.replace(/[\\%_]/g, "\\$&")}%`;
