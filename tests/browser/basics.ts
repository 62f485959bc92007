import type { Page } from "playwright-core";

/** What whoever cannot see or cannot use a mouse needs of a page, and is not there. */
export async function missingBasics(page: Page): Promise<string[]> {
  return await page.evaluate<string[]>(`(${found})()`);
}

/** Runs in the page. */
const found = `() => {
  const missing = [];
  const all = (what) => [...document.querySelectorAll(what)];
  const nameOf = (one) => (one.getAttribute("aria-label") ?? "") ||
    [...(one.labels ?? [])].map((label) => label.textContent).join(" ").trim() || (one.alt ?? "") || one.textContent.trim();
  if (!document.documentElement.lang) missing.push("the page has no language");
  if (!document.title) missing.push("the page has no title");
  if (all("h1").length !== 1) missing.push(all("h1").length + " h1");
  let above = 1;
  for (const heading of all("h1, h2, h3, h4, h5, h6")) {
    const level = Number(heading.localName[1]);
    if (level > above + 1) missing.push("h" + level + " after h" + above + ": " + heading.textContent);
    above = level;
  }
  for (const one of all("input:not([type=hidden]), select, textarea, button, a[href]")) {
    if (nameOf(one) === "") missing.push("no name: " + one.outerHTML.slice(0, 120));
  }
  const named = new Set();
  for (const { id } of all("[id]")) {
    if (named.has(id)) missing.push("twice: #" + id);
    named.add(id);
  }
  for (const one of all("[aria-describedby]")) {
    for (const id of one.getAttribute("aria-describedby").split(" ")) if (!named.has(id)) missing.push("nowhere: #" + id);
  }
  for (const one of all("th")) if (!one.scope) missing.push("a th without scope: " + one.textContent);
  for (const one of all("img")) if (!one.hasAttribute("alt")) missing.push("an img without alt");
  for (const one of all("a[href^='#']")) {
    if (!document.getElementById(one.hash.slice(1))) missing.push("leads nowhere: " + one.hash);
  }
  if (!document.querySelector("main#main") || all("a.skip").length !== 1) missing.push("no way past the tabs");
  return missing;
}`;
