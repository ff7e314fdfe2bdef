/* Shows how many characters a text has of the most that it may have: data-counts="500". Without script the hint says it. */

const words = new Intl.NumberFormat(document.documentElement.lang);

for (const area of document.querySelectorAll("[data-counts]")) {
  const most = Number(area.dataset.counts);
  const count = document.createElement("small");
  count.className = "count";
  area.after(count);
  const show = () => {
    const length = [...area.value].length; // as the server counts: a letter beyond the basic plane is one
    count.textContent = `${words.format(length)} / ${words.format(most)}`;
    count.classList.toggle("over", length > most);
  };
  area.addEventListener("input", show);
  show();
}
