/* The board: cards are dragged or walked along by arrow keys, columns load as one scrolls. Every move is the form of
   the card's own menu, so all that the server says about it is the same without this script. */

const board = document.querySelector("[data-board]");
const told = document.getElementById("told");
const said = document.getElementById("said");
let dragged = null;

const lane = (stage) => board.querySelector(`[data-lane="${CSS.escape(stage)}"]`);
const made = (html) => document.createRange().createContextualFragment(html);

function recount(stage, by) {
  const count = lane(stage)?.querySelector("[data-count]");
  if (!count) return;
  count.dataset.count = Number(count.dataset.count) + by;
  count.textContent = Number(count.dataset.count).toLocaleString(document.documentElement.lang);
}

function place(card, fresh) {
  const [from, to] = [card.dataset.stage, fresh.dataset.stage];
  if (from === to) {
    card.replaceWith(fresh);
  } else {
    card.remove();
    lane(to)?.querySelector(".stack")?.prepend(fresh);
    recount(from, -1);
    recount(to, 1);
  }
  fresh.classList.add("arrived");
  setTimeout(() => fresh.classList.remove("arrived"), 4000);
  return fresh;
}

function announce(card) {
  const stage = lane(card.dataset.stage)?.querySelector("h2").firstChild.textContent.trim();
  said.textContent = said.dataset.moved.replace("{reference}", card.dataset.reference).replace("{stage}", stage);
}

async function send(data) {
  const card = board.querySelector(`[data-reference="${CSS.escape(data.get("reference"))}"]`);
  data.set("part", "1");
  let answer, part;
  try {
    answer = await fetch(document.querySelector("form[data-moves]").action, { method: "POST", body: new URLSearchParams(data) });
    part = made(await answer.text());
  } catch {
    part = null;
  }
  const fresh = part?.querySelector("template")?.content.querySelector(".ticket") ?? part?.querySelector(".ticket");
  if (answer?.ok && fresh) {
    told.close();
    const moved = card ? place(card, fresh) : fresh;
    announce(moved);
    moved.querySelector("h3 a")?.focus();
  } else if (part?.querySelector("[data-error]")) {
    card?.querySelector("details[open]")?.removeAttribute("open");
    if (fresh && card) place(card, fresh);
    part.querySelectorAll("template").forEach((each) => each.remove());
    told.replaceChildren(part);
    told.dataset.about = data.get("reference");
    if (!told.open) told.showModal();
  } else {
    window.alert(told.dataset.failed);
    location.reload();
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-moves]");
  if (!form) return;
  event.preventDefault();
  event.stopImmediatePropagation(); // helix.js would leave the button disabled, as before a page that goes
  send(new FormData(form, event.submitter));
}, { capture: true });

told.addEventListener("close", () => {
  const card = told.dataset.about && board.querySelector(`[data-reference="${CSS.escape(told.dataset.about)}"]`);
  delete told.dataset.about;
  if (card) card.querySelector("h3 a")?.focus();
});

board.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.(".ticket");
  if (!dragged) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.dataset.reference);
  dragged.classList.add("moving");
  for (const stage of dragged.dataset.to.split(" ")) lane(stage)?.classList.add("takes");
});
board.addEventListener("dragend", () => {
  dragged?.classList.remove("moving");
  board.querySelectorAll(".takes, .over").forEach((each) => each.classList.remove("takes", "over"));
  dragged = null;
});
board.addEventListener("dragover", (event) => {
  const over = event.target.closest("[data-lane]");
  board.querySelectorAll(".over").forEach((each) => each !== over && each.classList.remove("over"));
  if (!dragged || !over || over.dataset.lane === dragged.dataset.stage) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = "move";
  if (over.classList.contains("takes")) over.classList.add("over");
});
board.addEventListener("drop", (event) => {
  const over = event.target.closest("[data-lane]");
  if (!dragged || !over) return;
  event.preventDefault();
  const form = dragged.querySelector("form[data-moves]");
  if (!form) return;
  const data = new FormData(form);
  data.set("to", over.dataset.lane);
  send(data);
});

board.addEventListener("keydown", (event) => {
  const card = event.target.closest(".ticket");
  const step = { ArrowDown: [0, 1], ArrowUp: [0, -1], ArrowRight: [1, 0], ArrowLeft: [-1, 0] }[event.key];
  if (!card || !step || event.altKey || event.ctrlKey || event.metaKey) return;
  const lanes = [...board.querySelectorAll(".lane:has(.ticket)")];
  const across = lanes.indexOf(card.closest(".lane")) + step[0];
  const cards = [...(lanes[across]?.querySelectorAll(".ticket") ?? [])];
  const down = step[0] ? Math.min([...card.parentElement.children].indexOf(card), cards.length - 1) : cards.indexOf(card) + step[1];
  if (!cards[down]) return;
  event.preventDefault();
  cards[down].querySelector("h3 a").focus();
});

const nearing = new IntersectionObserver((entries) => entries.filter((each) => each.isIntersecting).forEach((each) => load(each.target)), { rootMargin: "0px 0px 600px" });

async function load(link) {
  if (link.dataset.loads) return;
  link.dataset.loads = "yes";
  nearing.unobserve(link);
  const address = new URL(link.href);
  address.searchParams.set("part", "1");
  try {
    const answer = await fetch(address);
    if (!answer.ok) return;
    const part = made(await answer.text());
    const shelf = link.closest(".shelf");
    const next = part.querySelector(".more");
    const here = new Set([...shelf.querySelectorAll(".ticket")].map((each) => each.dataset.reference));
    shelf.querySelector(".stack").append(...[...part.querySelectorAll(".ticket")].filter((each) => !here.has(each.dataset.reference)));
    link.replaceWith(...(next ? [next] : []));
    if (next) nearing.observe(next);
  } catch {
    delete link.dataset.loads; // the link still works by itself
  }
}

board.querySelectorAll(".more").forEach((each) => nearing.observe(each));
board.addEventListener("click", (event) => {
  const link = event.target.closest(".more");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  load(link);
});
