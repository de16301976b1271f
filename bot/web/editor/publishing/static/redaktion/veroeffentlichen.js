/* Shows how far publishing is; loads the page anew when a step of another kind begins. */

const PAUSE = 1000;
const MAKING = ["pruefen", "trainieren", "saetze", "gespraeche"];
const section = document.querySelector("[data-step]");
const bar = document.querySelector("[data-bar]");
const said = document.querySelector("[data-said]");
const detail = document.querySelector("[data-detail]");
const since = document.querySelector("[data-since]");
const titles = [...document.querySelectorAll(".steps li")];

async function look() {
  const answer = await fetch("veroeffentlichen/stand", { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  const { schritt, titel, prozent, genauer, seit } = await answer.json();
  const isSame = schritt === section.dataset.step;
  if (!isSame && !(MAKING.includes(schritt) && MAKING.includes(section.dataset.step))) return location.reload();
  if (bar) bar.value = prozent;
  detail.textContent = genauer;
  since.textContent = seit;
  if (!isSame) showStep(schritt, titel);
  return undefined;
}

function showStep(step, title) {
  section.dataset.step = step;
  const now = MAKING.indexOf(step);
  titles.forEach((item, place) => {
    item.className = place < now ? "done" : place === now ? "current" : "later";
    if (place === now) item.setAttribute("aria-current", "step");
    else item.removeAttribute("aria-current");
  });
  said.textContent = title; // for those who hear the page; the steps above show it
}

function say(text, isUnseen) {
  said.textContent = text;
  said.classList.toggle("unseen", isUnseen);
}

async function follow() {
  try {
    await look();
    if (!said.classList.contains("unseen")) say("", true);
  } catch {
    say("Der Stand lässt sich gerade nicht abfragen. Es wird weiter versucht.", false);
  }
  setTimeout(follow, PAUSE);
}

if (said) setTimeout(follow, PAUSE);
