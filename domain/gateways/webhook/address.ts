import { isIP } from "node:net";

/** Networks of IPv4 that are nobody's on the internet, or ours: private, shared, loopback, link-local (metadata), documentation, multicast, reserved. */
const closed4 = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
].map((network) => {
  const [base = "", length = "0"] = network.split("/");
  return { base: number4(base), mask: Number(length) === 0 ? 0 : (-1 << (32 - Number(length))) >>> 0 };
});

/** Of the global unicast space 2000::/3: Teredo, ORCHID and other assignments, documentation, 6to4, which carries IPv4. */
const closed6 = [["2001", 0x0000, 0x01ff], ["2001", 0x0db8, 0x0db8], ["2002", 0, 0xffff], ["3fff", 0, 0x0fff]] as const;

/** Whether an address is one on the internet. Everything else is closed to webhooks, IPv4 dressed as IPv6 too. */
export function isPublicAddress(address: string): boolean {
  const version = isIP(address);
  if (version === 4) {
    const number = number4(address);
    return closed4.every(({ base, mask }) => ((number & mask) >>> 0) !== base);
  }
  if (version !== 6 || address.includes("%") || address.includes(".")) return false;
  const [first = 0, second = 0] = groups6(address);
  if (first < 0x2000 || first > 0x3fff) return false;
  return !closed6.some(([group, from, to]) => parseInt(group, 16) === first && second >= from && second <= to);
}

/**
 * Why nothing may be sent to this URL, as far as can be said without asking for its address; null where it may. `local`
 * allows http:// and every host.
 */
export function addressRefused(text: string, local: boolean): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !["https:", "http:"].includes(url.protocol)) return "an https:// URL is wanted";
  if (url.protocol === "http:" && !local) return "an https:// URL is wanted: what is sent is for nobody else to read";
  if (url.username || url.password) return "no user and password in a URL; deliveries are signed";
  if (url.hash) return "a fragment is never sent";
  const host = hostOf(url);
  if (!local && isIP(host) && !isPublicAddress(host)) return `${host} is no address on the internet`;
  return null;
}

/** The host as it is connected to: an IPv6 address without its brackets. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, "$1");
}

function number4(address: string): number {
  return address.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0);
}

/** The eight groups of an IPv6 address. */
function groups6(address: string): number[] {
  const [left = "", right] = address.split("::");
  const read = (part: string) => part === "" ? [] : part.split(":").map((group) => parseInt(group, 16));
  const [head, tail] = [read(left), read(right ?? "")];
  return right === undefined ? head : [...head, ...Array(8 - head.length - tail.length).fill(0), ...tail];
}
