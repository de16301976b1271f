/* The answer as a chat bubble while it is written, worded by the chat's own code; facts to put in. */
import { all, field, one } from "../elements.js";
import { blocks } from "../widget/markdown.js";

const NAME = /\{[a-z_0-9]+\}/g;

/**
 * Keep every preview of the form as its fields are, and offer the fair's facts.
 *
 * @param {HTMLFormElement} form
 */
export function watchPreviews(form) {
  const facts = new Map(all("[data-insert]", form).map((each) => [each.dataset.insert, each.dataset.value]));
  for (const bubble of all("[data-preview]", form)) {
    const answer = field(form, bubble.dataset.preview ?? "", HTMLTextAreaElement);
    const show = () => bubble.replaceChildren(...blocks(answer.value.replace(NAME, (name) => facts.get(name) ?? name)));
    answer.addEventListener("input", show);
    show();
  }
  for (const list of all("[data-preview-buttons]", form)) watchButtons(form, list);
  for (const choice of all("[data-target]", form, HTMLSelectElement)) watchChoice(form, choice);
  offerFacts(form);
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement} list
 */
function watchButtons(form, list) {
  const titles = all(`[name^="knopf_${list.dataset.previewButtons}_"]`, form, HTMLInputElement);
  const show = () =>
    list.replaceChildren(...titles.filter((each) => isUsed(form, each) && each.value.trim()).map(asItem));
  form.addEventListener("input", show);
  form.addEventListener("change", show);
  show();
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLInputElement} title
 */
function isUsed(form, title) {
  return field(form, title.name.replace("knopf_", "ziel_"), HTMLSelectElement).value !== "";
}

/** @param {HTMLInputElement} title */
function asItem(title) {
  const item = document.createElement("li");
  item.textContent = title.value;
  return item;
}

/**
 * Show the search word only where it counts, and name a button after what it leads to.
 *
 * @param {HTMLFormElement} form
 * @param {HTMLSelectElement} choice
 */
function watchChoice(form, choice) {
  const place = choice.dataset.target;
  const word = one(`[data-word="${place}"]`, form);
  const title = field(form, `knopf_${place}`, HTMLInputElement);
  const show = () => {
    word.hidden = !["programm_suche", "stand_suche"].includes(choice.value);
  };
  let named = title.value;
  choice.addEventListener("change", () => {
    show();
    if (title.value.trim() !== "" && title.value !== named) return;
    named = choice.value === "" || !word.hidden ? "" : (choice.selectedOptions[0]?.textContent ?? "");
    title.value = named;
    title.dispatchEvent(new Event("input", { bubbles: true }));
  });
  show();
}

/**
 * Put a fact into the answer that was edited last.
 *
 * @param {HTMLFormElement} form
 */
function offerFacts(form) {
  let target = field(form, "text_0", HTMLTextAreaElement);
  form.addEventListener("focusin", (event) => {
    const focused = event.target;
    if (focused instanceof HTMLTextAreaElement && focused.name.startsWith("text_")) target = focused;
  });
  for (const button of all("[data-insert]", form)) {
    button.addEventListener("click", () => {
      target.setRangeText(button.dataset.insert ?? "", target.selectionStart, target.selectionEnd, "end");
      target.dispatchEvent(new Event("input", { bubbles: true }));
      target.focus();
    });
  }
}
