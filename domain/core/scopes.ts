/** What a route may ask for. A person has the scopes of their roles, an API key those it was made with. */
export const scopes = [
  "company:read",
  "company:write",
  "masters:read",
  "masters:write",
  "numbering:read",
  "numbering:write",
  "vouchers:read",
  "vouchers:write",
  "einvoice:read",
  "einvoice:write",
  "ewaybill:read",
  "ewaybill:write",
  "ledger:read",
  "ledger:write",
  "periods:lock",
  "periods:override",
  "reports:read",
  "audit:read",
  "ops:read",
  "ops:write",
  "api_keys:write",
  "webhooks:write",
  "payouts:read",
  "payouts:write",
  "payouts:approve",
  "partner:own",
] as const;
export type Scope = (typeof scopes)[number];

/** Everything that looks and changes nothing: the company's own books, and how its portals and jobs stand. */
const reads = scopes.filter((scope) => scope.endsWith(":read"));

/** Role to scopes: the one place. A role that is not here may do nothing. */
const scopesOfRole: Record<string, readonly Scope[]> = {
  owner: scopes.filter((scope) => scope !== "partner:own"),
  accountant: [
    "company:read",
    "masters:read",
    "masters:write",
    "numbering:read",
    "numbering:write",
    "vouchers:read",
    "vouchers:write",
    "einvoice:read",
    "einvoice:write",
    "ewaybill:read",
    "ewaybill:write",
    "ledger:read",
    "ledger:write",
    "periods:lock",
    "reports:read",
    "ops:read",
    "ops:write",
    "payouts:read",
    "payouts:write",
    "payouts:approve",
  ],
  ap_clerk: [
    "company:read",
    "masters:read",
    "masters:write",
    "numbering:read",
    "vouchers:read",
    "vouchers:write",
    "payouts:read",
    "payouts:write",
  ],
  logistics: [
    "company:read",
    "masters:read",
    "vouchers:read",
    "einvoice:read",
    "ewaybill:read",
    "ewaybill:write",
  ],
  auditor: reads,
  partner: ["partner:own"],
  platform_admin: ["company:read", "audit:read", "ops:read", "ops:write"],
};

export const roles = Object.keys(scopesOfRole);

/** The roles that have a scope, in the order in which they stand here. */
export function rolesWith(scope: string): string[] {
  return roles.filter((role) => scopesOfRole[role]?.some((one) => one === scope));
}

/** The scopes of a person with these roles; unknown roles add nothing. */
export function scopesOf(roles: readonly string[]): ReadonlySet<Scope> {
  return new Set(roles.flatMap((role) => (Object.hasOwn(scopesOfRole, role) ? scopesOfRole[role] ?? [] : [])));
}
