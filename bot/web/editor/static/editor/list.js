/* The list of topics or stories, narrowed while somebody types. */
import { one } from "../elements.js";
import { narrowWhileTyping } from "../narrow.js";

narrowWhileTyping(one("[data-search]", document, HTMLInputElement));
