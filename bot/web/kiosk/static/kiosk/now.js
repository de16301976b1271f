/* The fair's clock and what runs now, asked for every 15 seconds; what is known stays while the server is away. */
import { el } from "../widget/dom.js";
import { serverUrl } from "../widget/server.js";
import { timeOf } from "../widget/time.js";

const PAUSE = 15_000;
const PATIENCE = 10_000;
const MOST = 4; // what fits the screen
const format = new Intl.DateTimeFormat("de-DE", {
  hour: "2-digit",
  minute: "2-digit",
  timeZone: document.documentElement.dataset.zone,
});

/**
 * Keeps the clock and the list up to date.
 *
 * @param {HTMLElement} clock
 * @param {HTMLElement} list
 */
export function keepNow(clock, list) {
  let offset = 0;
  let tag = "";

  function tell() {
    const text = format.format(Date.now() + offset);
    if (clock.lastChild?.textContent !== text) clock.lastChild?.replaceWith(text);
  }

  async function ask() {
    /** @type {HeadersInit} */
    const headers = tag ? { "If-None-Match": tag } : {};
    const answer = await fetch(serverUrl("programm/jetzt.json"), {
      headers,
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (answer.status === 200) show(list, await answer.json());
    tag = answer.headers.get("ETag") ?? "";
    offset = Date.parse(answer.headers.get("Messe-Uhr") ?? "") - Date.now() || 0;
    tell();
  }

  async function keep() {
    await ask().catch(() => {});
    setTimeout(keep, PAUSE);
  }

  clock.append("");
  setInterval(tell, 1000);
  keep();
}

/**
 * @param {HTMLElement} list
 * @param {Now} now
 */
function show(list, { jetzt, danach }) {
  const running = jetzt.slice(0, MOST).map((each) => line(`bis ${timeOf(each.ende)}`, each));
  const coming = danach.slice(0, MOST - running.length).map((each) => line(`ab ${timeOf(each.beginn)}`, each));
  list.replaceChildren(...running, ...coming);
  if (running.length + coming.length === 0)
    list.append(el("li", {}, "Gerade läuft kein Programmpunkt. Die Stände freuen sich auf Sie."));
}

/**
 * @param {string} when
 * @param {Running} session
 */
function line(when, { titel, raum }) {
  return el(
    "li",
    {},
    el("span", { class: "when" }, when),
    el("span", { class: "what" }, titel, el("span", { class: "where" }, raum)),
  );
}
