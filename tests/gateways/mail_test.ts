import assert from "node:assert/strict";
import { smtpMailer } from "../../domain/gateways/mail/mod.ts";
import { mailServer } from "../support/mail_server.ts";

const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name: `mail: ${name}`, fn, sanitizeOps: false, sanitizeResources: false });
const from = "Pakka <pakka@books.example>";
const mail = {
  messageId: "a1@pakka",
  to: ["owner@house.test"],
  subject: "सूचना: portal\r\nBcc: x@y.test",
  text: "₹ 1\n",
};

test("a mail arrives as it was written: recipients, one-line subject, text in any script", async () => {
  const server = await mailServer();
  await smtpMailer({ url: server.url, from }).send({ ...mail, to: ["owner@house.test", "second@house.test"] });
  await server.close();
  const [got] = server.mails;
  assert.deepEqual(got?.recipients, ["owner@house.test", "second@house.test"]);
  assert.equal(got?.subject, "सूचना: portal Bcc: x@y.test");
  assert.equal(got?.text?.trim(), "₹ 1");
  assert.equal(got?.from, "pakka@books.example");
  assert.equal(got?.messageId, "<a1@pakka>");
  assert.equal(got?.headers.get("auto-submitted"), "auto-generated");
});

test("a server that is not there, or takes it for one recipient only, is a failure", async () => {
  await assert.rejects(smtpMailer({ url: "smtp://127.0.0.1:1", from }).send(mail));
  const server = await mailServer({ refuses: "nobody@house.test" });
  const both = { ...mail, to: ["owner@house.test", "nobody@house.test"] };
  await assert.rejects(smtpMailer({ url: server.url, from }).send(both), /nobody@house\.test/);
  await server.close();
});
