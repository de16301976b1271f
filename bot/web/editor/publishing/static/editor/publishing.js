/* Shows how far publishing is; loads the page anew when a step of another kind begins. */
import { all, one } from "../elements.js";

const PAUSE = 1000;
const MAKING = ["pruefen", "trainieren", "saetze", "gespraeche"];
const section = one("[data-step]");
const [bar] = all("[data-bar]", document, HTMLProgressElement);
const [said] = all("[data-said]"); // only while something is under way
const titles = all(".steps li");

/** @param {HTMLElement} said */
async function look(said) {
  const answer = await fetch("veroeffentlichen/stand", { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  const { schritt, titel, prozent, genauer, seit } = await answer.json();
  const isSame = schritt === section.dataset.step;
  if (!isSame && !(MAKING.includes(schritt) && MAKING.includes(section.dataset.step ?? ""))) return location.reload();
  if (bar) bar.value = prozent;
  one("[data-detail]").textContent = genauer;
  one("[data-since]").textContent = seit;
  if (isSame) return undefined;
  showStep(schritt);
  said.textContent = titel; // for those who hear the page; the steps above show it
  return undefined;
}

/** @param {string} step */
function showStep(step) {
  section.dataset.step = step;
  const now = MAKING.indexOf(step);
  titles.forEach((item, place) => {
    item.className = place < now ? "done" : place === now ? "current" : "later";
    if (place === now) item.setAttribute("aria-current", "step");
    else item.removeAttribute("aria-current");
  });
}

/**
 * @param {HTMLElement} said
 * @param {string} text
 * @param {boolean} isUnseen
 */
function say(said, text, isUnseen) {
  said.textContent = text;
  said.classList.toggle("unseen", isUnseen);
}

/** @param {HTMLElement} said */
async function follow(said) {
  try {
    await look(said);
    if (!said.classList.contains("unseen")) say(said, "", true);
  } catch {
    say(said, "Der Stand lässt sich gerade nicht abfragen. Es wird weiter versucht.", false);
  }
  setTimeout(follow, PAUSE, said);
}

if (said) setTimeout(follow, PAUSE, said);
