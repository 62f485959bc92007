import type { AddressInfo } from "node:net";
import PostalMime from "postal-mime";
import { SMTPServer } from "smtp-server";

export interface Received {
  readonly recipients: string[];
  readonly from: string | undefined;
  readonly subject: string | undefined;
  readonly text: string | undefined;
  readonly messageId: string | undefined;
  readonly headers: Map<string, string>;
}

/** A mail server on a port of its own that keeps what it takes. `refuses`: a recipient it does not know. */
export async function mailServer({ refuses = "" } = {}) {
  const mails: Received[] = [];
  let broken: Error | null = null;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    onRcptTo({ address }, _session, done) {
      done(address === refuses ? new Error("no such user") : broken);
    },
    onData(stream, session, done) {
      const parts: Uint8Array[] = [];
      stream.on("data", (part: Uint8Array) => parts.push(part));
      stream.on("end", async () => {
        const read = await PostalMime.parse(new Blob(parts as BlobPart[]));
        mails.push({
          recipients: session.envelope.rcptTo.map(({ address }) => address),
          from: read.from?.address,
          subject: read.subject,
          text: read.text,
          messageId: read.messageId,
          headers: new Map(read.headers.map(({ key, value }) => [key, value])),
        });
        done();
      });
    },
  });
  // A sender that is killed leaves its connection broken.
  server.on("error", () => {});
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", () => ready()));
  const { port } = server.server.address() as AddressInfo;
  return {
    mails,
    url: `smtp://127.0.0.1:${port}`,
    /** Refuses every recipient until it is told otherwise. */
    refuse: (reason: string | null) => void (broken = reason ? new Error(reason) : null),
    close: () => new Promise<void>((closed) => server.close(() => closed())),
  };
}
