import assert from "node:assert/strict";
import { smtpMailer } from "../../domain/gateways/mail/mod.ts";
import { fixedClock } from "../../domain/shared/context.ts";
import { openMail } from "../../routes/sandbox/sandbox.ts";
import { openApp } from "../support/app.ts";

Deno.test({
  name: "a development run without a mail server keeps its mails, as text, for whoever opens the mailbox",
  sanitizeOps: false,
  sanitizeResources: false,
  fn: async () => {
    const clock = fixedClock("2026-11-20T10:00:00+05:30");
    const mail = await openMail(null, true, clock);
    const world = await openApp({ mail, clock, settings: { rateLimit: 0, sandbox: false, development: true } });
    const shown = async (path = "/mailbox") => await (await world.app.request(path)).text();
    assert.match(await shown(), /Nothing was mailed yet/);
    assert.match(await shown("/"), /href="\/mailbox"/);

    assert.match(mail.url ?? "", /^smtp:\/\/127\.0\.0\.1:\d+$/);
    const mailer = smtpMailer({ url: mail.url ?? "", from: "pakka@books.test" });
    const one = { to: ["raj@email.test"], subject: "OTP <b>", text: "Your OTP: 483921 <script>x</script> ₹23,400" };
    await mailer.send({ messageId: "1@pakka", ...one });
    const answer = await world.app.request("/mailbox");
    const page = await answer.text();
    assert.match(page, /raj@email\.test/);
    assert.match(page, /Your OTP: 483921 &lt;script&gt;x&lt;\/script&gt; ₹23,400/);
    assert.ok(!page.includes("<script>x"));
    assert.match(answer.headers.get("content-security-policy") ?? "", /default-src 'none'; script-src 'self'/);

    for (let n = 2; n <= 102; n++) await mailer.send({ messageId: `${n}@pakka`, ...one, subject: `Mail ${n}` });
    assert.equal(mail.caught?.length, 100);
    assert.equal(mail.caught?.[0]?.subject, "Mail 102", "the newest first");
    await world.close();
  },
});

Deno.test({
  name: "an installation that is no development run has no mailbox, nor has one with a mail server",
  sanitizeOps: false,
  sanitizeResources: false,
  fn: async () => {
    const clock = fixedClock("2026-11-20T10:00:00+05:30");
    assert.deepEqual(await openMail(null, false, clock), { url: null, caught: null });
    const real = "smtps://user:secret@mail.example:465";
    assert.deepEqual(await openMail(real, true, clock), { url: real, caught: null });
    const world = await openApp({ mail: { url: real, caught: null } });
    assert.equal((await world.app.request("/mailbox")).status, 404);
    assert.ok(!(await (await world.app.request("/")).text()).includes("/mailbox"));
    await world.close();
  },
});
