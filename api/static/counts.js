/* Counts the characters of a text against the most that it may have: data-counts="500". The page shows the count as it
   was served; a small field (data-quiet) says it only when it is over. */

const words = new Intl.NumberFormat(document.documentElement.lang);

for (const area of document.querySelectorAll("[data-counts]")) {
  const most = Number(area.dataset.counts);
  let count = area.parentElement.querySelector(".count");
  if (!count) {
    count = document.createElement("small");
    count.className = "count";
    area.after(count);
  }
  const show = () => {
    const length = [...area.value].length; // as the server counts: a letter beyond the basic plane is one
    const said = `${words.format(length)} / ${words.format(most)}`;
    const now = count.querySelector(".now");
    if (now) now.textContent = words.format(length);
    else count.textContent = area.hasAttribute("data-quiet") && length <= most ? "" : said;
    count.classList.toggle("over", length > most);
  };
  area.addEventListener("input", show);
  show();
}
