import assert from "node:assert/strict";
import { join } from "node:path";
import { folderStore } from "../../domain/gateways/object_store/mod.ts";
import { storeDue } from "../../domain/payout/mod.ts";
import { send } from "../support/app.ts";
import { readPdf } from "../support/pdf.ts";
import { cauvery, deccan, examplePayouts, house, peoplesPassword, rival } from "../support/payout_world.ts";
import { signingWorld } from "../support/signing_world.ts";

/** The security section of the payout rules, over the whole way of an invoice, with an account number nobody else has. */
const folder = await Deno.makeTempDir();
const store = folderStore(folder);
const logged: string[] = [];
const world = await signingWorld({ documents: store, log: (line) => void logged.push(JSON.stringify(line)) });
Deno.test.afterAll(async () => {
  await world.close();
  await Deno.remove(folder, { recursive: true });
});
const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });
const { destinationId, email } = deccan;
const digits = () => String(crypto.getRandomValues(new BigUint64Array(1))[0]! % 10n ** 15n).padStart(15, "7");
const [first, second] = [`91${digits()}`, `92${digits()}`];
const answers: { what: string; text: string }[] = [];

/** Asks from an address, and keeps the answer. */
async function from(hostname: string, as: string, what: string, body?: unknown, type = "application/json") {
  const login = await send(world.app, "POST /api/auth/login", { body: { email: as, password: peoplesPassword } });
  const [method = "", path = ""] = what.split(" ");
  const headers = {
    authorization: `Bearer ${login.body.accessToken}`,
    "content-type": type,
    "x-forwarded-for": "6.6.6.6",
  };
  const init = {
    method,
    headers,
    ...(body === undefined ? {} : { body: type === "text/csv" ? String(body) : JSON.stringify(body) }),
  };
  const answer = await world.app.request(path, init, { remoteAddr: { transport: "tcp", hostname, port: 1 } } as never);
  const text = await answer.text();
  answers.push({ what, text });
  assert.ok(answer.status < 300, `${what}: ${text}`);
  return text.startsWith("{") ? JSON.parse(text) : text;
}

const tail = first.slice(-4);

test("a partner's whole way, each step from an address of its own: partner, payouts, invoice, code, file, settlement", async () => {
  const partner = { partnerName: deccan.partnerName, gstNumber: deccan.gstNumber, address: "12 Station Road", email };
  const account = (accountNumber: string) => ({ ...partner, accountNumber, ifscCode: "HDFC0001234" });
  await from("192.0.2.1", "owner@house.test", `PUT /api/admin/partners/${destinationId}`, account(first));
  const csv = "destination_id,partner_name,gst_number,address,email,account_number,ifsc_code\n" +
    `IMPORTED,Imported House,27AAPFI1234A1ZR,1 Road,imported@partners.test,${second},HDFC0001234\n`;
  await from("192.0.2.2", "clerk@house.test", "POST /api/admin/partners/import", csv, "text/csv");
  await world.importPayouts(examplePayouts());
  await from("192.0.2.3", email, `POST /api/partner/${destinationId}/invoice/generate`, { month: "2024-11" });
  const invoice = "/api/partner/invoice/inv_1";
  const asked = await from("192.0.2.4", email, `POST ${invoice}/request-otp`, { destinationId });
  const otpCode = await world.codeOf(asked.otpId);
  const body = { destinationId, otpId: asked.otpId, otpCode };
  const signed = await from("103.45.67.89", email, `POST ${invoice}/verify-otp`, body);
  assert.equal(signed.signedIp, "103.45.67.89", "as the rules print it; what X-Forwarded-For says is not believed");
  world.later(25 * 3_600);
  await from("192.0.2.6", "clerk@house.test", "POST /api/admin/export-bank-file", { month: "2024-11" });
  await from("192.0.2.7", "owner@house.test", "POST /api/admin/bank-files/bf_1/approve");
  await from("192.0.2.8", "owner@house.test", "POST /api/admin/bank-files/bf_1/mark-sent");
  const settlement = "invoice_id,utr_number,amount,payment_date,status,remarks\n" +
    "inv_1,HDFCN00000000001,23400.00,2026-11-21,SUCCESS,\n";
  await from("192.0.2.9", "accountant@house.test", "POST /api/admin/reconcile-payment", settlement, "text/csv");
  for (
    const what of [
      `GET /api/admin/partners/${destinationId}`,
      "GET /api/admin/partners",
      "GET /api/admin/invoices/submitted?unpaid=false",
      "GET /api/admin/bank-files/bf_1",
      "GET /api/audit?limit=200",
    ]
  ) await from("192.0.2.10", "owner@house.test", what);
  for (const what of [`GET ${invoice}`, `GET /api/partner/${destinationId}/invoices`]) {
    await from("192.0.2.11", email, what);
  }
});

