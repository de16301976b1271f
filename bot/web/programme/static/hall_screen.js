/* The hall screen: asks what runs now every 15 seconds; when the server is away, it keeps what it has and says from when. */
import { byId } from "./elements.js";
import { timeOf } from "./widget/time.js";

const PAUSE = 15_000;
const LONGEST_PAUSE = 60_000;
const PATIENCE = 10_000; // for one answer
const TURN = 10_000; // how long one part of a list too long for the screen is shown
const LISTS = ["aenderungen", "jetzt", "danach"]; // the first one decides how much room the others have
const clockTime = new Intl.DateTimeFormat("de-DE", {
  hour: "2-digit",
  minute: "2-digit",
  timeZone: document.documentElement.dataset.zone,
});
let tag = "";
/** @type {Now | null} */
let state = null;
let faults = 0;
let offset = 0; // milliseconds from the machine's clock to the fair's
let heard = 0; // when the server answered last, in the fair's time

/**
 * @param {Running} session
 * @param {string} when
 * @param {string} details
 */
function line(session, when, details) {
  const item = document.createElement("li");
  item.classList.toggle("cancelled", session.abgesagt);
  const what = part("what", "");
  what.append(part("title", session.titel), part("place", details));
  item.append(part("time", when), what);
  return item;
}

/**
 * @param {string} name
 * @param {string} text
 */
function part(name, text) {
  const span = document.createElement("span");
  span.className = name;
  span.textContent = text;
  return span;
}

/**
 * What does not fit is shown in turns: nothing is cut in half, nothing is left out.
 *
 * @param {string} id of the list
 * @param {boolean} fromStart
 */
function turn(id, fromStart) {
  const items = /** @type {HTMLElement[]} */ ([...byId(id).children]);
  const shown = items.findLastIndex((item) => !item.hidden);
  const first = fromStart || shown + 1 >= items.length ? 0 : shown + 1;
  for (const item of items) item.hidden = true;
  let last = first;
  for (const [index, item] of items.entries()) {
    if (index < first) continue;
    item.hidden = false;
    if (index > first && !fits(item)) {
      item.hidden = true;
      break;
    }
    last = index;
  }
  const isAll = first === 0 && last >= items.length - 1;
  byId(`${id}-teil`).textContent = isAll
    ? ""
    : `${first === last ? "" : `${first + 1}–`}${last + 1} von ${items.length}`;
}

/** @param {Element} node */
const bottomOf = (node) => node.getBoundingClientRect().bottom;
/** @param {HTMLElement} item */
const fits = (item) => bottomOf(item) <= bottomOf(/** @type {Element} */ (item.closest("section")));

/** @param {boolean} fromStart */
function turnAll(fromStart) {
  for (const id of LISTS) turn(id, fromStart);
}

/** @param {Now} state */
function show(state) {
  byId("aenderungen").replaceChildren(
    ...state.aenderungen.map((each) => line(each, timeOf(each.beginn), each.aenderung)),
  );
  byId("jetzt").replaceChildren(...state.jetzt.map((each) => line(each, `bis ${timeOf(each.ende)}`, each.raum)));
  byId("danach").replaceChildren(...state.danach.map((each) => line(each, timeOf(each.beginn), each.raum)));
  byId("aenderungen-bereich").hidden = state.aenderungen.length === 0;
  byId("jetzt-leer").hidden = state.jetzt.length > 0;
  byId("danach-leer").hidden = state.danach.length > 0;
  turnAll(true);
}

// One missed answer is no news; after the second, visitors learn how old the screen is.
function showAge() {
  if (!state) return;
  const since = state.veraltet ? timeOf(state.stand) : clockTime.format(heard);
  byId("stand").textContent = state.veraltet || faults > 1 ? `Stand ${since} Uhr` : "";
}

async function ask() {
  /** @type {HeadersInit} */
  const headers = tag ? { "If-None-Match": tag } : {};
  const answer = await fetch("programm/jetzt.json", {
    headers,
    cache: "no-store",
    signal: AbortSignal.timeout(PATIENCE),
  });
  if (!answer.ok && answer.status !== 304) throw new Error(String(answer.status));
  if (answer.status !== 304) {
    const before = listsOf(state);
    /** @type {Now} */
    const told = await answer.json();
    state = told;
    tag = answer.headers.get("ETag") ?? "";
    if (listsOf(told) !== before) show(told); // else the lists go on taking their turns
  }
  heard = Date.parse(answer.headers.get("Messe-Uhr") ?? "");
  offset = heard - Date.now();
  showTime();
}

/** @param {Now | null} told */
const listsOf = (told) => told && JSON.stringify([told.jetzt, told.danach, told.aenderungen]);

async function refresh() {
  try {
    await ask();
    faults = 0;
  } catch {
    faults += 1;
  }
  showAge();
  setTimeout(refresh, Math.min(PAUSE * 2 ** Math.max(0, faults - 1), LONGEST_PAUSE));
}

function showTime() {
  if (state) byId("uhr").textContent = clockTime.format(Date.now() + offset);
}

turnAll(true);
addEventListener("resize", () => turnAll(true));
setInterval(() => turnAll(false), TURN);
setInterval(showTime, 1000);
refresh();
