/* Builds DOM nodes. Text becomes text nodes only: nothing that a server or a person wrote is ever parsed as HTML. */

const SVG = "http://www.w3.org/2000/svg";

/** An element with properties (`class`, attributes, `on…` listeners) and children (nodes or texts; empty ones drop out). */
export function el(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== "" && child !== null && child !== undefined));
  return node;
}

/** A decorative line icon from one SVG path on a 24 × 24 grid. */
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
  bell: "M6 17V11a6 6 0 0 1 12 0v6l2 2H4zM10 21h4",
  chat: "M4 5h16v11H10l-4 4v-4H4z",
  close: "M6 6l12 12M18 6L6 18",
  note: "M6 4h12v17l-6-4-6 4z",
  restart: "M5 12a7 7 0 1 0 2.2-5.1M5 4v4h4",
  send: "M4 12h14M12 6l6 6-6 6",
};
