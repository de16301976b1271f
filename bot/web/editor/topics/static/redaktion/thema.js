/* Comfort for the form of a topic; it works without. */
import { offerProbe } from "./probe.js";
import { watchExamples } from "./rat.js";
import { watchPreviews } from "./vorschau.js";

const form = document.getElementById("bearbeiten");
watchPreviews(form);
watchExamples(form);
offerProbe(form);
keepFromLeaving(form);
document.querySelector("[data-focus]")?.focus();

/** Ask before somebody leaves with something typed and not saved. */
function keepFromLeaving(form) {
  let isChanged = document.querySelector(".fault, .conflict") !== null;
  form.addEventListener("input", () => (isChanged = true));
  form.addEventListener("submit", () => (isChanged = false));
  window.addEventListener("beforeunload", (event) => {
    if (isChanged) event.preventDefault();
  });
}
