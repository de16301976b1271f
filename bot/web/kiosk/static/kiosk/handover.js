/* Taking the talk along: shows the QR code, counts down, and notices when the phone has it. */
import { byId } from "../elements.js";
import { serverUrl } from "../widget/server.js";

const LOOK = 1_000; // ms between two looks whether the phone has it
const FAREWELL = 4_000; // ms that "it is on your phone" stays

/** @typedef {{ qr: string, adresse: string, sekunden: number }} Pass */

/**
 * Wire the dialog; returns what closes it.
 *
 * @param {() => import("./visit.js").Visit | null} current
 * @param {() => unknown} onTaken the talk goes on elsewhere
 */
export function setUpHandover(current, onTaken) {
  const dialog = byId("handy", HTMLDialogElement);
  const code = byId("handy-code", HTMLImageElement);
  const rest = byId("handy-rest");
  let timer = 0;

  async function open() {
    const visit = current();
    if (visit === null) return;
    const answer = await ask(visit, "POST");
    if (current() !== visit) return;
    const made = await answer?.json().catch(() => null);
    code.hidden = !answer?.ok;
    if (answer?.ok) {
      code.src = made.qr;
      byId("handy-text").textContent =
        `Mit der Kamera des Handys auf den Code zielen. Er gilt einmal und führt zu ${new URL(made.adresse).host}.`;
    }
    rest.textContent = answer?.ok ? "" : `${made?.fehler ?? "Das geht gerade nicht."} ${made?.abhilfe ?? ""}`;
    dialog.showModal();
    if (answer?.ok) look(visit, Date.now() + made.sekunden * 1000);
  }

  /**
   * @param {import("./visit.js").Visit} visit
   * @param {number} until
   */
  async function look(visit, until) {
    const left = Math.ceil((until - Date.now()) / 1000);
    const answer = await ask(visit, "GET");
    if (!dialog.open || current() !== visit) return;
    if (answer?.status === 200) {
      taken();
      return;
    }
    if (left <= 0) {
      close();
      return;
    }
    rest.textContent = `Noch ${left} Sekunden gültig`;
    timer = setTimeout(() => look(visit, until), LOOK);
  }

  function taken() {
    code.hidden = true;
    code.removeAttribute("src");
    rest.textContent = "Ihr Gespräch ist jetzt auf Ihrem Handy. Gute Messe!";
    timer = setTimeout(onTaken, FAREWELL);
  }

  function close() {
    clearTimeout(timer);
    code.removeAttribute("src");
    rest.textContent = "";
    dialog.close();
  }

  byId("mitnehmen").addEventListener("click", open);
  byId("handy-zu").addEventListener("click", () =>
    code.hidden && rest.textContent.startsWith("Ihr Gespräch") ? onTaken() : close(),
  );
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  return { close };
}

/**
 * @param {import("./visit.js").Visit} visit
 * @param {"GET" | "POST"} method
 */
function ask(visit, method) {
  const headers = { Authorization: visit.authorization };
  return fetch(serverUrl("stand/schein"), {
    method,
    headers,
    cache: "no-store",
    signal: AbortSignal.timeout(10_000),
  }).catch(() => null);
}
