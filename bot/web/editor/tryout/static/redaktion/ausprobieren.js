/* Shows how far the draft is, loads the page anew when it answers, and keeps the cursor where one types. */

const PAUSE = 1000;
const WAITING = ["pruefen", "trainieren", "starten"];
const section = document.querySelector("[data-stage]");
const bar = document.querySelector("[data-bar]");
const said = document.querySelector("[data-said]");
const trouble = document.querySelector("[data-trouble]");

async function look() {
  const answer = await fetch("ausprobieren/stand", { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  const { stufe, text, prozent } = await answer.json();
  if (!WAITING.includes(stufe)) return location.reload();
  section.dataset.stage = stufe;
  said.textContent = text;
  trouble.textContent = "";
  if (stufe === "trainieren") bar.value = prozent;
  else bar.removeAttribute("value");
  return undefined;
}

async function follow() {
  try {
    await look();
  } catch {
    trouble.textContent = "Der Stand lässt sich gerade nicht abfragen. Es wird weiter versucht.";
  }
  setTimeout(follow, PAUSE);
}

if (bar) setTimeout(follow, PAUSE);
const attention =
  document.querySelector("[data-focus]") ?? (location.hash === "#eingabe" && document.querySelector("[data-ask]"));
if (attention) attention.focus();
