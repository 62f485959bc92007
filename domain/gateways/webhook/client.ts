import { lookup as askDns } from "node:dns/promises";
import { type IncomingMessage, request as requestHttp, type RequestOptions } from "node:http";
import { request as requestHttps } from "node:https";
import { isIP } from "node:net";
import { addressRefused, hostOf, isPublicAddress } from "./address.ts";
import type { Delivery, DeliveryOutcome, WebhookSender } from "./mod.ts";
import { signWebhook } from "./sign.ts";

interface SenderSettings {
  readonly local: boolean;
  readonly timeoutMs?: number;
  /** The addresses of a host; the system's resolver. */
  readonly resolve?: (host: string) => Promise<readonly string[]>;
}

const resolveBySystem = async (host: string) =>
  (await askDns(host, { all: true, verbatim: true })).map(({ address }) => address);

/**
 * Posts deliveries, each over a connection of its own. A host is resolved once and every address it has is looked at;
 * the connection goes to the address that was looked at, so that a second answer of its name server changes nothing.
 * Redirects are not followed, and answers not read.
 */
export function webhookSender(settings: SenderSettings): WebhookSender {
  const { local, timeoutMs = 15_000, resolve = resolveBySystem } = settings;
  return {
    local,
    async send(delivery, now) {
      const refused = addressRefused(delivery.url, local);
      if (refused) return failed(refused);
      const url = new URL(delivery.url);
      try {
        const address = await within(timeoutMs, checkedAddress(hostOf(url), local, resolve));
        return await post(url, address, delivery, now, timeoutMs);
      } catch (error) {
        return failed(sayWhy(error));
      }
    },
  };
}

/** One public address of the host; throws where any of them is not, for which one is taken is not ours to say. */
async function checkedAddress(host: string, local: boolean, resolve: (host: string) => Promise<readonly string[]>) {
  const addresses = isIP(host) ? [host] : await resolve(host);
  const [first] = addresses;
  if (!first) throw new Error(`${host} has no address`);
  if (!local && !addresses.every(isPublicAddress)) throw new Error(`${host} leads to no address on the internet`);
  return first;
}

function post(url: URL, address: string, delivery: Delivery, now: Date, timeoutMs: number): Promise<DeliveryOutcome> {
  const body = new TextEncoder().encode(delivery.body);
  const options: RequestOptions = {
    method: "POST",
    agent: false,
    headers: {
      "content-type": "application/json",
      "content-length": String(body.length),
      "user-agent": "Pakka-Webhooks/1",
      connection: "close",
      ...signWebhook(delivery, now),
    },
    lookup: ((_host, asked, answer) => {
      const family = isIP(address);
      return asked.all ? answer(null, [{ address, family }]) : answer(null, address, family);
    }) as NonNullable<RequestOptions["lookup"]>,
  };
  return new Promise((done) => {
    const request = (url.protocol === "https:" ? requestHttps : requestHttp)(url, options, (response) => {
      clearTimeout(timer);
      done(judge(response));
      response.destroy();
    });
    const timer = setTimeout(() => request.destroy(new Error(`no answer in ${timeoutMs / 1000} s`)), timeoutMs);
    request.on("error", (error) => {
      clearTimeout(timer);
      done(failed(sayWhy(error)));
    });
    request.end(body);
  });
}

function judge(response: IncomingMessage): DeliveryOutcome {
  const status = response.statusCode ?? 0;
  if (status >= 200 && status < 300) return { outcome: "delivered", status, error: null, waitSeconds: null };
  if (status === 410) return { outcome: "gone", status, error: "410: gone", waitSeconds: null };
  const error = status >= 300 && status < 400 ? `${status}: redirects are not followed` : `it answered ${status}`;
  const asked = Number(response.headers["retry-after"]);
  const waitSeconds = Number.isInteger(asked) && asked > 0 ? Math.min(asked, 86_400) : null;
  return { outcome: "retry", status, error, waitSeconds };
}

function failed(error: string): DeliveryOutcome {
  return { outcome: "retry", status: null, error, waitSeconds: null };
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no address in ${ms / 1000} s`)), ms);
  });
  return await Promise.race([work, late]).finally(() => clearTimeout(timer));
}

function sayWhy(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}
