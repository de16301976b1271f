/* Shows how far the draft is, loads the page anew when it answers, and keeps the cursor where one types. */
import { all, focusWhereWanted, one } from "../elements.js";

const PAUSE = 1000;
const WAITING = ["pruefen", "trainieren", "starten"];
const [bar] = all("[data-bar]", document, HTMLProgressElement); // only while something is under way

/** @param {HTMLProgressElement} bar */
async function look(bar) {
  const answer = await fetch("ausprobieren/stand", { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  const { stufe, text, prozent } = await answer.json();
  if (!WAITING.includes(stufe)) return location.reload();
  one("[data-stage]").dataset.stage = stufe;
  one("[data-said]").textContent = text;
  one("[data-trouble]").textContent = "";
  if (stufe === "trainieren") bar.value = prozent;
  else bar.removeAttribute("value");
  return undefined;
}

/** @param {HTMLProgressElement} bar */
async function follow(bar) {
  try {
    await look(bar);
  } catch {
    one("[data-trouble]").textContent = "Der Stand lässt sich gerade nicht abfragen. Es wird weiter versucht.";
  }
  setTimeout(follow, PAUSE, bar);
}

if (bar) setTimeout(follow, PAUSE, bar);
if (all("[data-focus]").length > 0) focusWhereWanted();
else if (location.hash === "#eingabe") for (const input of all("[data-ask]")) input.focus();
