/* The fixed parts of the widget; returns the nodes that the others work with. */
import { el, ICONS, icon } from "./dom.js";
import { buildMenu } from "./menu.js";
import { buildPlanButton, buildPlanPanel } from "./planpanel.js";
import { buildStatus } from "./status.js";

const MAXIMUM_TEXT = 2000; // characters, as on the server

/** @typedef {ReturnType<typeof buildLayout>} Parts */

/**
 * Launcher and panel.
 *
 * @param {ShadowRoot} root
 * @param {string[]} stylesheets their addresses
 * @param {string} fair its name
 */
export function buildLayout(root, stylesheets, fair) {
  const parts = { ...header(fair), ...body(), ...composer(), ...buildStatus(), ...buildPlanPanel() };
  const launcherText = el("span", { class: "launcher-text" }, "Fragen zur Messe?");
  const launcher = el(
    "button",
    { type: "button", class: "launcher", "aria-expanded": "false", "aria-controls": "panel" },
    icon(ICONS.chat),
    launcherText,
  );
  const panel = el(
    "section",
    { id: "panel", class: "panel", role: "dialog", "aria-labelledby": "title", hidden: true },
    parts.header,
    parts.confirm,
    parts.log,
    parts.plan,
    parts.status,
    parts.form,
    parts.footer,
    parts.announcer,
    parts.frame,
  );
  const sheets = stylesheets.map((href) => el("link", { rel: "stylesheet", href }));
  root.append(...sheets, launcher, panel);
  return { ...parts, launcher, launcherText, panel, sheets };
}

/** @param {string} fair */
function header(fair) {
  const menu = buildMenu();
  const close = iconButton("Chat schließen", ICONS.close);
  const titles = el(
    "div",
    { class: "titles" },
    el("h2", { id: "title" }, "Messelotse ", el("span", { class: "tag" }, "KI")),
    fair && el("p", {}, fair),
  );
  const planButton = buildPlanButton();
  return {
    close,
    ...menu,
    ...planButton,
    header: el("div", { class: "head" }, titles, planButton.planOpen, menu.menuOpen, menu.menu, close),
  };
}

/**
 * @param {string} label
 * @param {string} path
 */
function iconButton(label, path) {
  return el("button", { type: "button", class: "icon-button", "aria-label": label, title: label }, icon(path));
}

function body() {
  const clock = el("p", { class: "clock", hidden: true }, "Demo-Uhr: Die Zeiten sind gestellt.");
  return {
    clock,
    log: el("div", {
      class: "log",
      role: "log",
      "aria-live": "polite",
      "aria-label": "Gesprächsverlauf",
      tabindex: "0",
    }),
    frame: el("iframe", { class: "hidden", title: "Druckansicht", tabindex: "-1", "aria-hidden": "true" }),
    footer: el("div", { class: "foot" }, clock, el("p", {}, "Hier antwortet eine KI, sie kann sich irren.")),
  };
}

function composer() {
  const input = el("input", {
    id: "input",
    type: "text",
    role: "combobox",
    maxlength: String(MAXIMUM_TEXT),
    placeholder: "Ihre Frage …",
    enterkeyhint: "send",
    autocomplete: "off",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": "options",
  });
  const options = el("ul", {
    id: "options",
    class: "options",
    role: "listbox",
    "aria-label": "Vorschläge",
    hidden: true,
  });
  const send = el(
    "button",
    { type: "submit", class: "send", "aria-label": "Senden", title: "Senden" },
    icon(ICONS.send),
  );
  const label = el("label", { for: "input", class: "hidden" }, "Ihre Frage");
  const announcer = el("p", { class: "hidden", role: "status" });
  /** @param {string} text */
  const announce = (text) => {
    announcer.textContent = "";
    announcer.textContent = text;
  };
  const form = el("form", { class: "composer", novalidate: true }, options, label, input, send);
  return { input, options, send, form, announcer, announce };
}
