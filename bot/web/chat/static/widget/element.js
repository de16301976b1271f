/* <messe-chat>: wires layout, panel, input, log and conversation together inside a shadow root. */
import { ChatLog } from "./chatlog.js";
import { setUpComposer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { EventReader } from "./events.js";
import { MESSAGES } from "./guards.js";
import { buildLayout } from "./layout.js";
import { offerLanguages, SIMPLE, setUpMenu } from "./menu.js";
import { Outbox } from "./outbox.js";
import { focusChat, setUpPanel } from "./panel.js";
import { noteButton, Plan } from "./plan.js";
import { setUpPlanPanel, showPlanError } from "./planpanel.js";
import { printTalk } from "./print.js";
import { Retrier } from "./retrier.js";
import { saveAs } from "./save.js";
import { SERVER, serverUrl } from "./server.js";
import { Status } from "./status.js";
import { StoredValue } from "./storage.js";
import { setUpSuggestions } from "./suggest.js";
import { ChatError, HttpTransport } from "./transport.js";

const STYLESHEETS = ["static/tokens.css", "static/widget.css"].map(serverUrl);
const BROKEN = new ChatError("Die Verbindung ist unterbrochen.", "");
/** @param {string} name */
const local = (name) => new StoredValue("localStorage", `messe-chat.${name}`);
/** @param {string} name */
const ofTab = (name) => new StoredValue("sessionStorage", `messe-chat.${name}`);

export class MesseChat extends HTMLElement {
  /** @type {import("./layout.js").Parts} */
  #parts;
  /** @type {HttpTransport} */
  #transport;
  /** @type {Plan} */
  #plan;
  /** @type {ChatLog} */
  #log;
  /** @type {Outbox} */
  #outbox;
  /** @type {Retrier} */
  #retrier;
  /** @type {Status} */
  #status;
  /** @type {Conversation} */
  #conversation;
  /** @type {EventReader} */
  #events;
  #token = local("sitzung");
  #simple = local(SIMPLE);
  #language = local("sprache");
  /** @type {Record<string, string>} */
  #languages = {};
  #hasMap = false;
  /** @type {Record<number, Verdict>} */
  #ratings = {};

  connectedCallback() {
    if (this.shadowRoot) return; // moved within the page
    const root = this.attachShadow({ mode: "open" });
    this.#parts = buildLayout(root, STYLESHEETS, this.#option("name"));
    this.#parts.panel.lang = "de";
    root.host.classList.toggle("left", this.#option("position") === "links");
    if (this.#simple.get() === null && this.#option("sprache") === SIMPLE) this.#simple.set("ja");
    this.#makeParts();
    this.#setUpControls();
    this.#showWhenStyled();
  }

  /**
   * An attribute of the element, or of the script tag (`data-…`); "" when missing.
   *
   * @param {string} name
   */
  #option(name) {
    return this.getAttribute(name) ?? this.dataset[name] ?? "";
  }

  #makeParts() {
    const parts = this.#parts;
    this.#transport = new HttpTransport(SERVER, this.#token);
    this.#outbox = new Outbox(local("ausgang"), () => this.#status?.show());
    this.#plan = new Plan(this.#transport, (error) => showPlanError(parts, error) || this.#log.addError(error));
    const openPlan = setUpPlanPanel(parts, this.#plan);
    this.#retrier = new Retrier((error) => this.#status.report("senden", error));
    this.#log = new ChatLog(
      parts.log,
      (button) => this.#ask(button),
      this.#tools(openPlan),
      this.#option("begruessung"),
    );
    this.#conversation = new Conversation({
      transport: this.#transport,
      log: this.#log,
      outbox: this.#outbox,
      retrier: this.#retrier,
      onSession: (opened) => this.#takeSession(opened),
      language: () => this.#wantedLanguage(),
    });
    this.#events = new EventReader(
      (last, signal) => this.#transport.events(last, signal),
      (last) => this.#news(last),
      (name, data) => this.#takeEvent(name, data),
      (isOpen) => this.#status.report("ereignisse", isOpen ? null : BROKEN),
    );
    this.#status = new Status(parts, {
      isWaiting: () => this.#outbox.entries.length > 0,
      again: () => {
        this.#retrier.now();
        this.#events.now();
      },
      onShow: () => this.#log.showEnd(),
    });
  }

  /**
   * @param {() => unknown} openPlan
   * @returns {Omit<import("./bubbles.js").Tools, "hasQuestion">}
   */
  #tools(openPlan) {
    return {
      openPlan,
      announce: this.#parts.announce,
      noteButton: (card) => noteButton(this.#plan, card),
      mapPicture: (query) => (this.#hasMap ? serverUrl(`plan/bild.svg?${query}`) : null),
      mapUrl: (place) => (this.#hasMap ? serverUrl(`plan#${encodeURIComponent(place)}`) : null),
      ratingOf: (number) => this.#ratings[number] ?? null,
      rate: (...rating) => this.#rate(...rating),
    };
  }

  #setUpControls() {
    const parts = this.#parts;
    setUpComposer(parts, ofTab("entwurf"), (text) => this.#conversation.sendText(text));
    setUpSuggestions(
      parts,
      () => this.#transport.suggestions(),
      (proposal) => this.#ask(proposal),
    );
    setUpMenu(parts, this.#simple, {
      onRestart: () => this.#ask({ payload: "/neu_anfangen", titel: "Neu anfangen" }),
      onDelete: () => this.#conversation.delete(),
      onPrint: () => printTalk(parts.log, parts.frame, `Messelotse: ${this.#option("name")}`),
      onData: () => this.#saveData(),
      onSimple: (isOn) => parts.announce(isOn ? "Leichte Sprache ist an." : "Leichte Sprache ist aus."),
    });
    this.#token.watch((token) => token !== null && this.#conversation.reload()); // another tab began anew
  }

  /** @param {Choice} button */
  #ask(button) {
    focusChat(this.#parts);
    this.#conversation.sendButton(button);
  }

  async #saveData() {
    try {
      saveAs("meine-daten.json", await this.#transport.data());
    } catch (error) {
      this.#log.addError(/** @type {ChatError} */ (error));
    }
  }

  /**
   * @param {number} number
   * @param {Verdict | null} verdict
   * @param {string} comment
   */
  async #rate(number, verdict, comment) {
    try {
      await this.#transport.rate(number, verdict, comment);
      return true;
    } catch (error) {
      this.#log.addError(/** @type {ChatError} */ (error));
      return false;
    }
  }

  /**
   * The bubbles after number `last`; the plan is looked at as well.
   *
   * @param {number} last
   */
  async #news(last) {
    const [{ verlauf }, plan] = await Promise.all([this.#transport.history(last), this.#transport.plan()]);
    if (JSON.stringify(plan.sitzungen) !== JSON.stringify(this.#plan.entries)) this.#plan.take(plan);
    return verlauf;
  }

  /** @param {Opened} opened */
  #takeSession({ verlauf, demo_uhr: isDemo, bewertungen, lageplan, sprachen }) {
    this.#languages = sprachen ?? {};
    offerLanguages(this.#parts, this.#languages, this.#language);
    this.#parts.clock.hidden = !isDemo;
    this.#events.start(Math.max(0, ...verlauf.map((answer) => answer.nummer ?? 0)));
    this.#ratings = bewertungen;
    this.#hasMap = lageplan;
  }

  /** The key of the language that is on and that the server knows; "" for German. */
  #wantedLanguage() {
    const chosen = this.#simple.get() === "ja" ? SIMPLE : (this.#language.get() ?? "");
    return chosen === SIMPLE || Object.hasOwn(this.#languages, chosen) ? chosen : "";
  }

  /**
   * @param {string} name
   * @param {unknown} data
   */
  #takeEvent(name, data) {
    if (name === "plan") this.#plan.take(data);
    if (name !== "nachricht" || !MESSAGES.nachricht(data)) return;
    this.#conversation.receive(data);
    if (this.#parts.panel.hidden && data.rolle === "bot") showNews(this.#parts, true);
  }

  /** Unstyled parts would flash, and could not be scrolled to their end. */
  async #showWhenStyled() {
    this.hidden = true;
    await Promise.all(this.#parts.sheets.map(loaded));
    this.hidden = false;
    let isStarted = false;
    setUpPanel(this.#parts, ofTab("offen"), this.#option("offen") === "ja", () => {
      showNews(this.#parts, false);
      if (isStarted) this.#log.showEnd();
      else this.#conversation.start();
      isStarted = true;
    });
  }
}

/**
 * Say on the closed chat's button that something came meanwhile.
 *
 * @param {Pick<import("./layout.js").Parts, "launcher" | "launcherText">} parts
 * @param {boolean} isNew
 */
function showNews({ launcher, launcherText }, isNew) {
  launcher.classList.toggle("has-news", isNew);
  launcherText.textContent = isNew ? "Neue Nachricht" : "Fragen zur Messe?";
}

/**
 * @param {HTMLLinkElement} sheet
 * @returns {Promise<unknown>}
 */
function loaded(sheet) {
  return new Promise((resolve) => {
    if (sheet.sheet) resolve(null);
    sheet.addEventListener("load", resolve);
    sheet.addEventListener("error", resolve); // better plain than never
  });
}
