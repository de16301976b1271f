/* The line under an answer: when it came, copy it, and say whether it helped. */

import { copyText } from "./clipboard.js";
import { el, ICONS, icon } from "./dom.js";

const MOST_LETTERS = 500; // as on the server

/**
 * @typedef {object} FeedbackTools
 * @property {() => boolean} hasQuestion whether the visitor has asked something yet
 * @property {(number: number) => Verdict | null} ratingOf
 * @property {(number: number, verdict: Verdict | null, comment: string) => Promise<boolean>} rate whether it is kept
 * @property {(text: string) => void} announce to a screen reader
 */

/**
 * The nodes under an answer.
 *
 * @param {Answer} answer
 * @param {string} time
 * @param {FeedbackTools} tools
 */
export function feedback(answer, time, tools) {
  const clock = el("span", { class: "time" }, time);
  if (!answer.nummer || !tools.hasQuestion()) return [clock];
  const { nummer } = answer;
  const form = commentForm(nummer, tools);
  const buttons = [
    tool("Antwort kopieren", ICONS.copy, async () =>
      tools.announce((await copyText(answer.text)) ? "Kopiert." : "Kopieren geht hier nicht."),
    ),
    ...thumbs(nummer, tools, form),
  ];
  // Not read out with the answer: the log is live, and this comes with every bubble.
  return [el("div", { class: "tools", "aria-live": "off" }, clock, ...buttons), form];
}

/**
 * @param {string} label
 * @param {string} path
 * @param {() => unknown} [onclick]
 */
function tool(label, path, onclick) {
  return el("button", { type: "button", class: "tool", "aria-label": label, title: label, onclick }, icon(path));
}

/**
 * @param {number} number
 * @param {FeedbackTools} tools
 * @param {HTMLFormElement} form
 */
function thumbs(number, tools, form) {
  /** @type {Record<Verdict, HTMLButtonElement>} */
  const verdicts = { gut: tool("Hilfreich", ICONS.up), schlecht: tool("Nicht hilfreich", ICONS.down) };
  /** @param {Verdict | null} chosen */
  const show = (chosen) => {
    for (const [name, button] of Object.entries(verdicts)) button.setAttribute("aria-pressed", String(name === chosen));
  };
  let current = tools.ratingOf(number);
  show(current);
  for (const [name, button] of /** @type {[Verdict, HTMLButtonElement][]} */ (Object.entries(verdicts))) {
    button.addEventListener("click", async () => {
      const next = current === name ? null : name;
      if (!(await tools.rate(number, next, ""))) return;
      current = next;
      show(current);
      form.hidden = current !== "schlecht";
      tools.announce(current === null ? "Bewertung zurückgenommen." : "Danke für die Bewertung.");
      if (form.hidden) return;
      form.scrollIntoView({ block: "nearest" }); // with its buttons
      form.querySelector("textarea")?.focus({ preventScroll: true });
    });
  }
  return Object.values(verdicts);
}

/**
 * @param {number} number
 * @param {FeedbackTools} tools
 */
function commentForm(number, tools) {
  const id = `kommentar-${number}`;
  const field = el("textarea", { id, rows: "2", maxlength: String(MOST_LETTERS), autocomplete: "off" });
  const close = () => {
    form.hidden = true;
    const pressed = form.previousElementSibling?.querySelector('[aria-pressed="true"]');
    if (pressed instanceof HTMLElement) pressed.focus();
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
    if (field.value.trim() !== "" && !(await tools.rate(number, "schlecht", field.value))) return;
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
