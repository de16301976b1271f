/* Cards for sessions and booths, and the list that holds them. */
import { el, ICONS, icon } from "./dom.js";
import { linkify } from "./links.js";

/**
 * What cards offer; an address is null where there is no plan of the building, a button where nothing can be noted.
 *
 * @typedef {object} CardTools
 * @property {(card: SessionCard) => Node | null} noteButton
 * @property {() => unknown} openPlan
 * @property {(place: string) => string | null} mapUrl
 * @property {(query: URLSearchParams) => string | null} mapPicture
 */

/**
 * A list of cards (see CARDS in guards.js).
 *
 * @param {Card[]} cards
 * @param {CardTools} tools
 */
export function cardList(cards, tools) {
  return el("ul", { class: "cards", role: "list" }, ...cards.map((card) => el("li", {}, buildCard(card, tools))));
}

/**
 * @param {Card} card
 * @param {CardTools} tools
 */
function buildCard(card, tools) {
  switch (card.art) {
    case "sitzung":
      return sessionCard(card, tools);
    case "stand":
      return boothCard(card, tools);
    case "plan":
      return planCard(card, tools);
    case "lageplan":
      return mapCard(card, tools);
  }
}

/**
 * @param {SessionCard} card
 * @param {CardTools} tools
 */
function sessionCard(card, tools) {
  return el(
    "article",
    { class: "card" },
    el("p", { class: "card-top" }, optional("strong", "", card.zeit), optional("span", "tag", card.format)),
    el("h3", {}, card.titel),
    facts([card.raum, card.tag, card.vortragende.join(", ")]),
    optional("p", "note", card.hinweis),
    el(
      "p",
      { class: "card-actions", "aria-live": "off" },
      tools.noteButton(card),
      mapLink(card.raum, card.titel, tools),
    ),
  );
}

/**
 * @param {BoothCard} card
 * @param {CardTools} tools
 */
function boothCard(card, tools) {
  return el(
    "article",
    { class: "card" },
    el("p", { class: "card-top" }, el("strong", {}, `Stand ${card.nummer}`.trim()), optional("span", "", card.raum)),
    el("h3", {}, card.name),
    facts([card.organisation]),
    card.text === "" ? null : el("p", {}, ...linkify(card.text)),
    mapLink(card.nummer, card.name, tools),
  );
}

/**
 * @param {PlanCard} card
 * @param {CardTools} tools
 */
function planCard(card, tools) {
  const open = el("button", { type: "button", class: "choice", onclick: tools.openPlan }, "Plan öffnen");
  return el(
    "article",
    { class: "card" },
    el("h3", {}, card.titel),
    el("p", {}, "Als Kalenderdatei oder QR-Code mitnehmen."),
    open,
  );
}

/**
 * One floor with the booth or room marked; the whole picture leads to the page of the plan.
 *
 * @param {MapCard} card
 * @param {CardTools} tools
 */
function mapCard(card, { mapUrl, mapPicture }) {
  const query = new URLSearchParams(card.stand === "" ? { raum: card.raum } : { stand: card.stand });
  if (card.stufenlos !== "") query.set("stufenlos", "1");
  const src = mapPicture(query);
  if (src === null) return el("p", {}, card.titel);
  const picture = el("img", { class: "map", src, alt: card.beschreibung, width: 780, height: 500, loading: "lazy" });
  const href = mapUrl(card.stand === "" ? card.raum : card.stand) ?? undefined;
  return el(
    "a",
    { class: "card map-card", href, target: "_blank", rel: "noopener" },
    picture,
    el("span", {}, `${card.titel}: auf dem Plan öffnen`),
  );
}

/**
 * "Auf dem Plan": where the place is in the building; null when there is no plan or no place.
 *
 * @param {string} place
 * @param {string} title
 * @param {CardTools} tools
 */
function mapLink(place, title, { mapUrl }) {
  const href = place === "" ? null : mapUrl(place);
  if (href === null) return null;
  return el(
    "a",
    { class: "note-button", href, target: "_blank", rel: "noopener", "aria-label": `Auf dem Plan: ${title}` },
    icon(ICONS.map),
    "Auf dem Plan",
  );
}

/** @param {string[]} texts */
function facts(texts) {
  const filled = texts.filter((text) => text !== "");
  return filled.length > 0 ? el("p", { class: "facts" }, filled.join(" · ")) : null;
}

/**
 * @param {keyof HTMLElementTagNameMap} tag
 * @param {string} name
 * @param {string} text
 */
function optional(tag, name, text) {
  return text === "" ? null : el(tag, name ? { class: name } : {}, text);
}
