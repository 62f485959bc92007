import assert from "node:assert/strict";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Buffer } from "node:buffer";
import { createHmac } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { addressRefused, isPublicAddress, signWebhook, webhookSender } from "../../domain/gateways/webhook/mod.ts";

const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name: `webhook: ${name}`, fn, sanitizeOps: false, sanitizeResources: false });
const secrets = [
  `whsec_${Buffer.alloc(32, 1).toString("base64")}`,
  `whsec_${Buffer.alloc(32, 2).toString("base64")}`,
];
const delivery = { id: "evt_1", url: "", body: '{"type":"webhook.test","data":{"name":"काग़ज़ ₹"}}', secrets };

interface Got {
  headers: IncomingHttpHeaders;
  body: string;
}

/** An address of this machine that notes what reaches it. */
async function listener(answer: (count: number) => [number, Record<string, string>?] | null = () => [204]) {
  const got: Got[] = [];
  const server: Server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part) => parts.push(part));
    request.on("end", () => {
      got.push({ headers: request.headers, body: Buffer.concat(parts).toString() });
      const [status, headers = {}] = answer(got.length) ?? [];
      if (status) response.writeHead(status, headers).end("thank you");
    });
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  return { got, port, url: `http://127.0.0.1:${port}/in`, close: () => server.close() };
}

test("a delivery is signed so that the receiver's own library believes it, with either secret", async () => {
  const inbox = await listener();
  const sent = await webhookSender({ local: true }).send({ ...delivery, url: inbox.url }, new Date());
  inbox.close();
  assert.deepEqual(sent, { outcome: "delivered", status: 204, error: null, waitSeconds: null });
  const [{ headers, body }] = inbox.got as [Got];
  assert.equal(headers["webhook-id"], "evt_1");
  assert.equal(headers["content-type"], "application/json");
  for (const secret of secrets) {
    const told = new Webhook(secret).verify(body, headers as Record<string, string>);
    assert.deepEqual(told, JSON.parse(delivery.body));
  }
  const stranger = new Webhook(`whsec_${Buffer.alloc(32, 3).toString("base64")}`);
  assert.throws(() => stranger.verify(body, headers as Record<string, string>));
  assert.throws(() => new Webhook(secrets[0]!).verify(body.replace("test", "tesT"), headers as Record<string, string>));
});

Deno.test("webhook: the signature is HMAC-SHA-256 over id, time and body, made here a second time", () => {
  const at = new Date("2026-11-20T10:00:00.900+05:30");
  const headers = signWebhook(delivery, at);
  assert.equal(headers["webhook-timestamp"], "1795149000");
  const each = secrets.map((secret) => {
    const key = Buffer.from(secret.slice("whsec_".length), "base64");
    return `v1,${createHmac("sha256", key).update(`evt_1.1795149000.${delivery.body}`).digest("base64")}`;
  });
  assert.equal(headers["webhook-signature"], each.join(" "));
});

test("what an address answers: well, later, gone, elsewhere, nothing", async () => {
  const told = async (answer: Parameters<typeof listener>[0]) => {
    const inbox = await listener(answer);
    const { outcome, status, waitSeconds, error } = await webhookSender({ local: true, timeoutMs: 300 })
      .send({ ...delivery, url: inbox.url }, new Date());
    inbox.close();
    return [outcome, status, waitSeconds, error];
  };
  assert.deepEqual(await told(() => [500]), ["retry", 500, null, "it answered 500"]);
  assert.deepEqual((await told(() => [429, { "retry-after": "120" }])).slice(0, 3), ["retry", 429, 120]);
  assert.deepEqual((await told(() => [503, { "retry-after": "9999999" }]))[2], 86_400);
  assert.deepEqual((await told(() => [410])).slice(0, 2), ["gone", 410]);
  assert.deepEqual(await told(() => null), ["retry", null, null, "no answer in 0.3 s"]);
  const elsewhere = await listener();
  const redirected = await told(() => [307, { location: elsewhere.url }]);
  elsewhere.close();
  assert.deepEqual(redirected, ["retry", 307, null, "307: redirects are not followed"]);
  assert.equal(elsewhere.got.length, 0);
  const nobody = await webhookSender({ local: true }).send({ ...delivery, url: "http://127.0.0.1:1/" }, new Date());
  assert.equal(nobody.outcome, "retry");
});

