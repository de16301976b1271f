/* The menu in the header: begin anew, delete, print, Leichte Sprache, and the legal pages. */
import { el, ICONS, icon } from "./dom.js";
import { serverUrl } from "./server.js";

/** The key of Leichte Sprache, which has a switch of its own. */
export const SIMPLE = "leicht";

/** Button, menu and the question before deleting. */
export function buildMenu() {
  const menuOpen = el(
    "button",
    { type: "button", class: "icon-button", "aria-expanded": "false", "aria-label": "Menü", title: "Menü" },
    icon(ICONS.menu),
  );
  const restart = item("Neu anfangen", ICONS.restart);
  const remove = item("Verlauf löschen", ICONS.bin);
  const print = item("Gespräch drucken", ICONS.print);
  const data = item("Meine Daten herunterladen", ICONS.save);
  const simple = languageSwitch("Leichte Sprache");
  const menu = el(
    "div",
    { class: "menu", hidden: true },
    el(
      "ul",
      { role: "list" },
      ...[restart, remove, print, data, simple, page("Datenschutz"), page("Barrierefreiheit")].map((node) =>
        el("li", {}, node),
      ),
    ),
  );
  return { menuOpen, menu, restart, remove, print, data, simple, ...confirmation() };
}

/**
 * @typedef {object} MenuActions
 * @property {() => unknown} onRestart
 * @property {() => unknown} onDelete
 * @property {() => unknown} onPrint
 * @property {() => unknown} onData
 * @property {(isOn: boolean) => unknown} onSimple Leichte Sprache
 */

/**
 * Wire it.
 *
 * @param {ReturnType<typeof buildMenu>} parts
 * @param {import("./storage.js").Store} stored whether answers are wanted in Leichte Sprache: "ja" or "nein"
 * @param {MenuActions} actions
 */
export function setUpMenu(parts, stored, actions) {
  const { menu, menuOpen, restart, remove, print, data, simple, confirm, confirmYes, confirmNo } = parts;

  /**
   * @param {boolean} isOpen
   * @param {HTMLElement} focus
   */
  function toggle(isOpen, focus = menuOpen) {
    menu.hidden = !isOpen;
    menuOpen.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) focus.focus({ preventScroll: true });
  }

  /** @param {boolean} isOpen */
  function ask(isOpen) {
    confirm.hidden = !isOpen;
    (isOpen ? confirmNo : menuOpen).focus();
  }

  /**
   * @param {HTMLElement} node
   * @param {() => unknown} action
   */
  function act(node, action) {
    node.addEventListener("click", () => {
      toggle(false);
      action();
    });
  }

  menuOpen.addEventListener("click", () => toggle(Boolean(menu.hidden)));
  menu.addEventListener("keydown", (event) => onEscape(event, () => toggle(false)));
  menu.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget instanceof HTMLElement && relatedTarget !== menuOpen && !menu.contains(relatedTarget))
      toggle(false, relatedTarget);
  });
  confirm.addEventListener("keydown", (event) => onEscape(event, () => ask(false)));
  confirmNo.addEventListener("click", () => ask(false));
  confirmYes.addEventListener("click", () => {
    ask(false);
    actions.onDelete();
  });
  act(restart, actions.onRestart);
  act(remove, () => ask(true));
  act(print, actions.onPrint);
  act(data, actions.onData);
  simple.setAttribute("aria-checked", String(stored.get() === "ja"));
  simple.addEventListener("click", () => {
    const isOn = stored.get() !== "ja";
    stored.set(isOn ? "ja" : "nein");
    simple.setAttribute("aria-checked", String(isOn));
    actions.onSimple(isOn);
  });
}

/**
 * Offer the server's other languages below Leichte Sprache, once.
 *
 * @param {ReturnType<typeof buildMenu>} parts
 * @param {Record<string, string>} languages key → name
 * @param {import("./storage.js").Store} chosen the key of the one that is on, "" for none
 */
export function offerLanguages({ simple, menu }, languages, chosen) {
  if (menu.dataset.languages !== undefined) return;
  menu.dataset.languages = "";
  const switches = languageSwitches(languages, chosen, simple);
  simple.parentElement?.after(...switches.map((node) => el("li", {}, node)));
}

/**
 * A switch for each language but Leichte Sprache, which has its own (`simple`); one of all is on at most.
 *
 * @param {Record<string, string>} languages key → name
 * @param {import("./storage.js").Store} chosen the key of the one that is on, "" for none
 * @param {HTMLElement} simple
 */
export function languageSwitches(languages, chosen, simple) {
  /** @type {[string, HTMLElement][]} */
  const switches = Object.entries(languages)
    .filter(([key]) => key !== SIMPLE)
    .map(([key, name]) => [key, languageSwitch(name)]);
  const isSimple = () => simple.getAttribute("aria-checked") === "true";

  /** @param {string} wanted */
  function choose(wanted) {
    chosen.set(wanted);
    for (const [key, node] of switches) node.setAttribute("aria-checked", String(key === wanted));
  }

  for (const [key, node] of switches) {
    node.addEventListener("click", () => {
      choose(chosen.get() === key ? "" : key);
      if (chosen.get() === key && isSimple()) simple.click();
    });
  }
  simple.addEventListener("click", () => {
    if (isSimple()) choose("");
  });
  choose(chosen.get() ?? "");
  return switches.map(([, node]) => node);
}

/** @param {string} name */
function languageSwitch(name) {
  const knob = el("span", { class: "switch" });
  return el("button", { type: "button", role: "switch", class: "item" }, icon(ICONS.simple), name, knob);
}

/**
 * @param {KeyboardEvent} event
 * @param {() => void} close
 */
function onEscape(event, close) {
  if (event.key !== "Escape") return;
  event.stopPropagation();
  close();
}

/**
 * @param {string} label
 * @param {string} path
 */
function item(label, path) {
  return el("button", { type: "button", class: "item" }, icon(path), label);
}

/** @param {string} name */
function page(name) {
  return el(
    "a",
    { class: "item", href: serverUrl(name.toLowerCase()), target: "_blank", rel: "noopener" },
    icon(ICONS.page),
    name,
  );
}

function confirmation() {
  const confirmYes = el("button", { type: "button", class: "choice" }, "Löschen");
  const confirmNo = el("button", { type: "button", class: "choice" }, "Abbrechen");
  const question = el("p", { id: "question" }, "Das ganze Gespräch und Ihren Plan löschen, hier und auf dem Server?");
  const confirm = el(
    "div",
    { class: "confirm", role: "alertdialog", "aria-labelledby": "question", hidden: true },
    question,
    confirmYes,
    confirmNo,
  );
  return { confirm, confirmYes, confirmNo };
}
