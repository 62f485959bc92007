/** Pages work without this. It sends a form once, and keeps a page that shows the state of things up to date. */

addEventListener("submit", (event) => {
  const buttons = event.target.querySelectorAll("button");
  setTimeout(() => {
    for (const button of buttons) {
      button.disabled = true;
      button.setAttribute("aria-busy", "true");
    }
  });
});

/** Going back must not show a form as already sent. */
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

document.querySelector(".tabs [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });

const every = Number(document.querySelector("main")?.dataset.reload ?? 0);
if (every > 0) setInterval(reload, every * 1000);

/** Puts the page's present content in place of what is shown; never under somebody's hands. */
async function reload() {
  const shown = document.querySelector("main");
  const isInUse = document.visibilityState !== "visible" || shown.contains(document.activeElement) ||
    getSelection()?.type === "Range";
  if (isInUse) return;
  try {
    const answer = await fetch(location.href, { headers: { "x-pakka-reload": "1" } });
    if (answer.redirected) return location.reload();
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main");
    if (!fresh) return;
    const scrolled = [...shown.querySelectorAll("pre")].map((one) => one.scrollTop);
    shown.replaceChildren(...fresh.childNodes);
    [...shown.querySelectorAll("pre")].forEach((one, at) => one.scrollTop = scrolled[at] ?? 0);
  } catch {
    // The next one may get through.
  }
}
