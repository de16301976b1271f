/* Which proposals fit what is being typed: each of its words begins a word of the proposal. */

const LEAST = 2; // letters
const MOST_SHOWN = 6;
/** @type {Record<string, string>} */
const GERMAN = { ä: "ae", ö: "oe", ü: "ue", ß: "ss" };
const WITHOUT_MEANING = new Set(
  [
    "am auf aus bei bin brauche da das dem den der die ein eine einen es finde für geht gibt habe ich im",
    "in ist kann man mein mich muss nach oder sich sind um und vom von was wann welche welcher wer wie wo",
    "zu zum zur",
  ].flatMap((line) => fold(line).split(" ")),
);

/** @typedef {Suggestion & { words: string[] }} Prepared */

/**
 * The proposals with their words: of the title, and then of the kind („Workshop“).
 *
 * @param {Suggestion[]} proposals
 * @returns {Prepared[]}
 */
export function prepare(proposals) {
  return proposals.map((proposal) => ({ ...proposal, words: wordsOf(`${proposal.titel} ${proposal.art}`) }));
}

/**
 * The fitting ones of prepared proposals, those that begin like the text first.
 *
 * @param {Prepared[]} prepared
 * @param {string} text
 */
export function matches(prepared, text) {
  const wanted = wordsOf(text).filter((word) => !WITHOUT_MEANING.has(word));
  if (wanted.join("").length < LEAST) return [];
  const found = prepared.filter(({ words }) => wanted.every((start) => words.some((word) => word.startsWith(start))));
  /** @param {Prepared} proposal */
  const isFirst = ({ words }) => Number(words[0].startsWith(wanted[0]));
  return found.sort((one, other) => isFirst(other) - isFirst(one)).slice(0, MOST_SHOWN);
}

/**
 * @param {string} text
 * @returns {string[]}
 */
function wordsOf(text) {
  return fold(text).match(/[a-z0-9]+/g) ?? [];
}

/**
 * Lower case, ä as ae, accents gone.
 *
 * @param {string} text
 */
function fold(text) {
  const plain = text
    .normalize("NFC")
    .toLowerCase()
    .replace(/[äöüß]/g, (letter) => GERMAN[letter]);
  return plain.normalize("NFD").replace(/[\u0300-\u036f]/g, "");
}
