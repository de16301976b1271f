/* Hands a file to the person in front of the screen. */
import { el } from "./dom.js";

/**
 * Let the browser save `content` as a JSON file of this name.
 *
 * @param {string} name
 * @param {unknown} content
 */
export function saveAs(name, content) {
  const href = URL.createObjectURL(new Blob([JSON.stringify(content, null, 2)], { type: "application/json" }));
  el("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000); // the browser may still be reading it
}
