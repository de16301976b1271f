/* Comfort for the form of a topic; it works without. */
import { byId, focusWhereWanted } from "../elements.js";
import { watchExamples } from "./advice.js";
import { offerProbe } from "./comparison.js";
import { watchPreviews } from "./preview.js";

const form = byId("bearbeiten", HTMLFormElement);
watchPreviews(form);
watchExamples(form);
offerProbe(form);
keepFromLeaving(form);
focusWhereWanted();

/**
 * Ask before somebody leaves with something typed and not saved.
 *
 * @param {HTMLFormElement} form
 */
function keepFromLeaving(form) {
  let isChanged = document.querySelector(".fault, .conflict") !== null;
  form.addEventListener("input", () => (isChanged = true));
  form.addEventListener("submit", () => (isChanged = false));
  window.addEventListener("beforeunload", (event) => {
    if (isChanged) event.preventDefault();
  });
}
