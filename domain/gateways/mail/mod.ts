export { smtpMailer } from "./client.ts";

/** One mail, as text. */
export interface Mail {
  /** The same for the same news, so that a mail program shows a repetition as one. Without brackets: `id@host`. */
  readonly messageId: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
}

/** Hands a mail to the mail server; throws where the server does not take it for every recipient. */
export interface Mailer {
  send(mail: Mail): Promise<void>;
}
