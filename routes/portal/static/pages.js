/** Pages work without this. It sends a form once, and keeps a page that shows the state of things up to date. */

addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("[data-upload]")) {
    event.preventDefault();
    upload(form, new FormData(form, event.submitter));
  }
  // Once the form is on its way: a disabled button would not send its own value.
  setTimeout(() => hold(form, true));
});

function hold(form, isHeld) {
  for (const button of form.querySelectorAll("button")) {
    button.disabled = isHeld;
    button.setAttribute("aria-busy", String(isHeld));
  }
}

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

/** Sends a file and shows how far it is. The answer is a page: another one is gone to, a refusal is shown in place. */
function upload(form, data) {
  const [sent, bar, says] = ["[data-sent]", "progress", "[data-sent] p"].map((part) => form.querySelector(part));
  const request = new XMLHttpRequest();
  const tell = (text) => says.textContent = text;
  sent.hidden = false;
  tell(form.dataset.sending);
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    bar.value = Math.round((100 * loaded) / Math.max(total, 1));
    tell(loaded < total ? `${form.dataset.sending} ${bar.value}%` : form.dataset.checking);
  });
  request.addEventListener("error", () => {
    tell(form.dataset.failed);
    bar.value = 0;
    hold(form, false);
  });
  request.addEventListener("load", () => {
    const answer = new DOMParser().parseFromString(request.responseText, "text/html").querySelector("main");
    if (request.responseURL !== form.action || !answer) return location.assign(request.responseURL);
    const shown = document.querySelector("main");
    shown.replaceChildren(...answer.childNodes);
    scrollTo(0, 0);
    (shown.querySelector("[role=alert], [aria-invalid=true]") ?? shown).focus();
    start();
  });
  request.open("POST", form.action);
  request.send(data);
}

for (const kind of ["dragover", "dragleave", "drop"]) {
  addEventListener(kind, (event) => {
    const zone = event.target.closest?.(".drop");
    for (const other of document.querySelectorAll(".drop.over")) other.classList.remove("over");
    if (!zone) return;
    event.preventDefault();
    if (kind === "dragover") zone.classList.add("over");
    if (kind === "drop" && event.dataTransfer.files.length > 0) {
      zone.querySelector("input").files = event.dataTransfer.files;
    }
  });
}

/** What is chosen: one box stands for all of its kind, and the server counts and sums anew after each change. */
addEventListener("change", ({ target }) => {
  const form = target.closest?.("form[data-live]");
  if (!form) return;
  const named = target.dataset.all ?? target.name;
  const all = form.querySelector(`[data-all="${named}"]`);
  const boxes = [...form.elements].filter((one) => one.type === "checkbox" && one.name === named);
  if (target === all) { for (const box of boxes) box.checked = all.checked; }
  else if (all) {
    all.checked = false;
    all.indeterminate = boxes.some((box) => box.checked);
  }
  count(form);
});

/** A page gone back to keeps its ticks, and not what they came to. */
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-live]")) {
    if ([...form.elements].some((one) => one.checked !== one.defaultChecked)) count(form);
  }
});

let counting = new AbortController();

function count(form) {
  counting.abort();
  counting = new AbortController();
  const { signal } = counting;
  const { live, from, failed } = form.dataset;
  const shown = document.getElementById(live);
  shown.setAttribute("aria-busy", "true");
  setTimeout(async () => {
    if (signal.aborted) return;
    try {
      const answer = await fetch(`${from}?${new URLSearchParams(new FormData(form))}`, { signal });
      if (answer.redirected) return location.reload();
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(live);
      shown.replaceChildren(...fresh.childNodes);
    } catch {
      if (signal.aborted) return;
      shown.textContent = failed;
    }
    shown.setAttribute("aria-busy", "false");
  }, 150);
}

/** A code copied with its spaces is a code all the same. */
addEventListener("paste", (event) => {
  if (!event.target.matches?.("input.otp")) return;
  const digits = event.clipboardData.getData("text").replace(/\D/g, "").slice(0, 6);
  if (digits === "") return;
  event.preventDefault();
  event.target.value = digits;
});

/** Counts down to where something ends, by this machine's own pace: its clock may be wrong. */
function start() {
  for (const shown of document.querySelectorAll("[data-expires]")) {
    const end = performance.now() + Number(shown.dataset.expires) * 1000;
    const tick = () => {
      const left = Math.max(0, Math.ceil((end - performance.now()) / 1000));
      shown.textContent = [left / 60, left % 60].map((part) => String(Math.floor(part)).padStart(2, "0")).join(":");
      if (left > 0 && shown.isConnected) return setTimeout(tick, 250);
      const over = document.getElementById(shown.dataset.over);
      if (over) over.hidden = left > 0;
    };
    tick();
  }
}
start();
