/** Who is told when something needs a person, and what companies' own programs are told of. SQL raises it. */
export { type DeliverDeps, deliverDue, type Delivered } from "./deliver.ts";
export { notifyBy } from "./deps.ts";
export { eventTypes } from "./events.ts";
export { type MailDeps, mailDue } from "./mail.ts";
export { listNotifications, resolveNotification } from "./notifications.ts";
export {
  deliverySchema,
  newWebhookSchema,
  notificationSchema,
  notificationsQuery,
  webhookMadeSchema,
  webhookSchema,
} from "./schema.ts";
export {
  createWebhook,
  deleteWebhook,
  enableWebhook,
  listDeliveries,
  listWebhooks,
  rotateSecret,
  tryWebhook,
} from "./webhooks.ts";
export { deliverEvents, sendMail } from "./work.ts";