test("every step stands in the trail with who, when and from which address; none can be changed", async () => {
  const events = await world.admin<{ ip: string; entity: string; actor: string }[]>`
    select e.ip, e.entity, u.email as actor from audit.events as e join core.users as u on u.tenant_id = e.tenant_id and u.id = e.actor_id
    where e.tenant_id = ${house.id} and e.entity like 'payout.%'`;
  const steps = new Set(events.map(({ ip, entity, actor }) => `${ip} ${entity} ${actor}`));
  for (
    const step of [
      "192.0.2.1 payout.bank_accounts owner@house.test",
      "192.0.2.2 payout.partners clerk@house.test",
      "192.0.2.2 payout.bank_accounts clerk@house.test",
      `192.0.2.3 payout.invoices ${email}`,
      `192.0.2.4 payout.otp_log ${email}`,
      `103.45.67.89 payout.otp_log ${email}`,
      `103.45.67.89 payout.invoices ${email}`,
      "192.0.2.6 payout.bank_file_log clerk@house.test",
      "192.0.2.6 payout.invoices clerk@house.test",
      "192.0.2.7 payout.bank_file_log owner@house.test",
      "192.0.2.8 payout.bank_file_log owner@house.test",
      "192.0.2.9 payout.settlement_files accountant@house.test",
      "192.0.2.9 payout.bank_file_log accountant@house.test",
    ]
  ) assert.ok(steps.has(step), `${step}\n${[...steps].join("\n")}`);
  const [approval] = await world.admin`select ip_address as ip from payout.bank_file_approvals`;
  const [otp] = await world.admin`select ip_address as ip from payout.otp_log`;
  assert.deepEqual([approval!.ip, otp!.ip], ["192.0.2.7", "192.0.2.4"]);
  await assert.rejects(
    world.admin`update audit.events set ip = null where entity = 'payout.invoices'`,
    /append|never|change/i,
  );
});

test("no column, no file of the database, no backup, no log line, no answer, no document holds an account number", async () => {
  await storeDue(world.job(), store);
  const { text: dump, tables } = await everything();
  assert.ok(
    tables.includes("payout.bank_accounts") && tables.includes("audit.events") && dump.includes(deccan.partnerName),
  );
  const [place] = await world.admin<{ dir: string; oid: string }[]>`
    select current_setting('data_directory') as dir, (select oid::text from pg_database where datname = current_database()) as oid`;
  await world.admin`checkpoint`;
  const files = [join(place!.dir, "base", place!.oid), join(place!.dir, "pg_wal")];
  const bytes: string[] = [];
  for (const dir of files) {
    for await (const file of Deno.readDir(dir)) {
      if (file.isFile) {
        bytes.push(
          new TextDecoder("latin1").decode(await Deno.readFile(join(dir, file.name)).catch(() => new Uint8Array())),
        );
      }
    }
  }
  assert.ok(
    bytes.some((text) => text.includes(`deccan`) || text.includes(deccan.partnerName)),
    "they are this database's files",
  );
  const papers: string[] = [];
  for (const type of ["original", "signed"]) {
    const { bytes } = await world.raw(`/api/partner/invoice/inv_1/pdf?type=${type}`, email);
    const read = await readPdf(bytes);
    papers.push(read.pages.join(" "));
    read.close();
  }
  assert.match(papers[1]!, new RegExp(`X{6}${tail}`), "shown by its last four");
  for (const number of [first, second]) {
    const where = {
      dump: dump.includes(number),
      files: bytes.some((text) => text.includes(number)),
      log: logged.some((line) => line.includes(number)),
      answers: answers.filter(({ text }) => text.includes(number)).map(({ what }) => what),
      papers: papers.some((text) => text.includes(number)),
    };
    assert.deepEqual(where, { dump: false, files: false, log: false, answers: [], papers: false });
  }
  assert.ok(logged.length > 20, "requests were logged");
  assert.ok(
    !logged.some((line) => line.includes(email) || line.includes(deccan.gstNumber!)),
    "and say nothing of people",
  );
});

/** What a backup writes: each row of each table as COPY does, as the owner of the database sees them. */
async function everything() {
  const tables = (await world.admin<{ name: string }[]>`
    select c.oid::regclass::text as name from pg_class as c where c.relkind in ('r', 'm') and c.relnamespace::regnamespace::text !~ '^(pg_|information)'`)
    .map(({ name }) => name);
  const parts: string[] = [];
  for (const name of tables) {
    const rows = await world.admin.unsafe<{ row: string }[]>(`select t::text as row from ${name} as t`);
    parts.push(...rows.map(({ row }) => row));
  }
  return { tables, text: parts.join("\n") };
}

test("the one place with a whole number is the approved file, for who may fetch it; and each fetching is written down", async () => {
  const file = await from("192.0.2.12", "clerk@house.test", "GET /api/admin/bank-files/bf_1/download");
  assert.ok(file.includes(first));
  const [event] = await world.admin`
    select ip, facts ->> 'draft' as draft from audit.security_events where kind = 'bank_file_downloaded' and tenant_id = ${house.id}`;
  assert.deepEqual({ ...event }, { ip: "192.0.2.12", draft: "false" });
  for (const [as, status] of [["auditor@house.test", 403], [email, 403], ["owner@rival.test", 404]] as const) {
    assert.equal((await world.raw("/api/admin/bank-files/bf_1/download", as)).status, status, as);
  }
});

