/* Makes web, mail and phone links in plain text clickable, as DOM nodes. */
import { el } from "./dom.js";

const SCHEMES = ["http:", "https:", "mailto:", "tel:"];
const URL_PART = String.raw`https?:\/\/[^\s<>"„“”‚‘’]+`;
const SCHEME_PART = String.raw`\b(?:mailto|tel):[^\s<>"„“”]+`;
const MAIL_PART = String.raw`\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+`;
const PHONE_PART = String.raw`(?:\+49 ?|\b0)[1-9]\d{1,4}[ /-]\d[\d -]{2,}\d`;
const LINK = new RegExp([URL_PART, SCHEME_PART, MAIL_PART, PHONE_PART].join("|"), "gi");
const PHONE = /^\+?\d[\d /-]+$/;
const PUNCTUATION_AT_END = /[.,;:!?)\]]+$/;

/**
 * The text as a list of strings and links.
 *
 * @param {string} text
 */
export function linkify(text) {
  /** @type {(string | HTMLAnchorElement)[]} */
  const nodes = [];
  let position = 0;
  for (const match of text.matchAll(LINK)) {
    const shown = match[0].replace(PUNCTUATION_AT_END, "");
    const target = targetOf(shown);
    if (target === null) continue;
    nodes.push(text.slice(position, match.index), link(shown, target));
    position = match.index + shown.length;
  }
  nodes.push(text.slice(position));
  return nodes.filter((node) => node !== "");
}

/**
 * The address behind a shown link, or null when it is none that may be opened.
 *
 * @param {string} shown
 */
export function targetOf(shown) {
  const address = addressOf(shown);
  try {
    return SCHEMES.includes(new URL(address).protocol) ? address : null;
  } catch {
    return null;
  }
}

/** @param {string} shown */
function addressOf(shown) {
  if (/^(?:https?:\/\/|mailto:|tel:)/i.test(shown)) return shown;
  if (shown.includes("@")) return `mailto:${shown}`;
  return PHONE.test(shown) ? `tel:${shown.replace(/[^\d+]/g, "")}` : shown;
}

/**
 * A link; one to another page opens in a tab of its own.
 *
 * @param {string} shown
 * @param {string} target
 */
export function link(shown, target) {
  const outside = target.toLowerCase().startsWith("http");
  return el("a", outside ? { href: target, target: "_blank", rel: "noopener noreferrer" } : { href: target }, shown);
}
