/* The attract loop: real questions, one after another. */
import { serverUrl } from "../widget/server.js";

const TURN = 6_000;
const FADE = 400;

/** @typedef {{ text: string, absicht: string }} Question */

/**
 * Shows questions in `node` in a random order.
 *
 * @param {HTMLElement} node
 * @param {(label: string) => unknown} onShow each time
 */
export async function rotateQuestions(node, onShow) {
  const questions = await load();
  let at = 0;
  const next = () => {
    if (document.documentElement.dataset.lage !== "ruhe") return;
    node.classList.add("away");
    setTimeout(() => {
      const { text, absicht } = questions[at % questions.length];
      node.textContent = text;
      node.classList.remove("away");
      onShow(absicht);
      at += 1;
    }, FADE);
  };
  if (questions.length > 0) setInterval(next, TURN);
}

/** @returns {Promise<Question[]>} */
async function load() {
  try {
    const answer = await fetch(serverUrl("stand/fragen.json"), { signal: AbortSignal.timeout(10_000) });
    return shuffled((await answer.json()).fragen);
  } catch {
    return []; // the question in the page stays
  }
}

/**
 * @template T
 * @param {T[]} list
 */
function shuffled(list) {
  return list
    .map((each) => ({ each, place: Math.random() }))
    .sort((one, other) => one.place - other.place)
    .map(({ each }) => each);
}
