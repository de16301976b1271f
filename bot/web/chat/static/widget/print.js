/* Prints the talk alone, not the page around it: from a frame that holds only its words. */
import { el } from "./dom.js";
import { serverUrl } from "./server.js";

const SHEETS = ["static/tokens.css", "static/conversation.css"];

/**
 * Print what `log` shows; `frame` is an iframe of our own, `title` stands above.
 *
 * @param {HTMLElement} log
 * @param {HTMLIFrameElement} frame
 * @param {string} title
 */
export async function printTalk(log, frame, title) {
  const page = frame.contentDocument;
  if (page === null) return;
  page.title = title;
  page.documentElement.lang = "de";
  const lines = [...log.querySelectorAll(".message[data-id]")].map(talkLine);
  page.body.replaceChildren(...[el("h1", {}, title), ...lines].map((node) => page.adoptNode(node)));
  await addStyle(page);
  frame.contentWindow?.print();
}

/** @param {Element} message */
function talkLine(message) {
  const who = message.matches(".own") ? "Sie" : "Messelotse";
  const time = message.querySelector(".time:not(.unsent)")?.textContent ?? "";
  const bubble = /** @type {Element} */ (message.querySelector(".bubble"));
  const words = /** @type {Element} */ (bubble.cloneNode(true));
  for (const node of words.querySelectorAll("button, .note-button")) node.remove();
  return el("section", {}, el("h2", {}, [who, time].filter((part) => part !== "").join(", ")), words);
}

/** @param {Document} page */
function addStyle(page) {
  if (page.head.querySelector("link")) return null;
  return Promise.all(SHEETS.map((path) => addSheet(page, path)));
}

/**
 * @param {Document} page
 * @param {string} path
 */
function addSheet(page, path) {
  const sheet = page.createElement("link");
  Object.assign(sheet, { rel: "stylesheet", href: serverUrl(path) });
  const settled = new Promise((resolve) => {
    sheet.onload = sheet.onerror = resolve; // better plain than not at all
  });
  page.head.append(sheet);
  return settled;
}
