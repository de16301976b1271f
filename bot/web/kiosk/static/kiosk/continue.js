/* The phone's side of the QR code: trades the pass behind "#" for the talk, and opens the chat with it. */

import { byId } from "../elements.js";

const state = byId("lage");
const pass = location.hash.slice(1);
history.replaceState(null, "", location.pathname); // the pass is no one's business any more

async function redeem() {
  const body = JSON.stringify({ schein: pass });
  const answer = await fetch("stand/schein/einloesen", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body,
  });
  const content = await answer.json();
  if (!answer.ok) throw new Error(`${content.fehler} ${content.abhilfe}`);
  localStorage.setItem("messe-chat.sitzung", content.sitzung);
  sessionStorage.setItem("messe-chat.offen", "ja");
  location.replace("./");
}

redeem().catch((error) => {
  state.textContent =
    error instanceof TypeError
      ? "Es besteht gerade keine Verbindung. Bitte lassen Sie sich am Stand einen neuen Code zeigen."
      : error.message;
});
