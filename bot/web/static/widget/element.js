/* <messe-chat name="…">: wires layout, panel, input, log and conversation together inside a shadow root. */
import { ChatLog } from "./chatlog.js";
import { setUpComposer } from "./composer.js";
import { setUpConfirmation } from "./confirm.js";
import { Conversation } from "./conversation.js";
import { EventReader } from "./events.js";
import { MESSAGES } from "./guards.js";
import { buildLayout } from "./layout.js";
import { focusChat, setUpPanel } from "./panel.js";
import { Plan, noteButton } from "./plan.js";
import { setUpPlanPanel, showPlanError } from "./planpanel.js";
import { StoredValue } from "./storage.js";
import { HttpTransport } from "./transport.js";

const SERVER = new URL("../../", import.meta.url); // this file is /static/widget/element.js
const STYLESHEETS = ["static/tokens.css", "static/widget.css"].map((path) => new URL(path, SERVER).href);

export class MesseChat extends HTMLElement {
  connectedCallback() {
    if (this.shadowRoot) return; // moved within the page
    const root = this.attachShadow({ mode: "open" });
    const parts = buildLayout(root, STYLESHEETS, this.getAttribute("name") ?? "");
    const transport = new HttpTransport(SERVER, new StoredValue("localStorage", "messe-chat.sitzung"));
    const plan = new Plan(transport, (error) => showPlanError(parts, error) || log.addError(error));
    const openPlan = setUpPlanPanel(parts, plan);
    const log = new ChatLog(
      parts.log,
      (button) => {
        focusChat(parts);
        conversation.sendButton(button);
      },
      { noteButton: (card) => noteButton(plan, card), openPlan },
    );
    const conversation = new Conversation(
      transport,
      log,
      (isDemo) => {
        parts.clock.hidden = !isDemo;
      },
      (last) => events.start(last),
    );
    const events = new EventReader(
      (last, signal) => transport.events(last, signal),
      (name, data) => {
        if (name === "plan") plan.take(data);
        if (name === "nachricht" && MESSAGES.nachricht(data)) {
          conversation.receive(data);
          if (parts.panel.hidden && data.rolle === "bot") showNews(parts, true);
        }
      },
    );
    setUpComposer(parts, (text) => conversation.sendText(text));
    setUpConfirmation(parts, () => conversation.restart());
    this.#showWhenStyled(parts, conversation, log);
  }

  /** Unstyled parts would flash, and could not be scrolled to their end. */
  async #showWhenStyled(parts, conversation, log) {
    this.hidden = true;
    await Promise.all(parts.sheets.map(loaded));
    this.hidden = false;
    let started = false;
    setUpPanel(parts, new StoredValue("sessionStorage", "messe-chat.offen"), () => {
      showNews(parts, false);
      if (started) log.showEnd();
      else conversation.show();
      started = true;
    });
  }
}

/** Say on the closed chat's button that something came meanwhile. */
function showNews({ launcher, launcherText }, isNew) {
  launcher.classList.toggle("has-news", isNew);
  launcherText.textContent = isNew ? "Neue Nachricht" : "Fragen zur Messe?";
}

function loaded(sheet) {
  return new Promise((resolve) => {
    if (sheet.sheet) resolve();
    sheet.addEventListener("load", resolve);
    sheet.addEventListener("error", resolve); // better plain than never
  });
}
