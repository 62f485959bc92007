/** Mails what needs a person to the owners of the tenant, and to the operators: {tenantId}. Every minute. */
export const sendMail = "notify.send_mail";

/** Sends the tenant's events to its webhooks: {tenantId}. Every minute, and when a delivery is to be repeated. */
export const deliverEvents = "notify.deliver_events";
