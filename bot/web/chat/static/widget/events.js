/* What the server tells without being asked: server-sent events read with fetch, because EventSource sends no token. */

const SILENCE = 40_000; // ms without any sign of life (the server beats every 15 s): the connection is dead
const FIRST_SIGN = 6_000; // ms until the first one, which the server sends at once; else somebody on the way keeps it back
const ASK_EVERY = 5_000; // ms between questions for news where a proxy keeps streams back
const ASK_TIMES = 24; // then the stream is tried again
const FIRST_PAUSE = 1_000; // ms before the next attempt, doubled each time
const LONGEST_PAUSE = 30_000;

/** Keeps one connection open; after a break it goes on behind the last event. */
export class EventReader {
  #connect;
  #ask;
  #onEvent;
  #onState;
  #last = 0;
  /** @type {AbortController | null} */
  #abort = null;
  #wake = () => {};

  /**
   * @param {(last: number, signal: AbortSignal) => Promise<Response>} connect
   * @param {(last: number) => Promise<Answer[]>} ask for the bubbles after number `last`
   * @param {(name: string, data: unknown) => void} onEvent
   * @param {(isOpen: boolean) => void} onState
   */
  constructor(connect, ask, onEvent, onState) {
    this.#connect = connect;
    this.#ask = ask;
    this.#onEvent = onEvent;
    this.#onState = onState;
    for (const name of ["online", "pageshow"]) window.addEventListener(name, () => this.now());
    document.addEventListener("visibilitychange", () => document.hidden || this.now());
  }

  /** Do not wait any longer for the next attempt. */
  now() {
    this.#wake();
  }

  /**
   * Begin anew, behind event number `last`.
   *
   * @param {number} last
   */
  start(last) {
    this.stop();
    this.#last = last;
    this.#abort = new AbortController();
    this.#run(this.#abort.signal);
  }

  stop() {
    this.#abort?.abort();
    this.#wake();
  }

  /** @param {AbortSignal} signal */
  async #run(signal) {
    let pause = FIRST_PAUSE;
    while (!signal.aborted) {
      const started = Date.now();
      const state = await this.#readOnce(signal).catch(() => "broken");
      if (state === "refused") return; // the session is gone; the next message opens another
      if (state === "kept back") await this.#askOnAndOn(signal);
      if (state === "broken" && !signal.aborted) this.#onState(false);
      pause = Date.now() - started > LONGEST_PAUSE ? FIRST_PAUSE : pause;
      if (!signal.aborted) await this.#rest(pause * (0.75 + Math.random() / 2));
      pause = Math.min(pause * 2, LONGEST_PAUSE);
    }
  }

  /**
   * News come a little later this way, but they come.
   *
   * @param {AbortSignal} signal
   */
  async #askOnAndOn(signal) {
    for (let times = 0; times < ASK_TIMES && !signal.aborted; times++) {
      try {
        for (const bubble of await this.#ask(this.#last)) {
          this.#onEvent("nachricht", bubble);
          this.#last = Math.max(this.#last, bubble.nummer ?? 0);
        }
        if (!signal.aborted) this.#onState(true);
      } catch {
        if (!signal.aborted) this.#onState(false);
        return;
      }
      await this.#rest(ASK_EVERY);
    }
  }

  /**
   * @param {number} milliseconds
   * @returns {Promise<void>}
   */
  #rest(milliseconds) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /**
   * @param {AbortSignal} outer
   * @returns {Promise<"refused" | "broken" | "ended" | "kept back">}
   */
  async #readOnce(outer) {
    const abort = new AbortController();
    const end = () => abort.abort();
    outer.addEventListener("abort", end);
    let isSilent = true;
    let watchdog = setTimeout(end, FIRST_SIGN);
    try {
      const response = await this.#connect(this.#last, abort.signal);
      if (response.status === 401) return "refused";
      if (!response.ok) return "broken";
      const reader = readText(response);
      let rest = "";
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        clearTimeout(watchdog);
        watchdog = setTimeout(end, SILENCE);
        if (isSilent) this.#onState(true);
        isSilent = false;
        rest = this.#take(rest + part.value);
      }
      return "ended";
    } catch (error) {
      if (isSilent && abort.signal.aborted && !outer.aborted) return "kept back";
      throw error;
    } finally {
      clearTimeout(watchdog);
      outer.removeEventListener("abort", end);
    }
  }

  /**
   * Hand out whole frames; what is left belongs to the next.
   *
   * @param {string} text
   */
  #take(text) {
    const frames = text.split("\n\n");
    const rest = frames.pop() ?? "";
    for (const { id, name, data } of frames.map(readFrame)) {
      if (name !== "") this.#onEvent(name, data);
      if (id !== "") this.#last = Number(id);
    }
    return rest;
  }
}

/**
 * @param {Response} response
 * @returns {ReadableStreamDefaultReader<string>}
 */
function readText(response) {
  const body = /** @type {ReadableStream<BufferSource>} */ (response.body);
  return body.pipeThrough(new TextDecoderStream()).getReader();
}

/**
 * One frame as {id, name, data}; comments have no name. Broken data become undefined.
 *
 * @param {string} text
 */
export function readFrame(text) {
  /** @type {Record<string, string>} */
  const fields = { id: "", event: "", data: "" };
  for (const line of text.split("\n")) {
    const at = line.indexOf(": ");
    if (at > 0) fields[line.slice(0, at)] = line.slice(at + 2);
  }
  return { id: fields.id, name: fields.event, data: parse(fields.data) };
}

/**
 * @param {string} text
 * @returns {unknown}
 */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