test("what is sealed cannot be opened elsewhere: another row's, another company's or another key's box is none", async () => {
  const rows = await world.admin<
    { box: string }[]
  >`select account_encrypted as box from payout.bank_accounts order by entered_at`;
  assert.equal(new Set(rows.map(({ box }) => box)).size, rows.length, "the same number twice would not look the same");
  await world.admin`update payout.bank_accounts as a set account_encrypted = ${rows.at(-1)!.box}
    from payout.partners as p where p.id = a.partner_id and p.destination_id = ${cauvery.destinationId}`;
  await world.importPayouts(examplePayouts(cauvery.destinationId), "owner@rival.test");
  await world.admin`update payout.settings set books_invoices = false where tenant_id = ${rival.id}`;
  await world.api(`POST /api/partner/${cauvery.destinationId}/invoice/generate`, {
    as: cauvery.email,
    body: { month: "2024-11" },
  });
  const asked = await world.askOtp("inv_1", cauvery);
  await world.tryOtp("inv_1", asked.body.otpId, await world.codeOf(asked.body.otpId, cauvery), cauvery);
  const made = await world.api("POST /api/admin/export-bank-file", { as: "owner@rival.test", body: {} });
  assert.equal(made.status, 500, "a box that was moved is a fault, never a number");
  assert.ok(!made.text.includes(second) && !/sql|stack|box/i.test(made.text));
});

test("a hundred requests a minute a person, partners too; one's own limit alone", async () => {
  const limited = await signingWorld({ settings: { rateLimit: 100, sandbox: false, development: false } });
  try {
    const ask = async (as: string) => (await limited.raw(`/api/partner/${destinationId}/invoices`, as)).status;
    await ask(email);
    const statuses = await Promise.all(Array.from({ length: 109 }, () => ask(email)));
    assert.equal(statuses.filter((status) => status === 200).length, 99);
    assert.equal(statuses.filter((status) => status === 429).length, 10);
    assert.equal((await limited.api("GET /api/admin/invoices/submitted")).status, 200);
  } finally {
    await limited.close();
  }
});

test("a partner's session is a short token and a refresh token good for one use; it opens nothing of the company's", async () => {
  const post = (what: string, body: unknown) => send(world.app, `POST /api/auth/${what}`, { body });
  const { body: session } = await post("login", { email, password: peoplesPassword });
  assert.deepEqual([session.user.roles, session.expiresIn], [["partner"], 900]);
  const next = await post("refresh", { refreshToken: session.refreshToken });
  const token = next.body.accessToken;
  const own = `/api/partner/${destinationId}/invoices`;
  assert.equal((await send(world.app, `GET ${own}`, { token })).status, 200);
  for (
    const what of [
      "GET /api/admin/invoices/submitted",
      "GET /api/admin/partners",
      "POST /api/admin/export-bank-file",
      "POST /api/admin/bank-files/bf_1/approve",
      "POST /api/admin/retry-failed",
      "GET /api/admin/reconciliation/rec_1",
      "GET /api/vouchers",
      "GET /api/audit",
    ]
  ) assert.equal((await send(world.app, what, { token })).status, 403, what);
  assert.equal((await send(world.app, `GET ${own}`)).status, 401);
  assert.equal((await send(world.app, `GET ${own}`, { token: `${token.slice(0, -2)}xx` })).status, 401);
  world.later(901);
  assert.equal((await send(world.app, `GET ${own}`, { token })).status, 401, "fifteen minutes are over");
  assert.equal((await post("refresh", { refreshToken: session.refreshToken })).status, 401, "used already");
  assert.equal((await post("refresh", { refreshToken: next.body.refreshToken })).status, 401, "which ends them all");
});

test("text that would be SQL, or a page, is a name like others", async () => {
  for (
    const nasty of ["'; drop table payout.invoices; --", "<script>alert(1)</script>", "%27%20or%201=1", "../../etc"]
  ) {
    const at = encodeURIComponent(nasty);
    for (
      const path of [`/api/partner/${at}/invoices`, `/api/partner/invoice/${at}`, `/api/partner/invoice/${at}/pdf`]
    ) {
      assert.equal((await world.raw(path, email)).status, 404, path);
    }
    for (const path of [`bank-files/${at}`, `reconciliation/${at}`, `partners/${at}`]) {
      assert.equal((await world.raw(`/api/admin/${path}`)).status, 404, path);
    }
    assert.equal((await world.raw(`/api/admin/invoices/submitted?q=${at}`)).status, 200);
  }
  assert.equal((await world.raw(`/api/partner/${destinationId}/invoices`, email)).status, 200, "and all is there");
});
