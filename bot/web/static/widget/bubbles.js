/* The bubbles of the chat log. */
import { cardList } from "./cards.js";
import { el } from "./dom.js";
import { linkify } from "./links.js";

/** A bubble for an answer or a question. `onButton(button)` is called once for the button that was tapped; `tools`: see cards.js. */
export function bubble(answer, onButton, tools) {
  const own = answer.rolle === "nutzer";
  return el(
    "div",
    { class: own ? "message own" : "message", "data-id": answer.id },
    el("span", { class: "hidden" }, own ? "Sie: " : "KI-Assistent: "),
    el("div", { class: answer.karten.length > 0 ? "bubble wide" : "bubble" }, ...content(answer, tools)),
    own ? null : el("span", { class: "time" }, clockTime(answer.zeit)),
    answer.knoepfe.length > 0 ? buttonGroup(answer.knoepfe, onButton) : null,
  );
}

/** Three dots while an answer is awaited. */
export function typingBubble() {
  const dots = [1, 2, 3].map(() => el("span", { class: "dot", "aria-hidden": "true" }));
  const words = el("span", { class: "hidden" }, "Antwort kommt …");
  return el("div", { class: "message" }, el("div", { class: "bubble typing" }, words, ...dots));
}

/** What went wrong; with `again`, a button that calls it. */
export function errorBubble(error, label, again) {
  const text = el("p", {}, el("strong", {}, error.message), " ", ...linkify(error.remedy));
  const button = again && el("button", { type: "button", class: "choice", onclick: again }, label);
  return el("div", { class: "message" }, el("div", { class: "bubble error" }, text, button));
}

/** Make every proposal inside `log` readable but no longer usable. */
export function retireButtons(log) {
  for (const button of log.querySelectorAll(".choices button")) button.disabled = true;
}

function content(answer, tools) {
  if (answer.karten.length === 0) return paragraphs(answer.text);
  return [...paragraphs(answer.einleitung), cardList(answer.karten, tools)];
}

function paragraphs(text) {
  return text.split("\n").filter((line) => line.trim() !== "").map((line) => el("p", {}, ...linkify(line)));
}

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

/** "10:05 Uhr" out of an ISO time: the fair's own time, wherever the browser thinks it is. */
function clockTime(iso) {
  return `${iso.slice(11, 16)} Uhr`;
}
