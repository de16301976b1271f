/* <messe-chat name="…">: wires layout, panel, input, log and conversation together inside a shadow root. */
import { ChatLog } from "./chatlog.js";
import { setUpComposer } from "./composer.js";
import { setUpConfirmation } from "./confirm.js";
import { Conversation } from "./conversation.js";
import { buildLayout } from "./layout.js";
import { focusChat, setUpPanel } from "./panel.js";
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
    const log = new ChatLog(parts.log, (button) => {
      focusChat(parts);
      conversation.sendButton(button);
    });
    const conversation = new Conversation(transport, log, (isDemo) => {
      parts.clock.hidden = !isDemo;
    });
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
      if (started) log.showEnd();
      else conversation.show();
      started = true;
    });
  }
}

function loaded(sheet) {
  return new Promise((resolve) => {
    if (sheet.sheet) resolve();
    sheet.addEventListener("load", resolve);
    sheet.addEventListener("error", resolve); // better plain than never
  });
}
