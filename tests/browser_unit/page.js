/* As much of a page as the modules need that build nodes: no layout, no selectors. `outline` tells what was built. */
import { webcrypto } from "node:crypto";

class Element extends EventTarget {
  attributes = new Map();
  childNodes = [];
  hidden = false;

  constructor(localName) {
    super();
    this.localName = localName;
  }

  setAttribute(name, value) {
    this.attributes.set(name, value);
  }

  getAttribute(name) {
    return this.attributes.get(name) ?? null;
  }

  click() {
    this.dispatchEvent(new Event("click"));
  }

  append(...nodes) {
    this.childNodes.push(...nodes);
  }

  get textContent() {
    return this.childNodes.map((each) => each.textContent ?? each).join("");
  }

  set textContent(text) {
    this.childNodes = [text];
  }
}

globalThis.crypto ??= webcrypto; // not yet global in Node 18
globalThis.HTMLElement = Element;
globalThis.window = new EventTarget();
globalThis.document = Object.assign(new EventTarget(), {
  baseURI: "https://messe.example/",
  currentScript: null,
  documentElement: { dataset: { server: "https://messe.example/" } },
  hidden: false,
  createElement: (name) => new Element(name),
  createElementNS: (_, name) => new Element(name),
});

/** A node as a line like `<p>See <a href="/b">b</a></p>`; of its attributes only those `named`. */
export function outline(node, ...named) {
  if (typeof node === "string") return node;
  const shown = named.filter((name) => node.attributes.has(name));
  const attributes = shown.map((name) => ` ${name}="${node.attributes.get(name)}"`).join("");
  const inside = node.childNodes.map((child) => outline(child, ...named)).join("");
  return `<${node.localName}${attributes}>${inside}</${node.localName}>`;
}
