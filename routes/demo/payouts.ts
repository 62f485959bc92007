import type { Database } from "../../db/pool.ts";
import { withTenant } from "../../db/tenant.ts";
import { importPayouts, newPartnerBody, putPartner } from "../../domain/payout/mod.ts";
import type { Context } from "../../domain/shared/context.ts";
import type { Keys } from "../../domain/shared/keys.ts";

/** Who partner@demo.test acts for: the destination that the payout rules give as their example. */
export const demoDestination = "75c6b6c6-4ff2-415b-b793-7ab2343e2c21";

const partners = [
  {
    destinationId: demoDestination,
    partnerName: "Deccan Referral Services Private Limited",
    gstNumber: "27AADCD5512H1ZV",
    address: "12 Prabhat Road",
    city: "Pune",
    pincode: "411004",
    email: "partner@demo.test",
    phone: "02025650000",
    accountNumber: "1234567890",
    ifscCode: "HDFC0001234",
  },
  {
    destinationId: "9a1f6c1e-7b0d-4e55-8f6a-2c1d9e3b7a10",
    partnerName: "Kaveri Loan Partners Private Limited",
    gstNumber: "29AADCK4821M1Z7",
    address: "18 Avenue Road",
    city: "Bengaluru",
    pincode: "560002",
    email: "accounts@kaveri-loans.test",
    accountNumber: "00123456789012",
    ifscCode: "SBIN0004321",
  },
  {
    destinationId: "c2f0a9d4-53c8-4b0e-9a77-61f2b8e4d305",
    partnerName: "Narmada Finance Referrals Private Limited",
    gstNumber: "24AAECG7719Q1Z1",
    address: "Relief Road",
    city: "Ahmedabad",
    pincode: "380001",
    email: "accounts@narmada-referrals.test",
    language: "hi",
    accountNumber: "501000012345678",
    ifscCode: "ICIC0000077",
  },
];

/** What each partner earned in the last month, the one before and the third: category, reason, rupees. */
const earned: Record<string, string[][]>[] = [
  {
    [demoDestination]: [
      ["trail", "recovery_payment", "50000.00"],
      ["trail", "base_referral", "30000.00"],
      ["upfront", "base_referral", "40000.00"],
      ["upfront", "dynamic", "10000.00"],
    ],
    [partners[1]!.destinationId]: [["trail", "base_referral", "61500.00"], ["upfront", "dynamic", "12250.50"]],
    [partners[2]!.destinationId]: [["upfront", "negotiation_partner_marketing", "45000.00"]],
  },
  {
    [demoDestination]: [["trail", "base_referral", "60000.00"], ["upfront", "base_referral", "35000.00"]],
    [partners[1]!.destinationId]: [["trail", "base_referral", "58000.00"]],
  },
  {
    [demoDestination]: [["trail", "base_referral", "58000.00"], ["upfront", "dynamic", "30000.00"]],
    [partners[2]!.destinationId]: [["trail", "recovery_payment", "27400.00"]],
  },
];

/**
 * Partners of the demo company and their payouts of the last three months, so that the portal has something to show. What
 * is there is left as it is; a month that has ended since is added. `admin` mends the sign-in of a folder from before.
 */
export async function seedPayouts(admin: Database, owner: Context, keys: Keys): Promise<void> {
  await withTenant({ ...owner, db: admin }, async ({ sql, tenantId }) => {
    await sql`set local role pakka_owner`;
    await sql`update core.users set destination_id = ${demoDestination}
      where tenant_id = ${tenantId} and email = 'partner@demo.test' and destination_id is distinct from ${demoDestination}`;
  });
  const known = await withTenant(
    owner,
    ({ sql, tenantId }) =>
      sql<{ id: string }[]>`select destination_id as id from payout.partners where tenant_id = ${tenantId}`,
  );
  const missing = partners.filter(({ destinationId }) => !known.some(({ id }) => id === destinationId));
  for (const partner of missing) await putPartner(owner, keys, null, newPartnerBody.parse(partner));
  for (const [i, month] of (await monthsBefore(owner)).entries()) {
    if (await hasPayouts(owner, month)) continue;
    const file = new Blob([csvOf(month, earned[i] ?? {})]);
    const upload = { fileName: `payouts-${month}.csv`, file, fields: {} };
    await importPayouts(owner, upload, { skipRefused: true });
  }
}

async function hasPayouts(owner: Context, month: string): Promise<boolean> {
  const [row] = await withTenant(
    owner,
    ({ sql, tenantId }) =>
      sql`select 1 from payout.payout_calculation where tenant_id = ${tenantId} and month = ${month} limit 1`,
  );
  return row !== undefined;
}

/** The three whole months before today, in India, newest first. */
export async function monthsBefore(owner: Context): Promise<string[]> {
  const rows = await withTenant(
    owner,
    ({ sql }) =>
      sql<{ month: string }[]>`
        select to_char(core.today() - make_interval(months => back), 'YYYY-MM') as month
        from generate_series(1, 3) as back order by back`,
  );
  return rows.map(({ month }) => month);
}

function csvOf(month: string, payouts: Record<string, string[][]>): string {
  const header = "destination_id,month,category,reason_for_payment,effective_payout_base,reference";
  const rows = Object.entries(payouts).flatMap(([destination, lines]) =>
    lines.map(([category, reason, amount], i) =>
      [destination, month, category, reason, amount, `${month}/${destination.slice(0, 8)}/${i + 1}`].join(",")
    )
  );
  return [header, ...rows, ""].join("\n");
}
