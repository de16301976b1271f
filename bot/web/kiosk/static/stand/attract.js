/* The attract loop: real questions, one after another. */
import { serverUrl } from "../widget/server.js";

const TURN = 6_000;
const FADE = 400;

/** Shows questions in `node` in a random order; `onShow(label)` each time. */
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

async function load() {
  try {
    const answer = await fetch(serverUrl("stand/fragen.json"), { signal: AbortSignal.timeout(10_000) });
    return shuffled((await answer.json()).fragen);
  } catch {
    return []; // the question in the page stays
  }
}

function shuffled(list) {
  return list
    .map((each) => [Math.random(), each])
    .sort(([one], [other]) => one - other)
    .map(([, each]) => each);
}
