/* Cards for sessions and booths, and the list that holds them. */
import { el, ICONS, icon } from "./dom.js";
import { fieldsOf } from "./guards.js";
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
 * A list of cards (see bot/dialogue/cards.py).
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
  const place = mapLink(card.raum, card.titel, tools);
  return detailCard(card, el("p", { class: "card-actions", "aria-live": "off" }, tools.noteButton(card), place));
}

/**
 * @param {BoothCard} card
 * @param {CardTools} tools
 */
function boothCard(card, tools) {
  return detailCard(card, mapLink(card.nummer, card.name, tools));
}

/**
 * All that a card says, each field at the place that the schema gives it, and where it leads.
 *
 * @param {Card} card
 * @param {Node | null} links
 */
function detailCard(card, links) {
  const facts = textsAt(card, "fact");
  return el(
    "article",
    { class: "card" },
    el(
      "p",
      { class: "card-top" },
      ...textsAt(card, "top").map((text) => el("strong", {}, text)),
      ...textsAt(card, "tag").map((text) => el("span", { class: "tag" }, text)),
      ...textsAt(card, "aside").map((text) => el("span", {}, text)),
    ),
    ...textsAt(card, "title").map((text) => el("h3", {}, text)),
    facts.length > 0 ? el("p", { class: "facts" }, facts.join(" · ")) : null,
    ...textsAt(card, "note").map((text) => el("p", { class: "note" }, text)),
    ...textsAt(card, "body").map((text) => el("p", {}, ...linkify(text))),
    links,
  );
}

/**
 * What a card says at a place, each behind its label, without what is empty.
 *
 * @param {Card} card
 * @param {CardField["place"]} place
 */
function textsAt(card, place) {
  const values = /** @type {Record<string, string | readonly string[]>} */ (card);
  return fieldsOf(card.art)
    .filter(([, field]) => field.place === place)
    .map(([name, field]) => ({ label: field.label, text: [values[name]].flat().join(", ") }))
    .filter(({ text }) => text !== "")
    .map(({ label, text }) => label + text);
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
