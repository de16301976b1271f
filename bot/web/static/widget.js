/* Entry of the chat widget: <messe-chat></messe-chat> works on every page that loads this module. */
import { MesseChat } from "./widget/element.js";

if (!customElements.get("messe-chat")) customElements.define("messe-chat", MesseChat);
