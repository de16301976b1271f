/* Type guards for everything the server sends: what does not fit is never shown half. */

const isText = (value) => typeof value === "string";
const isNumber = Number.isInteger;
const isFlag = (value) => typeof value === "boolean";
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const listOf = (guard) => (value) => Array.isArray(value) && value.every(guard);
const oneOf =
  (...values) =>
  (value) =>
    values.includes(value);
const optional = (guard) => (value) => value === undefined || value === null || guard(value);
const shape = (fields) => (value) =>
  isObject(value) && Object.entries(fields).every(([name, guard]) => guard(value[name]));

export const CARDS = {
  sitzung: shape({
    id: isText,
    titel: isText,
    zeit: isText,
    tag: isText,
    raum: isText,
    vortragende: listOf(isText),
    format: isText,
    hinweis: isText,
  }),
  plan: shape({ titel: isText }),
  lageplan: shape({ titel: isText, stand: isText, raum: isText, stufenlos: isText, beschreibung: isText }),
  stand: shape({ nummer: isText, name: isText, raum: isText, organisation: isText, text: isText }),
};

const isCard = (value) => isObject(value) && Object.keys(CARDS).includes(value.art) && CARDS[value.art](value);
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
};
const isSuggestion = shape({ art: isText, titel: isText, payload: isText });

/** Whether this is an entry of the outbox. */
export const isWaiting = shape({ id: isText, gezeigt: isText });

const isEntry = shape({
  id: isText,
  titel: isText,
  tag: isText,
  zeit: isText,
  raum: isText,
  hinweis: isText,
  erinnerung: optional(isNumber),
});

/** Message name → guard. */
export const MESSAGES = {
  sitzung: shape({ ...isOpened, sitzung: isText }),
  verlauf: shape(isOpened),
  nachricht: isAnswer,
  plan: shape({ sitzungen: listOf(isEntry), kalender: optional(isText), qr: optional(isText) }),
  antworten: shape({ antworten: listOf(isAnswer) }),
  vorschlaege: shape({ vorschlaege: listOf(isSuggestion) }),
  fehler: shape({ fehler: isText, abhilfe: isText }),
};
