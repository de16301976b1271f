/* The floor plans as tabs; a tap on a booth or room shows what is there beside the map. Without this, all is one page. */
const floors = all(".etage");
const links = /** @type {HTMLAnchorElement[]} */ (all(".etagen a"));

document.documentElement.classList.add("js");
for (const floor of floors) one(".karte", floor).after(detailsPanel());
// A tap on the map need not jump to the list: the panel beside the map tells the same.
for (const place of document.querySelectorAll("a.ziel")) place.setAttribute("href", `#${place.id}`);
// Nor may the browser: without this script it follows /plan#Großer%20Saal to the list.
for (const link of document.querySelectorAll(".eintrag a[name]")) link.removeAttribute("name");
window.addEventListener("hashchange", followAddress);
document.addEventListener("click", showAgain);
followAddress();

/**
 * @param {string} selector
 * @returns {HTMLElement[]}
 */
function all(selector) {
  return [...document.querySelectorAll(/** @type {"div"} */ (selector))];
}

/**
 * @param {string} selector
 * @param {ParentNode} parent
 */
function one(selector, parent) {
  return /** @type {HTMLElement} */ (parent.querySelector(selector));
}

function detailsPanel() {
  const panel = document.createElement("div");
  panel.className = "einzelheiten";
  panel.setAttribute("role", "region");
  panel.setAttribute("aria-label", "Ausgewählt");
  panel.setAttribute("aria-live", "polite");
  return panel;
}

/** Show the floor, booth or room that the address names: /plan#B3. */
function followAddress() {
  const name = decodeURIComponent(location.hash.slice(1))
    .replaceAll(" ", "-")
    .replace(/^text-/, "");
  const target = name === "" ? null : document.getElementById(name);
  const floor = /** @type {HTMLElement} */ (target?.closest(".etage") ?? floors.at(-1 - floorOfEntrance()));
  showFloor(floor);
  const place = target?.closest(".ziel") ?? null;
  select(floor, place);
  if (place !== null) reveal(floor, place);
}

/** How many floors lie below the one with the entrance; the page lists them from the top. */
function floorOfEntrance() {
  const index = floors.findIndex((floor) => floor.querySelector(".zeichen.eingang") !== null);
  return index === -1 ? 0 : floors.length - 1 - index;
}

/** @param {HTMLElement} shown */
function showFloor(shown) {
  for (const floor of floors) floor.hidden = floor !== shown;
  for (const link of links) {
    if (link.hash === `#${shown.id}`) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

/**
 * @param {HTMLElement} floor
 * @param {Element | null} place
 */
function select(floor, place) {
  for (const each of document.querySelectorAll(".ziel.gewaehlt")) each.classList.remove("gewaehlt");
  const panel = one(".einzelheiten", floor);
  panel.replaceChildren();
  if (place === null) return;
  place.classList.add("gewaehlt");
  const told = one(`#text-${CSS.escape(place.id)}`, document).cloneNode(true);
  const box = document.createElement("div");
  box.className = "eintrag";
  box.append(...told.childNodes);
  for (const details of box.querySelectorAll("details")) details.open = true;
  const heading = document.createElement("h3"); // one level higher than in the list
  heading.textContent = one("h4", box).textContent;
  one("h4", box).replaceWith(heading);
  panel.append(box);
}

/**
 * On a small screen the map is wider than its frame.
 *
 * @param {HTMLElement} floor
 * @param {Element} place
 */
function reveal(floor, place) {
  const frame = one(".karte", floor);
  const [outer, inner] = [frame, place].map((each) => each.getBoundingClientRect());
  frame.scrollLeft += inner.left + inner.width / 2 - outer.left - outer.width / 2;
  if (outer.top < 0 || outer.bottom > innerHeight) floor.scrollIntoView({ block: "start" });
}

/**
 * A second tap on what the address names already.
 *
 * @param {MouseEvent} event
 */
function showAgain(event) {
  const link = event.target instanceof Element ? event.target.closest("a.ziel, .eintrag h4 a") : null;
  if (link && link.getAttribute("href") === location.hash) followAddress();
}
