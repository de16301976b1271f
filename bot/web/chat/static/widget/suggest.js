/* Proposals while somebody types: an editable combobox with a list, after the ARIA Authoring Practices. */
import { el } from "./dom.js";
import { matches, prepare } from "./matching.js";

const PAUSE = 120; // ms without a key before the list changes
const FRESH = 300_000; // ms after which the proposals are asked for again; the server says when nothing has changed

/**
 * @typedef {object} SuggestParts
 * @property {HTMLInputElement} input
 * @property {HTMLFormElement} form
 * @property {HTMLElement} options
 * @property {(text: string) => void} announce to a screen reader
 */

/**
 * Offer proposals below the field.
 *
 * @param {SuggestParts} parts
 * @param {() => Promise<Suggestion[]>} load
 * @param {(proposal: Suggestion) => unknown} onChoose
 */
export function setUpSuggestions({ input, form, options, announce }, load, onChoose) {
  const list = new Proposals(load);
  /** @type {Suggestion[]} */
  let shown = [];
  let active = -1;
  let timer = 0;

  /** @param {Suggestion[]} found */
  function show(found) {
    shown = found;
    mark(-1);
    options.replaceChildren(...found.map(option));
    options.hidden = found.length === 0;
    input.setAttribute("aria-expanded", String(found.length > 0));
    if (found.length > 0) announce(found.length === 1 ? "Ein Vorschlag" : `${found.length} Vorschläge`);
  }

  /**
   * @param {Suggestion} proposal
   * @param {number} index
   */
  function option(proposal, index) {
    const kind = el("span", { class: "kind" }, proposal.art);
    const node = el(
      "li",
      { role: "option", id: `vorschlag-${index}`, "aria-selected": "false" },
      el("span", {}, proposal.titel),
      kind,
    );
    node.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
    node.addEventListener("click", () => choose(proposal));
    return node;
  }

  /** @param {number} index */
  function mark(index) {
    options.children[active]?.setAttribute("aria-selected", "false");
    active = index;
    const node = options.children[index];
    node?.setAttribute("aria-selected", "true");
    node?.scrollIntoView({ block: "nearest" });
    if (node) input.setAttribute("aria-activedescendant", node.id);
    else input.removeAttribute("aria-activedescendant");
  }

  function close() {
    clearTimeout(timer);
    if (shown.length > 0) show([]);
  }

  /** @param {Suggestion} proposal */
  function choose(proposal) {
    close();
    input.value = "";
    input.dispatchEvent(new Event("input"));
    onChoose(proposal);
  }

  async function look() {
    const text = input.value;
    const found = matches(await list.get(), text);
    if (input.value === text) show(found);
  }

  /** @type {Record<string, () => unknown>} */
  const keys = {
    ArrowDown: () => mark(active + 1 < shown.length ? active + 1 : -1),
    ArrowUp: () => mark(active >= 0 ? active - 1 : shown.length - 1),
    Escape: close,
    Enter: () => active >= 0 && choose(shown[active]),
  };

  input.addEventListener("focus", () => list.get());
  input.addEventListener("input", () => {
    clearTimeout(timer);
    if (input.value === "") close();
    else timer = setTimeout(look, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    if (shown.length === 0 || event.isComposing || !Object.hasOwn(keys, event.key)) return;
    if (event.key === "Enter" && active < 0) return;
    event.preventDefault();
    event.stopPropagation(); // Escape closes the list before the chat
    keys[event.key]();
  });
  input.addEventListener("blur", close);
  form.addEventListener("submit", close);
}

/** The server's proposals, asked for when needed; none while they cannot be had. */
class Proposals {
  #load;
  /** @type {Promise<import("./matching.js").Prepared[]>} */
  #found = Promise.resolve([]);
  #asked = -Infinity;

  /** @param {() => Promise<Suggestion[]>} load */
  constructor(load) {
    this.#load = load;
  }

  get() {
    if (performance.now() - this.#asked < FRESH) return this.#found;
    this.#asked = performance.now();
    const before = this.#found;
    this.#found = this.#load()
      .then(prepare)
      .catch(() => {
        this.#asked = -Infinity;
        return before;
      });
    return this.#found;
  }
}