test("the connection goes to the address that was looked at, whatever the name server says next", async () => {
  const inbox = await listener();
  let asked = 0;
  const resolve = () => Promise.resolve(asked++ === 0 ? ["127.0.0.1"] : ["10.0.0.1"]);
  const url = `http://hooks.example:${inbox.port}/in`;
  const sent = await webhookSender({ local: true, resolve }).send({ ...delivery, url }, new Date());
  inbox.close();
  assert.equal(sent.outcome, "delivered", sent.error ?? "");
  assert.equal(asked, 1);
  assert.equal(inbox.got[0]?.headers.host, `hooks.example:${inbox.port}`);
});

const insideAddresses = [
  ..."0.0.0.0 0.1.2.3 10.1.2.3 172.20.0.1 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.254 127.0.0.1 127.1.2.3 169.254.0.1 169.254.169.254 172.16.0.1"
    .split(" "),
  ..."172.31.255.255 192.0.0.1 192.0.0.170 192.0.2.1 192.88.99.1 192.168.0.1 192.168.255.255 198.18.0.1 198.19.255.255 198.51.100.7"
    .split(" "),
  ..."203.0.113.9 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255".split(" "),
  ..."::1 :: ::ffff:127.0.0.1 ::ffff:7f00:1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 ::127.0.0.1 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe"
    .split(" "),
  ..."100::1 fc00::abcd fc00::1 fd00::1 fd00:ec2::254 fe80::1 febf::1 fec0::1 ff02::1 2001::1 2001:0:7f00:1:: 2001:10::1 2001:20::1 2001:db8::1"
    .split(" "),
  ..."2002:7f00:1:: 2002:a9fe:a9fe:: 3fff::1 4000::1 5f00::1".split(" "),
];

test("no address of this network is reached, however it is written and whoever names it", async () => {
  const inbox = await listener();
  const spellings = [
    ..."127.0.0.1 2130706433 0x7f000001 0177.0.0.1 017700000001 127.1 127.0.1 0 0x7f.1 127.0.0.1. 127.000.000.001 169.254.170.2 192.168.1.1"
      .split(" "),
    ..."[::1] [::ffff:127.0.0.1] [::ffff:7f00:1] [0:0:0:0:0:0:0:1] [::127.0.0.1] 169.254.169.254 0xa9fea9fe 2852039166"
      .split(" "),
    ..."localhost LOCALHOST localhost. １２７.０.０.１ ⑫⑦.0.0.1 127。0。0。1".split(" "),
  ];
  const sender = webhookSender({ local: false, timeoutMs: 2_000 });
  for (const host of spellings) {
    const { outcome, status } = await sender.send(
      { ...delivery, url: `https://${host}:${inbox.port}/` },
      new Date(),
    );
    assert.deepEqual([outcome, status], ["retry", null], host);
  }
  for (const address of insideAddresses) {
    assert.equal(isPublicAddress(address), false, address);
    const named = webhookSender({ local: false, resolve: () => Promise.resolve(["8.8.8.8", address]) });
    const sent = await named.send({ ...delivery, url: `https://hooks.example:${inbox.port}/` }, new Date());
    assert.equal(sent.error, "hooks.example leads to no address on the internet");
  }
  inbox.close();
  assert.equal(inbox.got.length, 0);
  assert.ok(spellings.length + insideAddresses.length >= 80);
  for (
    const address of [
      "8.8.8.8",
      "1.1.1.1",
      "172.32.0.1",
      "100.128.0.1",
      "2606:4700::1111",
      "2a00:1450::1",
      "2400:cb00::1",
    ]
  ) {
    assert.equal(isPublicAddress(address), true, address);
  }
});

Deno.test("webhook: a URL that is none of the internet is refused when it is named", () => {
  for (
    const url of [
      "ftp://x.example",
      "https://",
      "x",
      "http://x.example/",
      "https://u:p@x.example/",
      "https://x.example/#a",
    ]
  ) {
    assert.ok(addressRefused(url, false), url);
  }
  for (
    const url of ["https://10.0.0.1/", "https://[::1]/", "https://0x7f000001/", "file:///etc/passwd", "javascript:1"]
  ) {
    assert.ok(addressRefused(url, false), url);
  }
  assert.equal(addressRefused("https://hooks.example:8443/in?a=1", false), null);
  assert.equal(addressRefused("http://127.0.0.1:8000/in", true), null);
  assert.ok(addressRefused("file:///etc/passwd", true));
});
