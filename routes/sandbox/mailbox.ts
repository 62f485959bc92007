import type { AddressInfo } from "node:net";
import type { Clock } from "../../domain/shared/context.ts";

/** A mail as it came. */
export interface CaughtMail {
  readonly at: Date;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
}

/** Where mails go. */
export interface MailPlace {
  /** `smtps://user:password@mail.example:465`; null: nowhere. */
  readonly url: string | null;
  /** What came, where nothing is delivered: newest first, at most a hundred; null for a real mail server. */
  readonly caught: readonly CaughtMail[] | null;
}

/** A mail server of this machine that delivers nothing and keeps what it takes in memory. */
interface Mailbox extends MailPlace {
  readonly url: string;
  readonly caught: readonly CaughtMail[];
  stop(): Promise<void>;
}

const keptAtMost = 100;

/** The mail server of the settings; where there is none, in a development run a mailbox, else nothing. */
export async function openMail(smtpUrl: string | null, isDevelopment: boolean, clock: Clock): Promise<MailPlace> {
  return smtpUrl === null && isDevelopment ? await openMailbox(clock) : { url: smtpUrl, caught: null };
}

/**
 * Takes every mail of a development run, on a free port of this machine only. The libraries are loaded here and not before,
 * since a real installation has no use for them.
 */
export async function openMailbox(clock: Clock): Promise<Mailbox> {
  const [{ SMTPServer }, { default: PostalMime }] = await Promise.all([import("smtp-server"), import("postal-mime")]);
  const mails: CaughtMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    disableReverseLookup: true,
    onData(stream, { envelope }, done) {
      const parts: Uint8Array[] = [];
      stream.on("data", (part: Uint8Array) => parts.push(part));
      stream.on("end", async () => {
        const { subject = "", text = "" } = await PostalMime.parse(new Blob(parts as BlobPart[]));
        mails.unshift({ at: clock.now(), to: envelope.rcptTo.map(({ address }) => address), subject, text });
        mails.length = Math.min(mails.length, keptAtMost);
        done();
      });
    },
  });
  await new Promise<void>((ready, failed) => {
    server.once("error", failed);
    server.listen(0, "127.0.0.1", () => ready());
  });
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    caught: mails,
    stop: () => new Promise<void>((closed) => server.close(() => closed())),
  };
}
