/* Narrows a list while somebody types; the form itself asks the server. */
import { all, one } from "./elements.js";

/** @param {HTMLInputElement} search */
export function narrowWhileTyping(search) {
  const rows = all("[data-words]");
  const groups = all("[data-group]");
  const count = one("[data-count]");
  search.addEventListener("input", () => {
    const words = wordsOf(search.value);
    for (const row of rows) row.hidden = !hasAll(row.dataset.words ?? "", words);
    for (const group of groups) group.hidden = !group.querySelector("[data-words]:not([hidden])");
    const found = rows.filter((row) => !row.hidden).length;
    count.textContent = `${found} ${found === 1 ? count.dataset.one : count.dataset.many}`;
  });
}

/**
 * What was typed, as words in lower case.
 *
 * @param {string} typed
 */
export function wordsOf(typed) {
  return typed.toLowerCase().split(/\s+/).filter(Boolean);
}

/**
 * Whether each word stands somewhere in the text.
 *
 * @param {string} text in lower case
 * @param {string[]} words
 */
export function hasAll(text, words) {
  return words.every((word) => text.includes(word));
}
