/* Saves a step of a disclosure while it is typed. The server compares versions: of two windows the older is told. */

const form = document.getElementById("draft");
const status = document.getElementById("saved");
const conflict = document.getElementById("conflict");
const version = form.elements.version;
const PAUSE = 900, LONGEST_PAUSE = 30_000, MOST_KEPT_ALIVE = 60_000;

let changed = false; // since the last save began
let saving = null; // the save under way
let timer = 0;
let failures = 0;
let halted = false; // until the person has decided between two windows

function say(what, time = "") {
  status.textContent = (status.dataset[what] ?? "").replace("{time}", time);
  status.classList.toggle("troubled", !["saving", "saved"].includes(what));
}

function later(pause) {
  clearTimeout(timer);
  timer = setTimeout(save, pause);
}

function again(why) {
  changed = true;
  failures += 1;
  say(why);
  later(Math.min(PAUSE * 2 ** failures, LONGEST_PAUSE));
}

async function send() {
  changed = false;
  say("saving");
  let answer;
  try {
    const body = new URLSearchParams(new FormData(form));
    const keepalive = body.toString().length < MOST_KEPT_ALIVE; // survives the page, which browsers allow to small ones
    answer = await fetch(form.dataset.draft, { method: "POST", body, redirect: "manual", keepalive });
  } catch {
    return again("offline");
  }
  if (answer.type === "opaqueredirect") return again("signedOut");
  if (answer.status === 409) {
    const told = await answer.json().catch(() => null);
    if (!told?.version) return refused();
    changed = halted = true;
    status.textContent = "";
    conflict.dataset.version = told.version;
    conflict.hidden = false;
    conflict.scrollIntoView({ block: "center" });
    return undefined;
  }
  if (answer.status >= 500) return again("failed");
  if (!answer.ok) return refused();
  const kept = await answer.json();
  version.value = kept.version;
  failures = 0;
  say("saved", kept.saved);
  if (changed) later(PAUSE);
  return undefined;
}

function refused() {
  halted = changed = true;
  say("refused");
}

function save() {
  clearTimeout(timer);
  if (!changed || halted || saving) return saving;
  saving = send().finally(() => { saving = null; });
  return saving;
}

form.addEventListener("input", () => {
  changed = true;
  if (!failures) later(PAUSE);
  sum();
});
window.addEventListener("online", save);
window.addEventListener("focus", () => { if (failures) save(); });
document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") save(); });
window.addEventListener("beforeunload", (event) => { if (halted || failures || (changed && saving)) event.preventDefault(); });

document.addEventListener("click", (event) => { // leaving by a link: the page that comes must know this version
  const link = event.target.closest("a[href]");
  const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  if (!link || !plain || conflict.contains(link) || halted || failures || !(changed || saving)) return;
  event.preventDefault();
  settled().then(() => { if (!halted && !failures) window.location = link.href; });
});

async function settled() {
  while (!halted && !failures && (changed || saving)) await save();
}

form.addEventListener("submit", (event) => {
  clearTimeout(timer);
  if (saving) { // its answer carries the version that this submit must show
    event.preventDefault();
    event.stopImmediatePropagation();
    const button = event.submitter;
    saving.then(() => { if (!halted) form.requestSubmit(button); });
    return;
  }
  changed = false;
}, { capture: true });

conflict.querySelector("[data-keeps]").addEventListener("click", () => {
  version.value = conflict.dataset.version;
  conflict.hidden = true;
  halted = false;
  save();
});
conflict.querySelector("a").addEventListener("click", () => { changed = halted = false; });

function sum() {
  const output = document.getElementById("sum");
  if (!output) return;
  let points = 0;
  for (const field of form.querySelectorAll('[name$=".share"]')) {
    const number = /^\s*(\d{1,3})(?:[.,](\d{1,2}))?\s*%?\s*$/.exec(field.value);
    if (number) points += Number(number[1]) * 100 + Number((number[2] ?? "").padEnd(2, "0"));
  }
  const percent = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 2 });
  output.textContent = `${percent.format(points / 100)}%`;
  output.classList.toggle("whole", points === 10_000);
}
