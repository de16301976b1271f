/* Help while writing: asks the server what it thinks of the example sentences, and shows it below them. */
import { field, one } from "../elements.js";
import { el } from "../widget/dom.js";
import { postJson } from "./server.js";

const PAUSE = 700,
  AGAIN = 4000; // milliseconds

/** @typedef {{ text: string, anzahl: number }} Idea */
/** @typedef {{ text: string, thema: string }} OtherTopic */
/** @typedef {{ fertig: boolean, hinweise: { satz: string, text: string }[], vorschlaege: Idea[], zum_titel: OtherTopic[] }} Help */

/**
 * Watch the example sentences of the form.
 *
 * @param {HTMLFormElement} form
 */
export function watchExamples(form) {
  const examples = field(form, "beispiele", HTMLTextAreaElement);
  const title = field(form, "titel", HTMLInputElement);
  const place = one("[data-advice]", form);
  const besideTitle = one("[data-title-advice]", form);
  let timer = 0;
  let asking = new AbortController();
  const ask = async () => {
    asking.abort();
    asking = new AbortController();
    try {
      const typed = { thema: form.dataset.topic, titel: title.value, zeilen: examples.value.split("\n") };
      const help = await postJson(form, "rat.json", typed, asking.signal);
      show(place, help, examples);
      besideTitle.replaceChildren(...help.zum_titel.map(otherTopic));
      if (!help.fertig) timer = setTimeout(ask, AGAIN);
    } catch {
      // Typed on, or the server is away: the check on saving says what matters.
    }
  };
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  };
  examples.addEventListener("input", later);
  title.addEventListener("input", later);
  later();
}

/**
 * @param {Element} place
 * @param {Help} help
 * @param {HTMLTextAreaElement} examples
 */
function show(place, help, examples) {
  const remarks = help.hinweise.map((each) =>
    el("li", {}, each.satz === "" ? "" : el("q", {}, each.satz), ` ${each.text}`),
  );
  const parts = [];
  if (remarks.length > 0) parts.push(el("div", { class: "advice" }, el("ul", {}, ...remarks)));
  if (help.vorschlaege.length > 0) parts.push(ideas(help.vorschlaege, examples));
  if (!help.fertig) parts.push(el("p", { class: "hint" }, "Der Vergleich mit den anderen Themen wird vorbereitet …"));
  place.replaceChildren(...parts);
}

/**
 * A topic that may be the better place; it opens beside, so that nothing typed is lost.
 *
 * @param {OtherTopic} topic
 */
function otherTopic({ text, thema }) {
  const link = el(
    "a",
    { href: new URL(`thema/${thema}`, location.href).href, target: "_blank" },
    "Dort nachsehen (neuer Tab)",
  );
  return el("p", { class: "advice" }, `${text} `, link);
}

/**
 * Questions that visitors have asked and the bot could not answer; one click takes one over.
 *
 * @param {Idea[]} found
 * @param {HTMLTextAreaElement} examples
 */
function ideas(found, examples) {
  const rows = found.map(({ text, anzahl }) => {
    const take = el("button", { type: "button", class: "quiet", onclick: () => add(examples, text) }, text);
    return el("li", {}, take, anzahl > 1 ? el("span", { class: "hint" }, ` ${anzahl}-mal gefragt`) : "");
  });
  return el(
    "div",
    { class: "ideas" },
    el("p", {}, "So haben Gäste in den letzten Tagen gefragt, ohne Antwort. Übernehmen?"),
    el("ul", {}, ...rows),
  );
}

/**
 * @param {HTMLTextAreaElement} examples
 * @param {string} text
 */
function add(examples, text) {
  examples.value = `${examples.value.trimEnd()}\n${text}`.trimStart();
  examples.dispatchEvent(new Event("input", { bubbles: true }));
  examples.focus();
}
