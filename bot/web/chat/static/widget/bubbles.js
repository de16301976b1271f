/* The bubbles of the chat log. */
import { cardList } from "./cards.js";
import { el } from "./dom.js";
import { feedback } from "./feedback.js";
import { linkify } from "./links.js";
import { blocks } from "./markdown.js";
import { serverUrl } from "./server.js";
import { timeOf } from "./time.js";

/** @typedef {import("./cards.js").CardTools & import("./feedback.js").FeedbackTools} Tools */
/** @typedef {Error & { remedy?: string }} ShownError */

/**
 * A bubble for an answer.
 *
 * @param {Answer} answer
 * @param {(choice: Choice) => unknown} onButton a proposal was tapped
 * @param {Tools} tools
 */
export function answerBubble(answer, onButton, tools) {
  return el(
    "div",
    { class: "message", "data-id": answer.id },
    el("span", { class: "hidden" }, "KI-Assistent: "),
    el("div", { class: answer.karten.length > 0 ? "bubble wide" : "bubble" }, ...content(answer, tools)),
    ...feedback(answer, `${timeOf(answer.zeit)} Uhr`, tools),
    answer.knoepfe.length > 0 ? buttonGroup(answer.knoepfe, onButton) : null,
  );
}

/**
 * A bubble for a question.
 *
 * @param {string} id
 * @param {string} text
 * @param {boolean} isPending it has not been sent yet
 */
export function questionBubble(id, text, isPending) {
  return el(
    "div",
    { class: isPending ? "message own pending" : "message own", "data-id": id },
    el("span", { class: "hidden" }, "Sie: "),
    el("div", { class: "bubble" }, ...text.split("\n").map((line) => el("p", {}, ...linkify(line)))),
    el("span", { class: "time unsent" }, "Noch nicht gesendet"),
  );
}

/**
 * What is said before the talk: what is kept, for how long, and where to read on.
 *
 * @param {number} days
 */
export function notice(days) {
  const span = days === 1 ? "einem Tag" : `${days} Tagen`;
  const more = el("a", { href: serverUrl("datenschutz"), target: "_blank", rel: "noopener" }, "Mehr zum Datenschutz");
  const text = `Ihr Gespräch wird unter einer Zufallsnummer gespeichert, ohne Ihren Namen, und nach ${span} gelöscht. `;
  return el("p", { class: "notice" }, text, more);
}

/** Three dots while an answer is awaited. */
export function typingBubble() {
  const dots = [1, 2, 3].map(() => el("span", { class: "dot", "aria-hidden": "true" }));
  const words = el("span", { class: "hidden" }, "Antwort kommt …");
  return el("div", { class: "message waiting" }, el("div", { class: "bubble typing" }, words, ...dots));
}

/**
 * What went wrong.
 *
 * @param {ShownError} error
 */
export function errorBubble(error) {
  const remedy = error.remedy ?? "Bitte laden Sie die Seite neu.";
  const text = el("p", {}, el("strong", {}, error.message), " ", ...linkify(remedy));
  return el("div", { class: "message" }, el("div", { class: "bubble error" }, text));
}

/**
 * Make every proposal inside `log` readable but no longer usable.
 *
 * @param {HTMLElement} log
 */
export function retireButtons(log) {
  for (const button of log.querySelectorAll(".choices button")) {
    if (button instanceof HTMLButtonElement) button.disabled = true;
  }
}

/**
 * @param {Answer} answer
 * @param {Tools} tools
 */
function content(answer, tools) {
  if (answer.karten.length === 0) return blocks(answer.text);
  return [...blocks(answer.einleitung), cardList(answer.karten, tools)];
}

/**
 * @param {Choice[]} buttons
 * @param {(choice: Choice) => unknown} onButton
 */
function buttonGroup(buttons, onButton) {
  const group = el("div", { class: "choices", role: "group", "aria-label": "Vorschläge" });
  for (const button of buttons) {
    const node = el("button", { type: "button", class: "choice" }, button.titel);
    node.addEventListener("click", () => {
      node.classList.add("chosen");
      onButton(button);
    });
    group.append(node);
  }
  return group;
}
