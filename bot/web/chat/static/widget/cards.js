/* Cards for sessions and booths, and the list that holds them. */
import { el, ICONS, icon } from "./dom.js";
import { linkify } from "./links.js";

const BUILDERS = { sitzung: sessionCard, stand: boothCard, plan: planCard, lageplan: mapCard };

/** A list of cards (see CARDS in guards.js). `tools`: noteButton(card), a node; openPlan(); mapUrl(place) and mapPicture(query), or null. */
export function cardList(cards, tools) {
  return el(
    "ul",
    { class: "cards", role: "list" },
    ...cards.map((card) => el("li", {}, BUILDERS[card.art](card, tools))),
  );
}

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

/** One floor with the booth or room marked; the whole picture leads to the page of the plan. */
function mapCard(card, { mapUrl, mapPicture }) {
  const query = new URLSearchParams(card.stand === "" ? { raum: card.raum } : { stand: card.stand });
  if (card.stufenlos !== "") query.set("stufenlos", "1");
  const src = mapPicture(query);
  if (src === null) return el("p", {}, card.titel);
  const picture = el("img", { class: "map", src, alt: card.beschreibung, width: 780, height: 500, loading: "lazy" });
  const href = mapUrl(card.stand === "" ? card.raum : card.stand);
  return el(
    "a",
    { class: "card map-card", href, target: "_blank", rel: "noopener" },
    picture,
    el("span", {}, `${card.titel}: auf dem Plan öffnen`),
  );
}

/** "Auf dem Plan": where the place is in the building; null when there is no plan or no place. */
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

function facts(texts) {
  const filled = texts.filter((text) => text !== "");
  return filled.length > 0 ? el("p", { class: "facts" }, filled.join(" · ")) : null;
}

function optional(tag, name, text) {
  return text === "" ? null : el(tag, name ? { class: name } : {}, text);
}
