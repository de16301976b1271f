/* Type guards for everything the server sends: what does not fit is never shown half. */
import { CARDS } from "./card_schema.js";

/** @typedef {(value: unknown) => boolean} Check */

/** @type {Check} */
const isText = (value) => typeof value === "string";
/** @type {Check} */
const isNumber = Number.isInteger;
/** @type {Check} */
const isFlag = (value) => typeof value === "boolean";
/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
/** @type {(check: Check) => Check} */
const listOf = (check) => (value) => Array.isArray(value) && value.every(check);
/** @type {(...values: unknown[]) => Check} */
const oneOf =
  (...values) =>
  (value) =>
    values.includes(value);
/** @type {(check: Check) => Check} */
const optional = (check) => (value) => value === undefined || value === null || check(value);
/** @type {(fields: Record<string, Check>) => Check} */
const shape = (fields) => (value) =>
  isObject(value) && Object.entries(fields).every(([name, check]) => check(value[name]));

/**
 * The fields of a kind of card, in the order in which they show; see bot/dialogue/cards.py.
 *
 * @param {string} art
 */
export const fieldsOf = (art) => Object.entries(/** @type {Record<string, Record<string, CardField>>} */ (CARDS)[art]);

const FIELDS = { text: isText, texts: listOf(isText) };

/** @type {Check} */
const isCard = (value) =>
  isObject(value) &&
  typeof value.art === "string" &&
  Object.hasOwn(CARDS, value.art) &&
  fieldsOf(value.art).every(([name, field]) => FIELDS[field.type](value[name]));
const isButton = shape({ titel: isText, payload: isText });
const isAnswer = shape({
  id: isText,
  rolle: oneOf("bot", "nutzer"),
  zeit: isText,
  text: isText,
  einleitung: isText,
  karten: listOf(isCard),
  knoepfe: listOf(isButton),
  nummer: optional(isNumber),
});

const isOpened = {
  verlauf: listOf(isAnswer),
  demo_uhr: isFlag,
  loeschfrist_tage: isNumber,
  bewertungen: isObject,
  lageplan: isFlag,
  sprachen: optional(isObject),
};
const isSuggestion = shape({ art: isText, titel: isText, payload: isText });

/** Whether this is an entry of the outbox. */
export const isWaiting = /** @type {(value: unknown) => value is Waiting} */ (shape({ id: isText, gezeigt: isText }));

const isEntry = shape({
  id: isText,
  titel: isText,
  tag: isText,
  zeit: isText,
  raum: isText,
  hinweis: isText,
  erinnerung: optional(isNumber),
});

/** @typedef {{ [K in keyof Messages]: (value: unknown) => value is Messages[K] }} Guards */

/** Message name → guard. */
export const MESSAGES = /** @type {Guards} */ ({
  sitzung: shape({ ...isOpened, sitzung: isText }),
  verlauf: shape(isOpened),
  nachricht: isAnswer,
  plan: shape({ sitzungen: listOf(isEntry), kalender: optional(isText), qr: optional(isText) }),
  antworten: shape({ antworten: listOf(isAnswer) }),
  vorschlaege: shape({ vorschlaege: listOf(isSuggestion) }),
  fehler: shape({ fehler: isText, abhilfe: isText }),
});
