/* A finding leads to its passage: the link goes to the field without script; with it the passage is selected there. */

for (const link of document.querySelectorAll("a[data-start]")) {
  link.addEventListener("click", (event) => {
    const field = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    const said = link.textContent;
    if (!(field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement)) return;
    event.preventDefault();
    const language = field.lang === "pl" ? "show-pl" : "show-en";
    document.getElementById(language)?.click();
    const counted = [...field.value].slice(0, Number(link.dataset.start)).join("").length; // letters beyond the basic plane are two here
    const start = field.value.startsWith(said, counted) ? counted : field.value.indexOf(said); // the text may have changed since
    field.focus();
    if (start >= 0) field.setSelectionRange(start, start + said.length);
    field.scrollIntoView({ block: "center" });
  });
}
