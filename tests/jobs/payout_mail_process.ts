import { openDatabase } from "../../db/pool.ts";
import { smtpMailer } from "../../domain/gateways/mail/mod.ts";
import { mailDueOtps } from "../../domain/payout/mod.ts";
import { fixedClock } from "../../domain/shared/context.ts";
import { deriveKeys } from "../../domain/shared/keys.ts";
import { testSecret } from "../support/app.ts";

/** A worker in a process of its own that mails and is killed before it has written that down: told on standard input. */
const told = JSON.parse(await new Response(Deno.stdin.readable).text());
const mailer = smtpMailer({ url: told.smtpUrl, from: "pakka@books.test" });
const actor = { kind: "job", tenantId: told.tenantId, userId: null, roles: [], scopes: new Set<string>() } as const;
const db = openDatabase(told.workerUrl, { max: 2 });
const ctx = { db, actor, clock: fixedClock(told.now), requestId: "killed", ip: null };
const forever = new Promise<never>(() => setInterval(() => {}, 1_000));
await mailDueOtps(ctx, {
  keys: await deriveKeys(testSecret),
  mailer: {
    async send(mail) {
      await mailer.send(mail);
      console.log("sent");
      await forever;
    },
  },
});
