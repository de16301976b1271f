/* The operator's corner: five touches on the sign, then the PIN. */
import { byId } from "../elements.js";
import { el } from "../widget/dom.js";
import { SERVER, serverUrl } from "../widget/server.js";

const TOUCHES = 5;
const WITHIN = 3_000; // ms
const CLOSES_AFTER = 60_000; // ms without a touch

/**
 * Wire the corner and the dialog behind it.
 *
 * @param {() => unknown} endVisit the visitor has gone
 */
export function setUpStaff(endVisit) {
  const dialog = byId("betrieb", HTMLDialogElement);
  const pin = byId("pin", HTMLInputElement);
  const fault = byId("betrieb-fehler");
  /** @type {number[]} */
  let touches = [];
  let timer = 0;

  function close() {
    clearTimeout(timer);
    pin.value = "";
    fault.textContent = "";
    byId("betrieb-pin").hidden = false;
    byId("betrieb-inhalt").hidden = true;
    byId("betrieb-zahlen").replaceChildren();
    dialog.close();
  }

  function stay() {
    clearTimeout(timer);
    timer = setTimeout(close, CLOSES_AFTER);
  }

  byId("ecke").addEventListener("click", () => {
    const now = Date.now();
    touches = [...touches.filter((each) => now - each < WITHIN), now];
    if (touches.length < TOUCHES) return;
    touches = [];
    endVisit();
    dialog.showModal();
    stay();
  });

  async function enter() {
    const answer = await send(pin.value);
    pin.value = "";
    /** @type {({ zahlen: [name: string, count: number][] } & Partial<Fault>) | null} */
    const content = await answer?.json().catch(() => null);
    fault.textContent = answer?.ok
      ? ""
      : `${content?.fehler ?? "Der Server ist nicht erreichbar."} ${content?.abhilfe ?? ""}`;
    if (!answer?.ok || content === null) return;
    byId("betrieb-pin").hidden = true;
    byId("betrieb-inhalt").hidden = false;
    byId("betrieb-zahlen").replaceChildren(
      ...content.zahlen.map(([name, count]) =>
        el("tr", {}, el("th", { scope: "row" }, name), el("td", {}, String(count))),
      ),
    );
  }

  const keys = [..."123456789", "⌫", "0", "OK"];
  byId("pin-tasten").replaceChildren(...keys.map((key) => padKey(key, pin)));
  byId("betrieb-pin").addEventListener("submit", (event) => {
    event.preventDefault();
    enter();
  });
  byId("betrieb-zu").addEventListener("click", close);
  dialog.addEventListener("close", close);
  dialog.addEventListener("pointerdown", stay);
  for (const button of dialog.querySelectorAll("[data-ziel]")) {
    const target = new URL(button.getAttribute("data-ziel") ?? "", SERVER);
    button.addEventListener("click", () => location.replace(target));
  }
}

/**
 * @param {string} key
 * @param {HTMLInputElement} pin
 */
function padKey(key, pin) {
  if (key === "OK") return el("button", { type: "submit", class: "key wide" }, key);
  const isBack = key === "⌫";
  const act = () => (pin.value = isBack ? pin.value.slice(0, -1) : (pin.value + key).slice(0, pin.maxLength));
  return el(
    "button",
    { type: "button", class: "key", onclick: act, "aria-label": isBack ? "Ziffer löschen" : undefined },
    key,
  );
}

/** @param {string} pin */
function send(pin) {
  const headers = { "Content-Type": "application/json" };
  return fetch(serverUrl("stand/betrieb"), {
    method: "POST",
    headers,
    body: JSON.stringify({ pin }),
    signal: AbortSignal.timeout(10_000),
  }).catch(() => null);
}
