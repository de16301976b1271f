/* The way to the server. A transport has open(), history(), send(message), clear(), events() and the plan; errors are ChatErrors. */
import { MESSAGES } from "./guards.js";

const TIME_OUT = 20_000; // ms; the server itself gives up after 10 s

/** What went wrong, in German, and whether the same message may be sent again. */
export class ChatError extends Error {
  /**
   * @param {string} what
   * @param {string} remedy
   * @param {{ status?: number, retry?: boolean }} options `retry`: the same request may succeed later
   */
  constructor(what, remedy, { status = 0, retry = true } = {}) {
    super(what);
    this.remedy = remedy;
    this.status = status;
    this.retry = retry;
  }

  get sessionLost() {
    return this.status === 401;
  }
}

/** Talks to the chat API over HTTP. */
export class HttpTransport {
  #base;
  #token;
  #opensAt;

  /**
   * @param {URL} base of the server
   * @param {import("./storage.js").Store} token of the session
   * @param {string} opensAt where sessions begin
   */
  constructor(base, token, opensAt = "chat/sitzung") {
    this.#base = base;
    this.#token = token;
    this.#opensAt = opensAt;
  }

  get hasSession() {
    return this.#token.get() !== null;
  }

  async open() {
    this.#token.set(null);
    const opened = await this.#request("POST", this.#opensAt, "sitzung");
    this.#token.set(opened.sitzung);
    return opened;
  }

  /** What was said; with `after`, only the bubbles behind this number. */
  history(after = 0) {
    return this.#request("GET", after ? `chat/verlauf?nach=${after}` : "chat/verlauf", "verlauf");
  }

  /** @param {Outgoing} message */
  async send(message) {
    const reply = await this.#request("POST", "chat/nachricht", "antworten", message);
    return reply.antworten;
  }

  plan() {
    return this.#request("GET", "chat/plan", "plan");
  }

  /** @param {string} id */
  note(id) {
    return this.#request("PUT", `chat/plan/${encodeURIComponent(id)}`, "plan");
  }

  /** @param {string} id */
  unnote(id) {
    return this.#request("DELETE", `chat/plan/${encodeURIComponent(id)}`, "plan");
  }

  /**
   * @param {string} id
   * @param {number | null} minutes before; null: not at all
   */
  remind(id, minutes) {
    return this.#request("PUT", `chat/plan/${encodeURIComponent(id)}/erinnerung`, "plan", { minuten: minutes });
  }

  /**
   * The response whose body is the stream of events after number `last`.
   *
   * @param {number} last
   * @param {AbortSignal} signal
   */
  events(last, signal) {
    const headers = { Authorization: `Bearer ${this.#token.get()}`, "Last-Event-ID": String(last) };
    return fetch(new URL("chat/ereignisse", this.#base), { headers, signal, cache: "no-store" });
  }

  /**
   * Keep what a visitor thinks of the answer with this number; null takes it back.
   *
   * @param {number} nummer
   * @param {Verdict | null} urteil
   * @param {string} kommentar
   */
  rate(nummer, urteil, kommentar) {
    return this.#exchange("POST", "chat/bewertung", { nummer, urteil, kommentar });
  }

  async suggestions() {
    const found = await this.#request("GET", "vorschlaege.json", "vorschlaege", undefined, "default");
    return found.vorschlaege;
  }

  /** Everything that the server keeps about this chat. */
  data() {
    return this.#exchange("GET", "chat/daten");
  }

  forget() {
    this.#token.set(null);
  }

  async clear() {
    await this.#exchange("DELETE", "chat/verlauf");
  }

  /**
   * The server's answer, which has to be a message of the kind `expected`.
   *
   * @template {keyof Messages} K
   * @param {string} method
   * @param {string} path
   * @param {K} expected
   * @param {object} [body]
   * @param {RequestCache} [cache]
   * @returns {Promise<Messages[K]>}
   */
  async #request(method, path, expected, body, cache) {
    const content = await this.#exchange(method, path, body, cache);
    if (!MESSAGES[expected](content)) throw notUnderstood();
    return content;
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {object} [body]
   * @param {RequestCache} cache
   * @returns {Promise<unknown>}
   */
  async #exchange(method, path, body, cache = "no-store") {
    const response = await this.#fetch(method, path, body, cache);
    const content = response.status === 204 ? null : await response.json().catch(() => undefined);
    if (!response.ok) throw errorOf(response.status, content);
    return content;
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {object | undefined} body
   * @param {RequestCache} cache
   */
  async #fetch(method, path, body, cache) {
    /** @type {Record<string, string>} */
    const headers = {};
    if (this.hasSession) headers.Authorization = `Bearer ${this.#token.get()}`;
    if (body !== undefined) headers["Content-Type"] = "application/json";
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), TIME_OUT);
    try {
      return await fetch(new URL(path, this.#base), {
        method,
        headers,
        body: body && JSON.stringify(body),
        signal: abort.signal,
        cache,
      });
    } catch {
      throw new ChatError(
        "Es besteht gerade keine Verbindung.",
        "Bitte prüfen Sie Ihr Netz und senden Sie noch einmal.",
      );
    } finally {
      clearTimeout(timer);
    }
  }
}

/**
 * @param {number} status
 * @param {unknown} content
 */
function errorOf(status, content) {
  const options = { status, retry: status >= 500 || status === 429 };
  if (MESSAGES.fehler(content)) return new ChatError(content.fehler, content.abhilfe, options);
  return new ChatError("Der Dienst antwortet gerade nicht.", "Bitte versuchen Sie es gleich noch einmal.", options);
}

function notUnderstood() {
  return new ChatError("Die Antwort war nicht lesbar.", "Bitte laden Sie die Seite neu.", { retry: false });
}
