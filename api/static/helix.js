/* What every page does with a script; without one all of it works by plain forms and links.

   data-opens="ID"        a button that shows the dialog ID (without script: its href, or the form inside is on the page)
   data-closes            a button that closes the dialog it stands in
   data-sends             a control whose change submits its form (filters); its form's button is hidden then
   data-asks="SENTENCE"   a form that asks before it is sent */

document.documentElement.classList.add("scripted");

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.opens);
    if (dialog) {
      event.preventDefault();
      dialog.showModal();
    }
  }
  event.target.closest("[data-closes]")?.closest("dialog")?.close();
});

document.addEventListener("change", (event) => {
  const control = event.target.closest("[data-sends]");
  if (control) control.form.requestSubmit();
});

document.addEventListener("submit", (event) => {
  const question = event.target.dataset.asks;
  if (question && !window.confirm(question)) {
    event.preventDefault();
    return;
  }
  const button = event.submitter;
  if (button && event.target.method === "post" && !event.target.target) {
    setTimeout(() => { button.disabled = true; }); // after its own value was taken: a second click sends nothing
    window.addEventListener("pageshow", () => { button.disabled = false; }, { once: true });
  }
});

for (const button of document.querySelectorAll("form:has([data-sends]) button.applies")) button.hidden = true;
