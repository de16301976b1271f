/* The conversation: what is sent when, what happens when the session or the server is gone. */
import { newId } from "./ids.js";

/**
 * Where a conversation is shown.
 *
 * @typedef {object} Log
 * @property {(opened: Opened) => void} showHistory
 * @property {() => void} clear
 * @property {(id: string, text: string) => void} addQuestion
 * @property {(id: string) => void} markSent
 * @property {(answers: Answer[]) => void} addAnswers
 * @property {(error: Error & { remedy?: string }) => void} addError
 * @property {<T>(promise: Promise<T>) => Promise<T>} whileTyping
 */

/**
 * @typedef {object} ConversationParts
 * @property {Pick<import("./transport.js").HttpTransport, "hasSession" | "open" | "history" | "send" | "clear" | "forget">} transport
 * @property {Log} log
 * @property {import("./outbox.js").Outbox} outbox
 * @property {Pick<import("./retrier.js").Retrier, "run">} retrier
 * @property {(opened: Opened) => void} onSession a session begins or goes on, with its history
 * @property {() => string} language in which answers are wanted; "" is the usual one
 */

/** @typedef {import("./transport.js").ChatError} ChatError */

/** Brings messages from the log's user to the transport and the answers back. */
export class Conversation {
  #transport;
  #log;
  #outbox;
  #retrier;
  #onSession;
  #language;
  #inFlight = 0;
  /** @type {Answer[]} */
  #pushed = [];
  /** @type {Promise<void> | null} */
  #started = null;
  #isReady = false;
  #isSending = false;

  /** @param {ConversationParts} parts */
  constructor({ transport, log, outbox, retrier, onSession, language }) {
    this.#transport = transport;
    this.#log = log;
    this.#outbox = outbox;
    this.#retrier = retrier;
    this.#onSession = onSession;
    this.#language = language;
  }

  /** Load the history, or open a session, and send what is left from last time; once. */
  async start() {
    this.#started ??= this.#log.whileTyping(this.#retrier.run(() => this.#load()));
    try {
      await this.#started;
      this.#isReady = true;
      await this.#sendAll();
    } catch (error) {
      this.#started = null;
      this.#log.addError(/** @type {ChatError} */ (error));
    }
  }

  /** @param {string} text */
  sendText(text) {
    this.#send({ text }, text);
  }

  /** @param {Choice} choice */
  sendButton({ payload, titel }) {
    this.#send({ knopf: payload, titel }, titel);
  }

  /**
   * Show a bubble that came by itself; while an answer is awaited, after that one. What is shown already stays once.
   *
   * @param {Answer} answer
   */
  receive(answer) {
    this.#pushed.push(answer);
    if (this.#inFlight === 0) this.#showPushed();
  }

  /** Delete the chat here and on the server, and begin another. */
  async delete() {
    this.#outbox.clear();
    try {
      await this.#log.whileTyping(this.#retrier.run(() => this.#clear()));
    } catch (error) {
      this.#log.addError(/** @type {ChatError} */ (error));
    }
    this.reload();
  }

  /** Show the session that the browser now holds, for instance after another tab has begun it. */
  reload() {
    this.#log.clear();
    this.#pushed = [];
    this.#started = null;
    this.#isReady = false;
    return this.start();
  }

  #showPushed() {
    const pushed = this.#pushed.splice(0);
    for (const answer of pushed) this.#outbox.remove(answer.id); // sent by another tab
    this.#log.addAnswers(pushed);
  }

  /**
   * @param {Omit<Outgoing, "id">} content
   * @param {string} shown
   */
  #send(content, shown) {
    const language = this.#language();
    const message = { id: newId(), ...content, ...(language ? { sprache: language } : {}) };
    this.#outbox.add({ ...message, gezeigt: shown });
    this.#log.addQuestion(message.id, shown);
    if (this.#isSending) this.#tryPast(message);
    else if (this.#isReady) this.#sendAll();
    else this.start();
  }

  /**
   * While an earlier message waits for the bot, a later one may need none: the server itself answers an emergency. Any
   * other it keeps in their order, and answers once.
   *
   * @param {Outgoing} message
   */
  async #tryPast(message) {
    try {
      const answers = await this.#sendOnce(message);
      if (!this.#outbox.has(message.id)) return; // deleted, or answered meanwhile
      this.#outbox.remove(message.id);
      this.#log.addAnswers(answers);
      this.#log.markSent(message.id);
    } catch {
      // it waits for its turn
    }
  }

  async #sendAll() {
    if (this.#isSending) return;
    this.#isSending = true;
    while (this.#outbox.entries.length > 0) await this.#deliver(this.#outbox.entries[0]);
    this.#isSending = false;
  }

  /**
   * The same id each time: a message that arrived but whose answer was lost is not asked twice.
   *
   * @param {Waiting} entry
   */
  async #deliver({ gezeigt, ...message }) {
    this.#inFlight += 1;
    try {
      const answers = await this.#log.whileTyping(this.#retrier.run(() => this.#sendOnce(message)));
      this.#outbox.remove(message.id);
      this.#log.addAnswers(answers);
    } catch (error) {
      this.#outbox.remove(message.id);
      this.#log.addError(/** @type {ChatError} */ (error));
    } finally {
      this.#log.markSent(message.id);
      this.#inFlight -= 1;
      if (this.#inFlight === 0) this.#showPushed();
    }
  }

  /**
   * @param {Outgoing} message
   * @returns {Promise<Answer[]>}
   */
  async #sendOnce(message) {
    if (!this.#outbox.has(message.id)) return []; // deleted meanwhile, or answered in another tab
    if (!this.#transport.hasSession) await this.#open();
    try {
      return await this.#transport.send(message);
    } catch (error) {
      if (!(/** @type {ChatError} */ (error).sessionLost)) throw error;
      await this.#open();
      return this.#transport.send(message);
    }
  }

  async #load() {
    const opened = await this.#historyOrNew();
    this.#onSession(opened);
    this.#log.showHistory(opened);
    for (const { id, gezeigt } of [...this.#outbox.entries]) {
      if (opened.verlauf.some((answer) => answer.id === id)) this.#outbox.remove(id);
      else this.#log.addQuestion(id, gezeigt);
    }
  }

  /** @returns {Promise<Opened>} */
  async #historyOrNew() {
    if (!this.#transport.hasSession) return this.#transport.open();
    try {
      return await this.#transport.history();
    } catch (error) {
      if (!(/** @type {ChatError} */ (error).sessionLost)) throw error;
      return this.#transport.open();
    }
  }

  async #open() {
    this.#onSession(await this.#transport.open());
  }

  async #clear() {
    try {
      if (this.#transport.hasSession) await this.#transport.clear();
    } catch (error) {
      if (!(/** @type {ChatError} */ (error).sessionLost)) throw error;
    }
    this.#transport.forget();
  }
}
