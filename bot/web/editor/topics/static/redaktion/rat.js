/* Help while writing: asks the server what it thinks of the example sentences, and shows it below them. */
import { el } from "../widget/dom.js";
import { postJson } from "./server.js";

const PAUSE = 700,
  AGAIN = 4000; // milliseconds

/** Watch the example sentences of the form. */
export function watchExamples(form) {
  const field = form.elements.beispiele;
  const place = form.querySelector("[data-advice]");
  const besideTitle = form.querySelector("[data-title-advice]");
  let timer = 0;
  let asking = new AbortController();
  const ask = async () => {
    asking.abort();
    asking = new AbortController();
    try {
      const typed = { thema: form.dataset.topic, titel: form.elements.titel.value, zeilen: field.value.split("\n") };
      const help = await postJson(form, "rat.json", typed, asking.signal);
      show(place, help, field);
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
  field.addEventListener("input", later);
  form.elements.titel.addEventListener("input", later);
  later();
}

function show(place, help, field) {
  const remarks = help.hinweise.map((each) =>
    el("li", {}, each.satz === "" ? "" : el("q", {}, each.satz), ` ${each.text}`),
  );
  const parts = [];
  if (remarks.length > 0) parts.push(el("div", { class: "advice" }, el("ul", {}, ...remarks)));
  if (help.vorschlaege.length > 0) parts.push(ideas(help.vorschlaege, field));
  if (!help.fertig) parts.push(el("p", { class: "hint" }, "Der Vergleich mit den anderen Themen wird vorbereitet …"));
  place.replaceChildren(...parts);
}

/** A topic that may be the better place; it opens beside, so that nothing typed is lost. */
function otherTopic({ text, thema }) {
  const link = el(
    "a",
    { href: new URL(`thema/${thema}`, location.href).href, target: "_blank" },
    "Dort nachsehen (neuer Tab)",
  );
  return el("p", { class: "advice" }, `${text} `, link);
}

/** Questions that visitors have asked and the bot could not answer; one click takes one over. */
function ideas(found, field) {
  const rows = found.map(({ text, anzahl }) => {
    const take = el("button", { type: "button", class: "quiet", onclick: () => add(field, text) }, text);
    return el("li", {}, take, anzahl > 1 ? el("span", { class: "hint" }, ` ${anzahl}-mal gefragt`) : "");
  });
  return el(
    "div",
    { class: "ideas" },
    el("p", {}, "So haben Gäste in den letzten Tagen gefragt, ohne Antwort. Übernehmen?"),
    el("ul", {}, ...rows),
  );
}

function add(field, text) {
  field.value = `${field.value.trimEnd()}\n${text}`.trimStart();
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}
