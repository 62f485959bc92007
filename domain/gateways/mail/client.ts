import { createTransport } from "nodemailer";
import type { Mailer } from "./mod.ts";

interface SmtpSettings {
  /** `smtp://` (STARTTLS where the server offers it) or `smtps://`, with user and password in it. */
  readonly url: string;
  /** `Pakka <pakka@books.example>` */
  readonly from: string;
}

/** Mail through a server of the user's own. A connection a mail: news is rare, and a kept one goes stale. */
export function smtpMailer({ url, from }: SmtpSettings): Mailer {
  const transport = createTransport(
    url,
    {
      from,
      connectionTimeout: 10_000,
      greetingTimeout: 10_000,
      socketTimeout: 30_000,
    } as Parameters<typeof createTransport>[1],
  );
  return {
    async send({ messageId, to, subject, text }) {
      const oneLine = subject.replaceAll(/\s+/g, " ").trim();
      const sent = await transport.sendMail({
        messageId: `<${messageId}>`,
        to: [...to],
        subject: oneLine,
        text,
        // What a machine sent is answered by nobody's holiday notice.
        headers: { "Auto-Submitted": "auto-generated" },
        disableFileAccess: true,
        disableUrlAccess: true,
      });
      if (sent.rejected.length > 0) throw new Error(`the mail server did not take it for ${sent.rejected.join(", ")}`);
    },
  };
}
