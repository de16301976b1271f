/* The line under an answer: when it came, copy it, and say whether it helped. */

import { copyText } from "./clipboard.js";
import { el, ICONS, icon } from "./dom.js";

const MOST_LETTERS = 500; // as on the server

/** The nodes under an answer. `tools`: hasQuestion(), ratingOf(number), rate(number, verdict, comment), announce(text). */
export function feedback(answer, time, tools) {
  const clock = el("span", { class: "time" }, time);
  if (!answer.nummer || !tools.hasQuestion()) return [clock];
  const form = commentForm(answer, tools);
  const buttons = [
    tool("Antwort kopieren", ICONS.copy, async () =>
      tools.announce((await copyText(answer.text)) ? "Kopiert." : "Kopieren geht hier nicht."),
    ),
    ...thumbs(answer, tools, form),
  ];
  // Not read out with the answer: the log is live, and this comes with every bubble.
  return [el("div", { class: "tools", "aria-live": "off" }, clock, ...buttons), form];
}

function tool(label, path, onclick, more = {}) {
  return el(
    "button",
    { type: "button", class: "tool", "aria-label": label, title: label, onclick, ...more },
    icon(path),
  );
}

function thumbs(answer, tools, form) {
  const verdicts = { gut: tool("Hilfreich", ICONS.up), schlecht: tool("Nicht hilfreich", ICONS.down) };
  const show = (chosen) => {
    for (const [name, button] of Object.entries(verdicts)) button.setAttribute("aria-pressed", String(name === chosen));
  };
  let current = tools.ratingOf(answer.nummer);
  show(current);
  for (const [name, button] of Object.entries(verdicts)) {
    button.addEventListener("click", async () => {
      const next = current === name ? null : name;
      if (!(await tools.rate(answer.nummer, next, ""))) return;
      current = next;
      show(current);
      form.hidden = current !== "schlecht";
      tools.announce(current === null ? "Bewertung zurückgenommen." : "Danke für die Bewertung.");
      if (form.hidden) return;
      form.scrollIntoView({ block: "nearest" }); // with its buttons
      form.querySelector("textarea").focus({ preventScroll: true });
    });
  }
  return Object.values(verdicts);
}

function commentForm(answer, tools) {
  const id = `kommentar-${answer.nummer}`;
  const field = el("textarea", { id, rows: "2", maxlength: String(MOST_LETTERS), autocomplete: "off" });
  const close = () => {
    form.hidden = true;
    form.previousElementSibling.querySelector('[aria-pressed="true"]')?.focus();
  };
  const form = el(
    "form",
    { class: "comment", "aria-live": "off", hidden: true },
    el("label", { for: id }, "Was hat gefehlt? Freiwillig, bitte ohne persönliche Daten."),
    field,
    el(
      "div",
      { class: "row" },
      el("button", { type: "submit", class: "choice" }, "Senden"),
      el("button", { type: "button", class: "choice", onclick: close }, "Schließen"),
    ),
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (field.value.trim() !== "" && !(await tools.rate(answer.nummer, "schlecht", field.value))) return;
    tools.announce("Danke, Ihr Hinweis ist angekommen.");
    close();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    close();
  });
  return form;
}
