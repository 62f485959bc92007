import assert from "node:assert/strict";
import { buyer, invoice, openBooks, posted } from "../support/books.ts";
import { acting } from "../support/tenants.ts";

/** What is kept of e-way bills and of tax deducted leaves its trail, whoever writes it: the database itself sees to it. */

const books = await openBooks();
const { house, rival } = books;
Deno.test.afterAll(books.close);

const as = (who: typeof house) => acting(books.db, who.tenantId, { clock: books.clock, userId: who.userId });
/** The events of a row as `action before > after` of one column. */
const trail = (who: typeof house, id: string, column: string) =>
  as(who)(async ({ sql }) =>
    (await sql`select action, actor_id, before ->> ${column} as before, after ->> ${column} as after
      from audit.events where entity_id = ${id} order by occurred_at, id`)
      .map((e) =>
        `${e.action} ${e.before ?? "-"} > ${e.after ?? "-"} by ${e.actor_id === who.userId ? "owner" : e.actor_id}`
      )
  );

Deno.test("R13.6 an e-way bill leaves an event when it is generated and when it is cancelled", async () => {
  const { body: voucher } = await posted(books, house, invoice({ party: buyer("27") }));
  const id = await as(house)(async ({ sql, tenantId }) => {
    const [bill] =
      await sql`insert into ewaybill.e_way_bills (tenant_id, voucher_id, gstin, status, ewb_number, generated_at)
      values (${tenantId}, ${voucher.id}, ${voucher.companyGstin}, 'active', '181012345679', core.now()) returning id`;
    return bill?.id as string;
  });
  await as(house)(({ sql }) =>
    sql`update ewaybill.e_way_bills set status = 'cancelled', cancelled_at = core.now(), cancel_reason = '2' where id = ${id}`
  );
  assert.deepEqual(await trail(house, id, "status"), [
    "insert - > active by owner",
    "update active > cancelled by owner",
  ]);
  assert.deepEqual(await trail(rival, id, "status"), []);
});

Deno.test("R13.7 a certificate of tax deducted leaves an event with its number and its day", async () => {
  const { body: voucher } = await posted(books, house, invoice({ type: "purchase_invoice" }));
  const id = await as(house)(async ({ sql, tenantId }) => {
    const [certificate] =
      await sql`insert into tds.tds_certificates (tenant_id, party_id, financial_year, quarter, certificate_number, generated_at)
      values (${tenantId}, ${voucher.partyId}, '2026-27', 3, 'TDS/26-27/00001', core.now()) returning id`;
    return certificate?.id as string;
  });
  assert.deepEqual(await trail(house, id, "certificate_number"), ["insert - > TDS/26-27/00001 by owner"]);
  const [at] = await trail(house, id, "generated_at");
  assert.match(at ?? "", /2026-11-20T/);
  assert.deepEqual(await trail(rival, id, "certificate_number"), []);
  await assert.rejects(
    as(house)(({ sql }) => sql`update tds.tds_certificates set certificate_number = 'X' where id = ${id}`),
    /permission denied/,
  );
});
