import assert from "node:assert/strict";
import type { Buffer } from "node:buffer";
import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";

/** What hands do on a page: press, download, drag and drop, tab. */

export const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name });

export async function download(page: Page, press: () => Promise<void>): Promise<{ name: string; bytes: Buffer }> {
  const [taken] = await Promise.all([page.waitForEvent("download"), press()]);
  return { name: taken.suggestedFilename(), bytes: await readFile(await taken.path()) };
}

/** Drags a file from the desktop over the page and lets it fall. */
export async function drop(page: Page, name: string, text: string): Promise<void> {
  const dataTransfer = await page.evaluateHandle(
    `(() => { const held = new DataTransfer(); held.items.add(new File([${JSON.stringify(text)}], ${
      JSON.stringify(name)
    }, { type: "text/csv" })); return held; })()`,
  );
  const zone = page.locator(".drop");
  await zone.dispatchEvent("dragover", { dataTransfer });
  assert.match(await zone.getAttribute("class") ?? "", /\bover\b/, "shows that it takes the file");
  await zone.dispatchEvent("drop", { dataTransfer });
}

/** Where the keyboard is, and that it can be seen. */
export async function focused(page: Page): Promise<string> {
  const [text, outline] = await page.evaluate<[string, string]>(
    `[document.activeElement.getAttribute("aria-label") || document.activeElement.textContent.trim(), getComputedStyle(document.activeElement).outlineStyle]`,
  );
  assert.notEqual(outline, "none", `one sees that the keyboard is on ${text}`);
  return text;
}

export async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press("Tab");
    if ((await focused(page)).startsWith(name)) return;
  }
  assert.fail(`the keyboard does not get to ${name}`);
}
