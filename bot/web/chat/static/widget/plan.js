/* The visitor's own plan: what is on it, and the "Merken" buttons on the cards that show it. */
import { el, ICONS, icon } from "./dom.js";
import { MESSAGES } from "./guards.js";

/** @typedef {Pick<import("./transport.js").HttpTransport, "plan" | "note" | "unnote" | "remind">} PlanTransport */

/** Knows the plan as the server last told it; tells everyone who asked when it changes. */
export class Plan {
  #transport;
  #onError;
  /** @type {PlanEntry[]} */
  #entries = [];
  /** @type {{ show: () => void, node: Node }[]} */
  #watchers = [];

  /**
   * @param {PlanTransport} transport
   * @param {(error: import("./transport.js").ChatError) => unknown} onError a change could not be saved
   */
  constructor(transport, onError) {
    this.#transport = transport;
    this.#onError = onError;
  }

  get entries() {
    return this.#entries;
  }

  /** @param {string} id */
  has(id) {
    return this.#entries.some((entry) => entry.id === id);
  }

  /**
   * Call `show()` now and after each change, as long as `node`, if there is one, is on the page.
   *
   * @param {() => void} show
   * @param {Node} node
   */
  watch(show, node = document) {
    this.#watchers.push({ show, node });
    show();
  }

  /**
   * Take over what the server says; anything else is passed over.
   *
   * @param {unknown} message
   */
  take(message) {
    if (!MESSAGES.plan(message)) return;
    this.#entries = message.sitzungen;
    this.#watchers = this.#watchers.filter(({ node }) => node.isConnected);
    for (const { show } of this.#watchers) show();
  }

  /**
   * Note a session, or take it off.
   *
   * @param {string} id
   */
  toggle(id) {
    return this.#save(this.has(id) ? this.#transport.unnote(id) : this.#transport.note(id));
  }

  /**
   * Remind so many minutes before; null: not at all.
   *
   * @param {string} id
   * @param {number | null} minutes
   */
  remind(id, minutes) {
    return this.#save(this.#transport.remind(id, minutes));
  }

  /** The plan with links to take it along; null when it cannot be had. */
  load() {
    return this.#save(this.#transport.plan());
  }

  /** @param {Promise<PlanMessage>} request */
  async #save(request) {
    try {
      const message = await request;
      this.take(message);
      return message;
    } catch (error) {
      this.#onError(/** @type {import("./transport.js").ChatError} */ (error));
      return null;
    }
  }
}

/**
 * The toggle on a session's card.
 *
 * @param {Plan} plan
 * @param {SessionCard} card
 */
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
