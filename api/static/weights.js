// The sum of the weights while they are typed; without this script the page counts it when it is sent.
const form = document.querySelector(".weights");
const sum = form.querySelector(".sum");

form.addEventListener("input", () => {
  const inputs = [...form.querySelectorAll("input[name^='weight_']")];
  const total = inputs.reduce((found, input) => found + (Number.parseInt(input.value, 10) || 0), 0);
  sum.querySelector("output").value = total;
  sum.classList.toggle("off", total !== 100);
});
