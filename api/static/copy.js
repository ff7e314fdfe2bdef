/* "Copy" beside a text: data-copy names its id. Where the browser lends no clipboard, the text is selected instead. */

const said = document.querySelector("[data-said]");

function select(place) {
  const range = document.createRange();
  range.selectNodeContents(place);
  const selection = getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
}

async function copy(button) {
  const place = document.getElementById(button.dataset.copy);
  let done = button.dataset.done;
  try {
    await navigator.clipboard.writeText(place.textContent);
  } catch {
    select(place);
    done = button.dataset.select;
  }
  const label = button.firstChild;
  button.dataset.label ??= label.textContent;
  label.textContent = done;
  said.textContent = `${button.querySelector(".label").textContent.trim()}: ${done}`;
  setTimeout(() => (label.textContent = button.dataset.label), 2000);
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", () => copy(button));
}
