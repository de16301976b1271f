/* Builds DOM nodes. Text becomes text nodes only: nothing that a server or a person wrote is ever parsed as HTML. */

const SVG = "http://www.w3.org/2000/svg";

/** @typedef {string | number | boolean | undefined | ((event: Event) => unknown)} Property */
/** @typedef {Node | string | null | undefined} Child */

/**
 * An element with properties (`class`, attributes, `on…` listeners) and children (nodes or texts; empty ones drop out).
 *
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, Property>} properties
 * @param {Child[]} children
 */
export function el(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === "function") node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== undefined) node.setAttribute(name, String(value));
  }
  node.append(...children.filter(isShown));
  return node;
}

/** @type {(child: Child) => child is Node | string} */
function isShown(child) {
  return child !== "" && child !== null && child !== undefined;
}

/**
 * A decorative line icon from one SVG path on a 24 × 24 grid.
 *
 * @param {string} path
 */
export function icon(path) {
  const svg = document.createElementNS(SVG, "svg");
  const line = document.createElementNS(SVG, "path");
  for (const [name, value] of Object.entries({ viewBox: "0 0 24 24", "aria-hidden": "true", class: "icon" })) {
    svg.setAttribute(name, value);
  }
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

export const ICONS = {
  bin: "M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13M10 11v5M14 11v5",
  bell: "M6 17V11a6 6 0 0 1 12 0v6l2 2H4zM10 21h4",
  chat: "M4 5h16v11H10l-4 4v-4H4z",
  close: "M6 6l12 12M18 6L6 18",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  down: "M7 4h10l3 9h-6v6a2 2 0 0 1-2 1l-4-7H4V4h3v9",
  map: "M9 4l6 3 5-3v13l-5 3-6-3-5 3V7zM9 4v13M15 7v13",
  menu: "M5 7h14M5 12h14M5 17h14",
  page: "M6 3h8l4 4v14H6zM9 12h6M9 16h6",
  print: "M7 8V3h10v5M7 17H4V8h16v9h-3M7 14h10v7H7z",
  save: "M12 4v10M8 10l4 4 4-4M5 19h14",
  simple: "M4 5h7v15H4zM13 5h7v15h-7zM6 9h3M6 13h3M15 9h3M15 13h3",
  up: "M7 20h10l3-9h-6V5a2 2 0 0 0-2-1l-4 7H4v9h3v-9",
  note: "M6 4h12v17l-6-4-6 4z",
  restart: "M5 12a7 7 0 1 0 2.2-5.1M5 4v4h4",
  send: "M4 12h14M12 6l6 6-6 6",
};
