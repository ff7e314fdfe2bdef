/* Opens the folded section to which a link leads, where the browser does not by itself; and says that a file is too
   large before it travels: without script the server says it. */

const unfold = () => {
  const target = location.hash && document.getElementById(location.hash.slice(1));
  const fold = target && target.closest("details.fold:not([open])");
  if (fold) {
    fold.open = true;
    target.scrollIntoView();
  }
};
addEventListener("hashchange", unfold);
unfold();

for (const form of document.querySelectorAll("form[data-most]")) {
  const input = form.querySelector("input[type=file]");
  const fault = form.querySelector("#w-file");
  const check = () => {
    const tooLarge = [...input.files].some((file) => file.size > Number(form.dataset.most));
    fault.hidden = !tooLarge;
    input.setAttribute("aria-invalid", String(tooLarge));
    input.setAttribute("aria-describedby", tooLarge ? "w-file h-file" : "h-file");
    return !tooLarge;
  };
  input.addEventListener("change", check);
  form.addEventListener("submit", (event) => {
    if (!check()) {
      event.preventDefault();
      input.focus();
    }
  });
}
