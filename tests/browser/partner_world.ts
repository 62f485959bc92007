import { smtpMailer } from "../../domain/gateways/mail/mod.ts";
import { mailDueOtps, mailOtps } from "../../domain/payout/mod.ts";
import type { Later } from "../../domain/shared/work.ts";
import { mailServer } from "../support/mail_server.ts";
import {
  deccan,
  examplePayouts,
  house,
  kaveri,
  type PayoutWorld,
  payoutWorld,
  rival,
} from "../support/payout_world.ts";
import { closeBrowser, openBrowser, type Watched } from "./browser.ts";
import { enter } from "./pages_world.ts";

type Wanted = Parameters<typeof openBrowser>[1];

/** The companies that pay partners, with the pages at an address for browsers, and a mail server that keeps what it takes. */
export interface PartnerWorld {
  readonly world: PayoutWorld;
  /** A browser of this person's, signed in and on `path`. */
  signedIn(email: string, path: string, wanted?: Wanted): Promise<Watched>;
  /** The code of the newest mail to an address, once there are so many mails to it. */
  codeMailed(to: string, mails?: number): Promise<string>;
  later(minutes: number): void;
  close(): Promise<void>;
}

export async function partnerWorld(): Promise<PartnerWorld> {
  const smtp = await mailServer();
  const mailer = smtpMailer({ url: smtp.url, from: "Pakka <pakka@house.test>" });
  const sent: Promise<unknown>[] = [];
  // What the worker does when it is nudged, at once and in this process.
  const later: Later = {
    enqueue: () => Promise.resolve(),
    nudge: (name) => {
      if (name !== mailOtps) return;
      for (const tenant of [house, rival]) sent.push(mailDueOtps(world.job(tenant), { keys: world.keys, mailer }));
    },
  };
  const world = await payoutWorld({ later, mail: { url: smtp.url, caught: null } });
  const server = Deno.serve({ port: 0, onListen: () => {} }, (request) => world.app.fetch(request));
  const at = `http://localhost:${server.addr.port}`;
  await world.importPayouts([
    ...examplePayouts(),
    ...examplePayouts(deccan.destinationId, "2024-10"),
    ...examplePayouts(kaveri.destinationId),
  ]);
  return {
    world,
    async signedIn(email, path, wanted) {
      const watched = await openBrowser(at, wanted);
      await watched.page.goto(path);
      await enter(watched, email);
      await watched.page.waitForURL(`**${path}`);
      return watched;
    },
    async codeMailed(to, mails = 1) {
      await Promise.all(sent);
      const theirs = smtp.mails.filter(({ recipients }) => recipients.includes(to));
      if (theirs.length !== mails) throw new Error(`${theirs.length} mails went to ${to}, not ${mails}`);
      return /\b\d{6}\b/.exec(theirs.at(-1)?.text ?? "")![0];
    },
    later: (minutes) => world.clock.set(new Date(world.clock.now().getTime() + minutes * 60_000).toISOString()),
    async close() {
      await closeBrowser();
      await server.shutdown();
      await Promise.all(sent);
      await world.close();
      await smtp.close();
    },
  };
}
