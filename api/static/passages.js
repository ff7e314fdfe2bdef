/* A finding leads to its passage: the link goes to the field without script; with it the passage is selected there. */

for (const link of document.querySelectorAll("a[data-start]")) {
  link.addEventListener("click", (event) => {
    const field = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    const said = link.textContent.slice(0, 200); // a long passage is shown shortened
    if (!(field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement)) return;
    event.preventDefault();
    const language = field.lang === "pl" ? "show-pl" : "show-en";
    document.getElementById(language)?.click();
    const letters = [...field.value]; // letters beyond the basic plane are two in a string
    const from = Number(link.dataset.start);
    const counted = letters.slice(0, from).join("").length;
    const length = letters.slice(from, from + Number(link.dataset.length)).join("").length;
    const start = field.value.startsWith(said, counted) ? counted : field.value.indexOf(said); // the text may have changed since
    field.focus();
    if (start >= 0) field.setSelectionRange(start, start + (start === counted ? length : said.length));
    field.scrollIntoView({ block: "center" });
  });
}
