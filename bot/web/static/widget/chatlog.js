/* The log: shows bubbles, the typing dots and errors, and keeps the newest in sight. */
import { bubble, errorBubble, retireButtons, typingBubble } from "./bubbles.js";

const GAP = 8; // px left above the first new bubble

/** Shows what is said. `onButton(button)`: a proposal was tapped; `tools`: what cards can do (see cards.js). */
export class ChatLog {
  #node;
  #onButton;
  #tools;
  #typing = typingBubble();
  #waiting = 0;

  constructor(node, onButton, tools) {
    this.#node = node;
    this.#onButton = onButton;
    this.#tools = tools;
  }

  /** Put the history in front of what was written meanwhile; a screen reader stays silent, for it is old. */
  showHistory(answers) {
    const meanwhile = [...this.#node.children];
    this.#node.setAttribute("aria-live", "off");
    for (const answer of answers) this.#append(answer);
    if (meanwhile.some((node) => node.matches(".own"))) retireButtons(this.#node);
    this.#node.append(...meanwhile);
    this.showEnd();
    requestAnimationFrame(() => this.#node.setAttribute("aria-live", "polite"));
  }

  clear() {
    this.#node.replaceChildren();
  }

  showEnd() {
    this.#node.scrollTop = this.#node.scrollHeight;
  }

  /** Show a person's message. */
  addQuestion(id, text) {
    this.#append({ id, rolle: "nutzer", zeit: "", text, einleitung: "", karten: [], knoepfe: [] });
    this.showEnd();
  }

  /** Show answers; scroll so far that the first of them can be read from its beginning. */
  addAnswers(answers) {
    const nodes = answers.filter((answer) => !this.#has(answer.id)).map((answer) => this.#append(answer));
    if (nodes.length > 0) this.#scrollTo(nodes[0]);
  }

  /** Show an error; with `again`, offer to try again (the bubble then goes). */
  addError(error, label, again) {
    const repeat = () => {
      node.remove();
      this.#node.focus({ preventScroll: true }); // the button that had the focus is gone
      again();
    };
    const node = errorBubble(error, label, again && repeat);
    this.#node.append(node);
    this.#scrollTo(node);
  }

  /** Show the dots as long as something is awaited. */
  async whileTyping(promise) {
    this.#waiting += 1;
    this.#node.append(this.#typing);
    this.showEnd();
    try {
      return await promise;
    } finally {
      this.#waiting -= 1;
      if (this.#waiting === 0) this.#typing.remove();
    }
  }

  #has(id) {
    return this.#node.querySelector(`[data-id="${CSS.escape(id)}"]`) !== null;
  }

  #append(answer) {
    if (answer.rolle === "nutzer") retireButtons(this.#node);
    const node = bubble(answer, this.#onButton, this.#tools);
    this.#node.append(node);
    if (this.#waiting > 0) this.#node.append(this.#typing);
    return node;
  }

  #scrollTo(node) {
    this.#node.scrollTop = node.offsetTop - GAP;
  }
}
