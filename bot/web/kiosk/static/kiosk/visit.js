/* One visit: a talk whose token, words and nodes live in this object only, and are gone with it. */
import { setUpComposer } from "../widget/composer.js";
import { Conversation } from "../widget/conversation.js";
import { el, ICONS, icon } from "../widget/dom.js";
import { Outbox } from "../widget/outbox.js";
import { Retrier } from "../widget/retrier.js";
import { SERVER, serverUrl } from "../widget/server.js";
import { setUpSuggestions } from "../widget/suggest.js";
import { ChatError, HttpTransport } from "../widget/transport.js";
import { buildKeyboard } from "./keyboard.js";
import { BoothLog } from "./log.js";
import { MemoryValue } from "./memory.js";

const PATH = "stand/sitzung";
const MAXIMUM_TEXT = 300; // characters; more is not readable here
// One for all visits: it listens to the window for ever, and would keep each visit's nodes with it.
/** @typedef {(error: import("../widget/retrier.js").Failure | null) => void} OnState */
/** @type {OnState} */
const silent = () => {};
let onState = silent;
const retrier = new Retrier((error) => onState(error));

/** Knows what is under way, so that nothing arrives behind the deletion; once closed it sends no more. */
class BoothTransport extends HttpTransport {
  /** @type {Set<Promise<unknown>>} */
  #running = new Set();
  #isClosed = false;

  open() {
    return this.#track(() => super.open());
  }

  /** @param {Outgoing} message */
  send(message) {
    return this.#track(() => super.send(message));
  }

  /** Send no more, and wait for what has been sent. */
  async close() {
    this.#isClosed = true;
    await Promise.allSettled([...this.#running]);
  }

  /**
   * @template T
   * @param {() => Promise<T>} request
   * @returns {Promise<T>}
   */
  #track(request) {
    if (this.#isClosed) return Promise.reject(new ChatError("Das Gespräch ist beendet.", "", { retry: false }));
    const sent = request();
    this.#running.add(sent);
    return sent.finally(() => this.#running.delete(sent));
  }
}

/** One visitor's talk and what it is shown in. */
export class Visit {
  #token = new MemoryValue();
  #outbox = new Outbox(new MemoryValue());
  #transport = new BoothTransport(SERVER, this.#token, PATH);
  #log = new BoothLog((button) => this.#conversation.sendButton(button));
  #status = el("p", { class: "status", role: "status", hidden: true });
  #conversation;
  #parts;

  /** @param {() => unknown} onAnswer a message was answered */
  constructor(onAnswer) {
    const log = this.#log;
    const add = log.addAnswers.bind(log);
    log.addAnswers = (answers) => {
      add(answers);
      onAnswer();
    };
    this.#conversation = new Conversation({
      transport: this.#transport,
      log,
      outbox: this.#outbox,
      retrier,
      onSession: () => {},
      language: () => "",
    });
    this.#parts = buildComposer();
  }

  get authorization() {
    return `Bearer ${this.#token.get()}`;
  }

  /**
   * Show the talk in `place`.
   *
   * @param {HTMLElement} place
   * @param {string} question asked at once, or ""
   */
  async begin(place, question) {
    const { form, input } = this.#parts;
    const keyboard = buildKeyboard(input, () => form.requestSubmit());
    place.replaceChildren(el("h2", { class: "hidden" }, "Gespräch"), this.#log.frame, this.#status, form, keyboard);
    setUpComposer(this.#parts, new MemoryValue(), (text) => this.ask(text));
    setUpSuggestions(
      this.#parts,
      () => this.#transport.suggestions(),
      (proposal) => {
        input.blur();
        this.#conversation.sendButton(proposal);
      },
    );
    this.#log.node.focus({ preventScroll: true }); // the keyboard comes with the field
    onState = (error) => this.#report(error);
    await this.#conversation.start();
    if (question) this.ask(question);
  }

  /** @param {string} text */
  ask(text) {
    this.#parts.input.blur(); // room for the answer
    this.#conversation.sendText(text);
  }

  /** The visitor has gone: the server forgets the talk, as soon as it can be reached. */
  async end() {
    this.#stop();
    await this.#transport.close();
    if (this.#token.get() === null) return;
    const { authorization } = this;
    this.#token.set(null);
    await retrier.run(() => forget(authorization)).catch(() => {});
  }

  /** The talk goes on elsewhere: it is no longer ours to delete. */
  async release() {
    this.#stop();
    await this.#transport.close();
    this.#token.set(null);
  }

  #stop() {
    onState = silent;
    this.#outbox.clear();
    this.#log.close();
  }

  /** The page is about to go: there is time for one request only. */
  endAtOnce() {
    if (this.#token.get() !== null)
      fetch(serverUrl(PATH), { method: "DELETE", headers: { Authorization: this.authorization }, keepalive: true });
  }

  /** @param {import("../widget/retrier.js").Failure | null} error */
  #report(error) {
    this.#status.hidden = error === null;
    this.#status.textContent = error === null ? "" : `${error.message} Ich versuche es gleich noch einmal.`;
  }
}

/** @param {string} authorization */
async function forget(authorization) {
  const answer = await fetch(serverUrl(PATH), { method: "DELETE", headers: { Authorization: authorization } }).catch(
    () => null,
  );
  if (answer === null || answer.status >= 500)
    throw Object.assign(new Error("Das Löschen muss warten."), { retry: true });
}

function buildComposer() {
  const input = el("input", {
    id: "eingabe",
    type: "text",
    role: "combobox",
    inputmode: "none",
    maxlength: String(MAXIMUM_TEXT),
    placeholder: "Ihre Frage …",
    spellcheck: "false",
    autocomplete: "off",
    autocapitalize: "off",
    autocorrect: "off",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": "vorschlaege",
  });
  const options = el("ul", {
    id: "vorschlaege",
    class: "options",
    role: "listbox",
    "aria-label": "Vorschläge",
    hidden: true,
  });
  const send = el("button", { type: "submit", class: "send", "aria-label": "Fragen" }, icon(ICONS.send));
  const announcer = el("p", { class: "hidden", role: "status" });
  const label = el("label", { for: "eingabe", class: "hidden" }, "Ihre Frage");
  const form = el(
    "form",
    { class: "composer", novalidate: true, autocomplete: "off" },
    options,
    label,
    input,
    send,
    announcer,
  );
  return {
    form,
    input,
    options,
    announce: (/** @type {string} */ text) => {
      announcer.textContent = text;
    },
  };
}
