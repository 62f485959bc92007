import { smtpMailer } from "../../domain/gateways/mail/mod.ts";
import { mailDueOtps, mailOtps } from "../../domain/payout/mod.ts";
import type { Later } from "../../domain/shared/work.ts";
import { until } from "../jobs/job_world.ts";
import { mailServer } from "../support/mail_server.ts";
import { deccan, examplePayouts, house, kaveri, type Partner, rival } from "../support/payout_world.ts";
import { type SigningWorld, signingWorld } from "../support/signing_world.ts";
import { closeBrowser, openBrowser, type Watched } from "./browser.ts";
import { enter } from "./pages_world.ts";

type Wanted = Parameters<typeof openBrowser>[1];

/** The companies that pay partners, with the pages at an address for browsers, and a mail server that keeps what it takes. */
export interface PartnerWorld {
  readonly world: SigningWorld;
  /** A browser of this person's, signed in and on `path`. */
  signedIn(email: string, path: string, wanted?: Wanted): Promise<Watched>;
  /** The code of the newest mail to an address, once there are so many mails to it. */
  codeMailed(to: string, mails?: number): Promise<string>;
  later(minutes: number): void;
  /** Makes the invoice of a month and signs it, as the partner does; its public id. */
  signed(month: string, partner?: Partner): Promise<string>;
  /** Puts invoices in a bank file that is approved and sent. */
  exported(invoiceIds: readonly string[]): Promise<void>;
  /** Uploads the bank's answer of the day to payments of 23,400.00. */
  answered(rows: readonly (readonly [id: string, utr: string, status: string, remarks?: string])[]): Promise<void>;
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
  const world = await signingWorld({ later, mail: { url: smtp.url, caught: null } });
  const server = Deno.serve({ port: 0, onListen: () => {} }, (request) => world.app.fetch(request));
  const at = `http://localhost:${server.addr.port}`;
  await world.importPayouts([
    ...examplePayouts(),
    ...examplePayouts(deccan.destinationId, "2024-10"),
    ...examplePayouts(kaveri.destinationId),
  ]);
  let uploads = 0;
  const mailsTo = (to: string) => smtp.mails.filter(({ recipients }) => recipients.includes(to));
  const codeMailed = async (to: string, mails = 1) => {
    // What was clicked may be on its way yet.
    await until(() => Promise.resolve(mailsTo(to).length >= mails), 20_000);
    await Promise.all(sent);
    const theirs = mailsTo(to);
    if (theirs.length !== mails) throw new Error(`${theirs.length} mails went to ${to}, not ${mails}`);
    return /\b\d{6}\b/.exec(theirs.at(-1)?.text ?? "")![0];
  };
  /** What is to be done without a fault, by the owner unless told. */
  const done = async (what: string, request: Parameters<typeof world.api>[1] = {}) => {
    const answer = await world.api(what, request);
    if (answer.status >= 300) throw new Error(`${what}: ${answer.text}`);
    return answer.body;
  };
  return {
    world,
    async signedIn(email, path, wanted) {
      const watched = await openBrowser(at, wanted);
      await watched.page.goto(path);
      await enter(watched, email);
      await watched.page.waitForURL(`**${path}`);
      return watched;
    },
    codeMailed,
    later: (minutes) => world.later(minutes * 60),
    async signed(month, partner = deccan) {
      const invoiceId = await world.generated(month, partner);
      const before = mailsTo(partner.email).length;
      const { otpId } = (await world.askOtp(invoiceId, partner)).body;
      const code = await codeMailed(partner.email, before + 1);
      const { status, text } = await world.tryOtp(invoiceId, otpId, code, partner);
      if (status !== 200) throw new Error(text);
      return invoiceId;
    },
    async exported(invoiceIds) {
      const { bankFileId } = await done("POST /api/admin/export-bank-file", {
        as: "clerk@house.test",
        body: { invoiceIds },
      });
      for (const step of ["approve", "mark-sent"]) await done(`POST /api/admin/bank-files/${bankFileId}/${step}`);
    },
    async answered(rows) {
      const day = world.clock.now().toISOString().slice(0, 10);
      const lines = rows.map(([id, utr, status, remarks = ""]) => [id, utr, "23400.00", day, status, remarks].join());
      const csv = ["invoice_id,utr_number,amount,payment_date,status,remarks", ...lines, ""].join("\n");
      const form = new FormData();
      form.set("settlementFile", new File([csv], `Settlement_${++uploads}.csv`, { type: "text/csv" }));
      await done("POST /api/admin/reconcile-payment", { as: "accountant@house.test", form });
    },
    async close() {
      await closeBrowser();
      await server.shutdown();
      await Promise.all(sent);
      await world.close();
      await smtp.close();
    },
  };
}
