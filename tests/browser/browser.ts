import assert from "node:assert/strict";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

const shots = join(import.meta.dirname ?? ".", "screenshots");
const places = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** PAKKA_BROWSER: a path, or `required` where a missing browser is a failure (.ci/run). */
const wanted = Deno.env.get("PAKKA_BROWSER") ?? "";
const found = wanted && wanted !== "required" ? wanted : places.find((place) => existsSync(place));
if (!found && wanted === "required") throw new Error("no browser found: install chromium");
if (!found) console.error("no browser found: install chromium, or name one in PAKKA_BROWSER; the pages are not tried");

/** True where there is no browser: tests that need one are then counted as ignored. */
export const noBrowser = found === undefined;

/** One browser a test file, which collects what no page may do. */
export interface Watched {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Keeps the page as a picture, `tests/browser/screenshots/<name>.png`, and holds it to its width. */
  shoot(name: string): Promise<void>;
  /** Faults seen so far: script errors, refused content, requests to another host. Taken out as they are read. */
  faults(): string[];
  close(): Promise<void>;
}

let launched: Promise<Browser> | undefined;

export async function closeBrowser(): Promise<void> {
  await (await launched)?.close();
  launched = undefined;
}

interface Wanted {
  readonly width?: number;
  readonly height?: number;
  readonly dark?: boolean;
  /** False: a browser in which no page runs a script. */
  readonly scripts?: boolean;
}

/** A person's browser: cookies of its own. Every request to another host is stopped and is a fault. */
export async function openBrowser(origin: string, wanted: Wanted = {}) {
  const { width = 1280, height = 860, dark = false, scripts = true } = wanted;
  launched ??= chromium.launch({ executablePath: found!, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
  const context = await (await launched).newContext({
    baseURL: origin,
    viewport: { width, height },
    colorScheme: dark ? "dark" : "light",
    javaScriptEnabled: scripts,
    isMobile: width < 500,
    hasTouch: width < 500,
    timezoneId: "America/New_York",
  });
  const seen: string[] = [];
  await context.route("**/*", (route) => {
    const { protocol, host } = new URL(route.request().url());
    const isOurs = host === new URL(origin).host || protocol === "data:";
    if (!isOurs) seen.push(`a request to another host: ${route.request().url()}`);
    return isOurs ? route.continue() : route.abort();
  });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  page.on("pageerror", (error) => void seen.push(`script: ${error.message}`));
  page.on("dialog", (dialog) => (seen.push(`a dialog: ${dialog.message()}`), dialog.dismiss()));
  page.on("console", (message) => {
    // That a page was refused (401, 404 …) is the test's to expect; everything else a page complains about is a fault.
    const isStatus = message.text().startsWith("Failed to load resource: the server responded with a status");
    if (message.type() === "error" && !isStatus) seen.push(`console: ${message.text()}`);
  });
  const watched: Watched = {
    context,
    page,
    async shoot(name) {
      mkdirSync(shots, { recursive: true });
      // From its top, in its own letters.
      await page.evaluate(`scrollTo(0, 0), ${scripts ? "document.fonts.ready.then(() => {})" : "0"}`);
      await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
      const root = "document.documentElement";
      const over = await page.evaluate<number>(`${root}.scrollWidth - ${root}.clientWidth`);
      assert.ok(over <= 0, `${name} is ${over} pixels wider than its window`);
    },
    faults: () => seen.splice(0),
    async close() {
      await context.close();
      assert.deepEqual(watched.faults(), []);
    },
  };
  return watched;
}
