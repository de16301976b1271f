/* The visitor's own plan: what is on it, and the "Merken" buttons on the cards that show it. */
import { el, ICONS, icon } from "./dom.js";
import { MESSAGES } from "./guards.js";

/** Knows the plan as the server last told it; tells everyone who asked when it changes. */
export class Plan {
  #transport;
  #onError;
  #entries = [];
  #watchers = [];

  /** `onError(error)`: a change could not be saved. */
  constructor(transport, onError) {
    this.#transport = transport;
    this.#onError = onError;
  }

  get entries() {
    return this.#entries;
  }

  has(id) {
    return this.#entries.some((entry) => entry.id === id);
  }

  /** Call `show()` now and after each change, as long as `node`, if there is one, is on the page. */
  watch(show, node = document) {
    this.#watchers.push({ show, node });
    show();
  }

  /** Take over what the server says; anything else is passed over. */
  take(message) {
    if (!MESSAGES.plan(message)) return;
    this.#entries = message.sitzungen;
    this.#watchers = this.#watchers.filter(({ node }) => node.isConnected);
    for (const { show } of this.#watchers) show();
  }

  /** Note a session, or take it off. */
  toggle(id) {
    return this.#save(this.has(id) ? this.#transport.unnote(id) : this.#transport.note(id));
  }

  /** Remind so many minutes before; null: not at all. */
  remind(id, minutes) {
    return this.#save(this.#transport.remind(id, minutes));
  }

  /** The plan with links to take it along; null when it cannot be had. */
  load() {
    return this.#save(this.#transport.plan());
  }

  async #save(request) {
    try {
      const message = await request;
      this.take(message);
      return message;
    } catch (error) {
      this.#onError(error);
      return null;
    }
  }
}

/** The toggle on a session's card. */
export function noteButton(plan, card) {
  const words = el("span", {});
  const button = el(
    "button",
    { type: "button", class: "note-button", onclick: () => plan.toggle(card.id) },
    icon(ICONS.note),
    words,
  );
  plan.watch(() => {
    const isNoted = plan.has(card.id);
    button.setAttribute("aria-pressed", String(isNoted));
    // The name stays the same: that it is pressed says the rest.
    button.setAttribute("aria-label", `Merken: ${card.titel}`);
    words.textContent = isNoted ? "Gemerkt" : "Merken";
  }, button);
  return button;
}
