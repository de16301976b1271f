/* The fixed parts of the widget; returns the nodes that the others work with. */
import { ICONS, el, icon } from "./dom.js";
import { buildPlanButton, buildPlanPanel } from "./planpanel.js";

const MAXIMUM_TEXT = 2000; // characters, as on the server

/** Launcher and panel. `stylesheets`: URLs; `fair`: the fair's name. */
export function buildLayout(root, stylesheets, fair) {
  const parts = { ...header(fair), ...body(), ...composer(), ...confirmation(), ...buildPlanPanel() };
  parts.launcherText = el("span", { class: "launcher-text" }, "Fragen zur Messe?");
  parts.launcher = el(
    "button",
    { type: "button", class: "launcher", "aria-expanded": "false", "aria-controls": "panel" },
    icon(ICONS.chat),
    parts.launcherText,
  );
  parts.panel = el(
    "section",
    { id: "panel", class: "panel", role: "dialog", "aria-labelledby": "title", hidden: true },
    parts.header, parts.confirm, parts.log, parts.plan, parts.form, parts.footer,
  );
  parts.sheets = stylesheets.map((href) => el("link", { rel: "stylesheet", href }));
  root.append(...parts.sheets, parts.launcher, parts.panel);
  return parts;
}

function header(fair) {
  const restart = iconButton("Neu anfangen", ICONS.restart);
  const close = iconButton("Chat schließen", ICONS.close);
  const titles = el(
    "div",
    { class: "titles" },
    el("h2", { id: "title" }, "Messelotse ", el("span", { class: "tag" }, "KI")),
    fair && el("p", {}, fair),
  );
  const planButton = buildPlanButton();
  return { restart, close, ...planButton, header: el("header", {}, titles, planButton.planOpen, restart, close) };
}

function iconButton(label, path) {
  return el("button", { type: "button", class: "icon-button", "aria-label": label, title: label }, icon(path));
}

function body() {
  const clock = el("p", { class: "clock", hidden: true }, "Demo-Uhr: Die Zeiten sind gestellt.");
  return {
    clock,
    log: el("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": "Gesprächsverlauf", tabindex: "0" }),
    footer: el(
      "footer",
      {},
      clock,
      el("p", {}, "Hier antwortet eine KI, sie kann sich irren. Bitte keine persönlichen Daten eingeben."),
    ),
  };
}

function composer() {
  const input = el("textarea", {
    id: "input", rows: "1", maxlength: String(MAXIMUM_TEXT), placeholder: "Ihre Frage …", enterkeyhint: "send", autocomplete: "off",
  });
  const send = el("button", { type: "submit", class: "send", "aria-label": "Senden", title: "Senden" }, icon(ICONS.send));
  const label = el("label", { for: "input", class: "hidden" }, "Ihre Frage");
  return { input, send, form: el("form", { novalidate: true }, label, input, send) };
}

function confirmation() {
  const yes = el("button", { type: "button", class: "choice" }, "Verlauf löschen");
  const no = el("button", { type: "button", class: "choice" }, "Abbrechen");
  const question = el("p", { id: "question" }, "Den Verlauf löschen und neu anfangen?");
  const bar = el("div", { class: "confirm", role: "alertdialog", "aria-labelledby": "question", hidden: true }, question, yes, no);
  return { confirm: bar, confirmYes: yes, confirmNo: no };
}
