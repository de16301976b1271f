/* Cards for sessions and booths, and the list that holds them. */
import { el } from "./dom.js";
import { linkify } from "./links.js";

const BUILDERS = { sitzung: sessionCard, stand: boothCard, plan: planCard };

/** A list of cards (see CARDS in guards.js). `tools`: noteButton(card), a node; openPlan(). */
export function cardList(cards, tools) {
  return el("ul", { class: "cards", role: "list" }, ...cards.map((card) => el("li", {}, BUILDERS[card.art](card, tools))));
}

function sessionCard(card, tools) {
  return el(
    "article",
    { class: "card" },
    el("p", { class: "card-top" }, optional("strong", "", card.zeit), optional("span", "tag", card.format)),
    el("h3", {}, card.titel),
    facts([card.raum, card.tag, card.vortragende.join(", ")]),
    optional("p", "note", card.hinweis),
    el("p", { class: "card-actions" }, tools.noteButton(card)),
  );
}

function boothCard(card) {
  return el(
    "article",
    { class: "card" },
    el("p", { class: "card-top" }, el("strong", {}, `Stand ${card.nummer}`.trim()), optional("span", "", card.raum)),
    el("h3", {}, card.name),
    facts([card.organisation]),
    card.text && el("p", {}, ...linkify(card.text)),
  );
}

function planCard(card, tools) {
  const open = el("button", { type: "button", class: "choice", onclick: tools.openPlan }, "Plan öffnen");
  return el("article", { class: "card" }, el("h3", {}, card.titel), el("p", {}, "Als Kalenderdatei oder QR-Code mitnehmen."), open);
}

function facts(texts) {
  const filled = texts.filter((text) => text !== "");
  return filled.length > 0 ? el("p", { class: "facts" }, filled.join(" · ")) : null;
}

function optional(tag, name, text) {
  return text === "" ? null : el(tag, name ? { class: name } : {}, text);
}
