/* The answer as a chat bubble while it is written, worded by the chat's own code; facts to put in. */
import { blocks } from "../widget/markdown.js";

const NAME = /\{[a-z_0-9]+\}/g;

/** Keep every preview of the form as its fields are, and offer the fair's facts. */
export function watchPreviews(form) {
  const facts = new Map(
    [...form.querySelectorAll("[data-insert]")].map((each) => [each.dataset.insert, each.dataset.value]),
  );
  for (const bubble of form.querySelectorAll("[data-preview]")) {
    const field = form.elements[bubble.dataset.preview];
    const show = () => bubble.replaceChildren(...blocks(field.value.replace(NAME, (name) => facts.get(name) ?? name)));
    field.addEventListener("input", show);
    show();
  }
  for (const list of form.querySelectorAll("[data-preview-buttons]")) watchButtons(form, list);
  for (const choice of form.querySelectorAll("[data-target]")) watchChoice(form, choice);
  offerFacts(form);
}

function watchButtons(form, list) {
  const titles = [...form.querySelectorAll(`[name^="knopf_${list.dataset.previewButtons}_"]`)];
  const show = () =>
    list.replaceChildren(...titles.filter((each) => isUsed(form, each) && each.value.trim()).map(asItem));
  form.addEventListener("input", show);
  form.addEventListener("change", show);
  show();
}

function isUsed(form, title) {
  return form.elements[title.name.replace("knopf_", "ziel_")].value !== "";
}

function asItem(field) {
  const item = document.createElement("li");
  item.textContent = field.value;
  return item;
}

/** Show the search word only where it counts, and name a button after what it leads to. */
function watchChoice(form, choice) {
  const place = choice.dataset.target;
  const word = form.querySelector(`[data-word="${place}"]`);
  const title = form.elements[`knopf_${place}`];
  const show = () => (word.hidden = !["programm_suche", "stand_suche"].includes(choice.value));
  let named = title.value;
  choice.addEventListener("change", () => {
    show();
    if (title.value.trim() !== "" && title.value !== named) return;
    named = choice.value === "" || !word.hidden ? "" : choice.selectedOptions[0].textContent;
    title.value = named;
    title.dispatchEvent(new Event("input", { bubbles: true }));
  });
  show();
}

/** Put a fact into the answer that was edited last. */
function offerFacts(form) {
  let target = form.elements.text_0;
  form.addEventListener("focusin", (event) => {
    if (event.target.name?.startsWith("text_")) target = event.target;
  });
  for (const button of form.querySelectorAll("[data-insert]")) {
    button.addEventListener("click", () => {
      target.setRangeText(button.dataset.insert, target.selectionStart, target.selectionEnd, "end");
      target.dispatchEvent(new Event("input", { bubbles: true }));
      target.focus();
    });
  }
}
