/* Asks which test sentences would be understood otherwise; takes a minute or two, in the background. */
import { all, one } from "../elements.js";
import { el } from "../widget/dom.js";
import { postJson } from "./server.js";

/** @typedef {{ zustand: string, text: string, saetze: { satz: string, text: string }[] }} Comparison */

const AGAIN = 3000; // milliseconds

/**
 * Wire the button that asks.
 *
 * @param {HTMLFormElement} form
 */
export function offerProbe(form) {
  const [button] = all("[data-probe]", form, HTMLButtonElement);
  if (button === undefined) return;
  const place = one("[data-probe-result]", form);
  button.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      await askUntilDone(form, place);
    } catch {
      place.replaceChildren("Der Server antwortet gerade nicht. Bitte versuchen Sie es gleich noch einmal.");
    }
    button.disabled = false;
  });
}

/**
 * @param {HTMLFormElement} form
 * @param {Element} place
 */
async function askUntilDone(form, place) {
  place.replaceChildren(
    el(
      "p",
      {},
      "Wird verglichen … das dauert etwa eine Minute, wenn der Server viel zu tun hat, länger. Sie können weiterschreiben.",
    ),
  );
  const typed = Object.fromEntries(new FormData(form));
  for (;;) {
    const answer = await postJson(form, "probe.json", typed);
    if (answer.zustand !== "laeuft") return place.replaceChildren(...told(answer));
    await new Promise((resolve) => setTimeout(resolve, AGAIN));
  }
}

/** @param {Comparison} answer */
function told(answer) {
  if (answer.zustand !== "fertig") return [el("p", {}, answer.text)];
  const rows = answer.saetze.map(({ satz, text }) => el("li", {}, el("q", {}, satz), ` ${text}`));
  return [el("p", {}, answer.text), rows.length > 0 ? el("ul", {}, ...rows) : ""].filter(Boolean);
}
