/* A small, safe part of Markdown as DOM nodes: **bold**, [text](address), lists; everything else stays text. */
import { el } from "./dom.js";
import { link, linkify, targetOf } from "./links.js";
import { serverUrl } from "./server.js";

const BULLET = /^[-*•] +/;
const NUMBER = /^\d{1,2}[.)] +/;
const INLINE = /\*\*(?=\S)(.+?)\*\*|\[([^[\]]+)\]\(([^()\s]+)\)/g;
const ON_SERVER = /^\/(?!\/)/;

/**
 * The text as a list of blocks (paragraphs and lists).
 *
 * @param {string} text
 */
export function blocks(text) {
  /** @type {HTMLElement[]} */
  const found = [];
  for (const line of text
    .split("\n")
    .map((each) => each.trim())
    .filter((each) => each !== "")) {
    const kind = BULLET.test(line) ? "ul" : NUMBER.test(line) ? "ol" : "p";
    const content = kind === "p" ? line : line.replace(kind === "ul" ? BULLET : NUMBER, "");
    if (kind === "p") found.push(el("p", {}, ...inline(content)));
    else listAt(found, kind, line).append(el("li", {}, ...inline(content)));
  }
  return found;
}

/**
 * The list that the line goes on with, or a new one.
 *
 * @param {HTMLElement[]} found
 * @param {"ul" | "ol"} kind
 * @param {string} line
 */
function listAt(found, kind, line) {
  const last = found.at(-1);
  if (last?.localName === kind) return last;
  const start = Number.parseInt(line, 10);
  const list = el(kind, { class: "list", start: kind === "ol" && start !== 1 ? String(start) : undefined });
  found.push(list);
  return list;
}

/** @param {string} text */
function inline(text) {
  /** @type {(string | HTMLElement)[]} */
  const nodes = [];
  let position = 0;
  for (const match of text.matchAll(INLINE)) {
    const node = match[1] === undefined ? namedLink(match[2], match[3]) : el("strong", {}, ...linkify(match[1]));
    if (node === null) continue;
    nodes.push(...linkify(text.slice(position, match.index)), node);
    position = match.index + match[0].length;
  }
  return [...nodes, ...linkify(text.slice(position))];
}

/**
 * A link with a name of its own, or null when the address is none that may be opened.
 *
 * @param {string} name
 * @param {string} address
 */
function namedLink(name, address) {
  if (ON_SERVER.test(address)) return link(name, serverUrl(address));
  const target = targetOf(address);
  return target === null ? null : link(name, target);
}
