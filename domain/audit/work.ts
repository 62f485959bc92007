/** Seals the new audit events of the tenant: {tenantId}. Every minute for every tenant. */
export const sealEvents = "audit.seal_events";
