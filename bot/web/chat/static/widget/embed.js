/* Entry: one plain script tag puts the chat on any page; see docs/einbetten.md. */
import { MesseChat } from "./element.js";
import { SCRIPT } from "./server.js";

const TAG = "messe-chat";

if (!customElements.get(TAG)) {
  customElements.define(TAG, MesseChat);
  if (document.body) addElement();
  else document.addEventListener("DOMContentLoaded", addElement);
}

function addElement() {
  if (document.querySelector(TAG)) return; // the page has put it where it wants it
  const node = document.createElement(TAG);
  Object.assign(node.dataset, SCRIPT?.dataset);
  document.body.append(node);
}
