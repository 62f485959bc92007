import { smtpMailer } from "../gateways/mail/mod.ts";
import { webhookSender } from "../gateways/webhook/mod.ts";
import type { Keys } from "../shared/keys.ts";
import type { DeliverDeps } from "./deliver.ts";
import type { MailDeps } from "./mail.ts";

/** The settings news goes out by; without a mail server nothing is mailed. */
export interface NotifySettings {
  readonly smtpUrl?: string | null;
  readonly mailFrom?: string | null;
  readonly operators?: readonly string[];
  readonly publicUrl?: string | null;
  /** Whether webhooks may go to http:// and to this network. */
  readonly webhooksLocal?: boolean | null;
}

/** What the jobs that mail and deliver need of the outside, as the installation is set. */
export function notifyBy(settings: NotifySettings, keys: Keys): MailDeps & DeliverDeps {
  const { smtpUrl, mailFrom, operators = [], publicUrl = null, webhooksLocal } = settings;
  return {
    keys,
    mailer: smtpUrl ? smtpMailer({ url: smtpUrl, from: mailFrom ?? "Pakka <pakka@localhost>" }) : null,
    operators,
    publicUrl,
    webhooks: webhookSender({ local: webhooksLocal ?? false }),
  };
}
