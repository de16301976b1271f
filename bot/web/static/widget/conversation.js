/* The conversation: what is sent when, what happens when the session or the server is gone. */
import { newId } from "./ids.js";

/** Brings messages from the log's user to the transport and the answers back. */
export class Conversation {
  #transport;
  #log;
  #onClock;
  #onSession;
  #inFlight = 0;
  #pushed = [];
  #started = null;

  /** `onClock(isDemo)`: the server said which clock counts; `onSession(last)`: a session begins or goes on, its newest number. */
  constructor(transport, log, onClock, onSession) {
    this.#transport = transport;
    this.#log = log;
    this.#onClock = onClock;
    this.#onSession = onSession;
  }

  /** Load the history, or open a session; once, until it has failed. */
  start() {
    this.#started ??= this.#load().catch((error) => {
      this.#started = null;
      throw error;
    });
    return this.#started;
  }

  /** Start, and show an error with a way to try again. */
  async show() {
    try {
      await this.#log.whileTyping(this.start());
    } catch (error) {
      this.#log.addError(error, "Erneut versuchen", () => this.show());
    }
  }

  sendText(text) {
    return this.#send({ id: newId(), text }, text);
  }

  sendButton({ payload, titel }) {
    return this.#send({ id: newId(), knopf: payload, titel }, titel);
  }

  /** Show a bubble that came by itself; while an answer is awaited, after that one. What is shown already stays once. */
  receive(answer) {
    this.#pushed.push(answer);
    if (this.#inFlight === 0) this.#showPushed();
  }

  #showPushed() {
    this.#log.addAnswers(this.#pushed.splice(0));
  }

  /** Delete the chat and begin anew. */
  async restart() {
    try {
      await this.#log.whileTyping(this.#clear());
    } catch (error) {
      this.#log.addError(error, "Erneut versuchen", () => this.restart());
    }
  }

  async #send(message, shown) {
    this.#log.addQuestion(message.id, shown);
    await this.#deliver(message);
  }

  /** The same id each time: a message that arrived but whose answer was lost is not asked twice. */
  async #deliver(message) {
    this.#inFlight += 1;
    try {
      this.#log.addAnswers(await this.#log.whileTyping(this.#sendOnce(message)));
    } catch (error) {
      this.#log.addError(error, "Erneut senden", error.retry ? () => this.#deliver(message) : undefined);
    } finally {
      this.#inFlight -= 1;
      if (this.#inFlight === 0) this.#showPushed();
    }
  }

  async #sendOnce(message) {
    if (this.#started) await this.#started;
    else if (!this.#transport.hasSession) await this.#open();
    try {
      return await this.#transport.send(message);
    } catch (error) {
      if (!error.sessionLost) throw error;
      await this.#open();
      return this.#transport.send(message);
    }
  }

  async #load() {
    if (!this.#transport.hasSession) return this.#show(await this.#transport.open());
    try {
      return this.#show(await this.#transport.history());
    } catch (error) {
      if (!error.sessionLost) throw error;
      return this.#show(await this.#transport.open());
    }
  }

  async #open() {
    const { verlauf, demo_uhr: isDemo } = await this.#transport.open();
    this.#onClock(isDemo);
    this.#onSession(newestNumber(verlauf));
  }

  async #clear() {
    try {
      await this.#transport.clear();
    } catch (error) {
      if (!error.sessionLost) throw error;
    }
    this.#log.clear();
    this.#started = null;
    await this.start();
  }

  #show({ verlauf, demo_uhr: isDemo }) {
    this.#log.showHistory(verlauf);
    this.#onClock(isDemo);
    this.#onSession(newestNumber(verlauf));
  }
}

function newestNumber(answers) {
  return Math.max(0, ...answers.map((answer) => answer.nummer ?? 0));
}
