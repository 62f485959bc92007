import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { smtpMailer } from "../../domain/gateways/mail/mod.ts";
import { mailDueOtps } from "../../domain/payout/mod.ts";
import { mailServer } from "../support/mail_server.ts";
import { deccan, kaveri } from "../support/payout_world.ts";
import { signingWorld, wrongCode } from "../support/signing_world.ts";

const smtp = await mailServer();
const logged: string[] = [];
const world = await signingWorld({
  log: (line) => void logged.push(JSON.stringify(line)),
  mail: { url: smtp.url, caught: null },
});
Deno.test.afterAll(async () => {
  await world.close();
  await smtp.close();
});
const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });
const mailer = smtpMailer({ url: smtp.url, from: "Pakka <pakka@house.test>" });
const mail = () => mailDueOtps(world.job(), { keys: world.keys, mailer });

/** Every row of every table, whatever schema it is in, as JSON text; with the table's name. */
async function everyRow(): Promise<[table: string, row: string][]> {
  const tables = await world.admin<{ name: string }[]>`
    select format('%I.%I', n.nspname, c.relname) as name from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
    where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema') order by 1`;
  const found: [string, string][] = [];
  for (const { name } of tables) {
    for await (const rows of world.admin.unsafe(`select to_jsonb(t)::text as row from ${name} as t`).cursor(500)) {
      for (const { row } of rows) found.push([name, row]);
    }
  }
  return found;
}

/** A code that stands alone, and is not the fraction of a second. */
const says = (text: string, code: string) => new RegExp(`(?<![0-9A-Za-z.])${code}(?![0-9A-Za-z])`).test(text);

test("after a whole signing neither a code nor its hash stands in any row but the code's own, nor in the log", async () => {
  world.later(90_000);
  const invoiceId = await world.generated("2024-11");
  const [codes, hashes]: [string[], string[]] = [[], []];
  const secrets = async (otpId: string) => {
    codes.push(await world.codeOf(otpId));
    const [row] = await world.admin`select otp_hash, code_encrypted from payout.otp_log where otp_id = ${otpId}
      and destination_id = ${deccan.destinationId}`;
    hashes.push(row!.otp_hash, row!.code_encrypted);
    return otpId;
  };
  const before = new Set((await everyRow()).map(([, row]) => row));
  await secrets((await world.askOtp(invoiceId)).body.otpId);
  smtp.refuse("mailbox busy");
  assert.equal((await mail()).failed, 1);
  smtp.refuse(null);
  world.later(60);
  const otpId = await secrets((await world.askOtp(invoiceId)).body.otpId);
  assert.equal((await mail()).mailed, 1);
  const answers = [
    await world.tryOtp(invoiceId, otpId, wrongCode(codes[1]!)),
    await world.tryOtp(invoiceId, otpId, codes[0]!, kaveri),
    await world.tryOtp(invoiceId, `${otpId}x`, codes[1]!),
    await world.tryOtp(invoiceId, otpId, codes[1]!),
  ];
  assert.deepEqual(answers.map(({ status }) => status), [400, 404, 400, 200]);

  const rows = (await everyRow()).filter(([, row]) => !before.has(row));
  const tables = new Set(rows.map(([table]) => table));
  for (const one of ["audit.events", "payout.otp_log", "billing.vouchers"]) {
    assert.ok([...tables].some((table) => table.startsWith(one)), `${one} is among ${[...tables]}`);
  }
  const told = [...rows, ...logged.map((line) => ["the log", line]), ...answers.map(({ text }) => ["an answer", text])];
  const encoded = codes.flatMap((code) => [Buffer.from(code).toString("base64"), Buffer.from(code).toString("hex")]);
  for (const [where, text] of told as [string, string][]) {
    for (const code of codes) assert.ok(!says(text, code), `${where}: ${text}`);
    for (const one of encoded) {
      assert.ok(!text.includes(`"${one}"`) && !text.includes(`\\x${one}"`), `${where}: ${text}`);
    }
    if (where === "payout.otp_log") continue;
    for (const one of hashes) assert.ok(!text.includes(one), `${where}: ${text}`);
  }
  const own = rows.filter(([table]) => table === "payout.otp_log").map(([, row]) => JSON.parse(row));
  assert.deepEqual(own.map(({ code_encrypted }) => code_encrypted), [null, null], "what was sealed is gone too");
  assert.ok(logged.length >= 5, "the log was captured");
});

test("a refused body is told of without what was in it", async () => {
  world.later(90_000);
  const invoiceId = await world.generated("2024-10");
  const { body: { otpId } } = await world.askOtp(invoiceId);
  const code = await world.codeOf(otpId);
  logged.length = 0;
  for (const body of [{ otpId, otpCode: code }, { otpId, otpCode: `${code} `, destinationId: deccan.destinationId }]) {
    const answer = await world.api(`POST /api/partner/invoice/${invoiceId}/verify-otp`, { as: deccan.email, body });
    assert.equal(answer.status, 400);
    assert.ok(!says(answer.text, code), answer.text);
  }
  assert.ok(logged.length > 0 && !logged.some((line) => says(line, code)));
});
