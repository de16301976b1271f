// What the server sends to the browser, for the type checker only: known to every module without an import.
// The widget trusts none of it: guards.js says what is let in. Names are those of the JSON.

type CardSchema = typeof import("./chat/static/widget/card_schema.js").CARDS;

/** A card has the fields that bot/dialogue/cards.py gives its kind. */
type CardOf<Kind extends keyof CardSchema> = { art: Kind } & {
  [Name in keyof CardSchema[Kind]]: CardSchema[Kind][Name] extends { type: "texts" } ? readonly string[] : string;
};
type SessionCard = CardOf<"sitzung">;
type BoothCard = CardOf<"stand">;
type PlanCard = CardOf<"plan">;
type MapCard = CardOf<"lageplan">;

/** How a field of a card shows: where ("" for nowhere), and behind which words. */
interface CardField {
  type: "text" | "texts";
  place: "" | "top" | "tag" | "aside" | "title" | "fact" | "note" | "body";
  label: string;
}

type Card = SessionCard | BoothCard | PlanCard | MapCard;

/** A proposal under an answer: what it says, and what is sent when it is tapped. */
interface Choice {
  titel: string;
  payload: string;
}

/** A proposal while somebody types; `art`: its kind, as shown. */
interface Suggestion extends Choice {
  art: string;
}

/** A bubble of the log, of the bot or of the visitor. */
interface Answer {
  id: string;
  rolle: "bot" | "nutzer";
  zeit: string; // ISO 8601, in the fair's zone
  text: string;
  einleitung: string;
  karten: Card[];
  knoepfe: Choice[];
  nummer?: number | null;
}

type Verdict = "gut" | "schlecht";

/** A session that begins or goes on. */
interface Opened {
  verlauf: Answer[];
  demo_uhr: boolean;
  loeschfrist_tage: number;
  /** Languages of answers besides German: key → name. */
  sprachen?: Record<string, string>;
  bewertungen: Record<number, Verdict>;
  lageplan: boolean;
}

/** A session of the programme on the visitor's own plan; `erinnerung`: minutes before. */
interface PlanEntry {
  id: string;
  titel: string;
  tag: string;
  zeit: string;
  raum: string;
  hinweis: string;
  erinnerung?: number | null;
}

interface PlanMessage {
  sitzungen: PlanEntry[];
  kalender?: string | null;
  qr?: string | null;
}

interface Fault {
  fehler: string;
  abhilfe: string;
}

/** Messages by the name of their guard. */
interface Messages {
  sitzung: Opened & { sitzung: string };
  verlauf: Opened;
  nachricht: Answer;
  plan: PlanMessage;
  antworten: { antworten: Answer[] };
  vorschlaege: { vorschlaege: Suggestion[] };
  fehler: Fault;
}

/** A message of a visitor on its way to the server. */
interface Outgoing {
  id: string;
  text?: string;
  knopf?: string;
  titel?: string;
  sprache?: string;
}

/** The same while it waits; `gezeigt`: what its bubble says. */
interface Waiting extends Outgoing {
  gezeigt: string;
}

/** What programm/jetzt.json says about a session of the programme. */
interface Running {
  titel: string;
  beginn: string;
  ende: string;
  raum: string;
  abgesagt: boolean;
  aenderung: string;
}

interface Now {
  jetzt: Running[];
  danach: Running[];
  aenderungen: Running[];
  stand: string;
  veraltet: boolean;
}

/** A topic on the booth's map; `punkte`: x, y, x, y … of its examples, from 0 to 1000; `gruppe`: from 1. */
interface MapTopic {
  titel: string;
  absicht: string;
  gruppe: number;
  x: number;
  y: number;
  punkte: number[];
}

type Ranking = [title: string, share: number][];

/** How one question was understood; times in milliseconds. */
interface Report {
  absicht: string;
  urteil: string;
  sicherheit: number;
  hinweis: string;
  ort: [x: number, y: number] | null;
  rangliste: Ranking;
  beispiel: { text: string; naehe: number } | null;
  zeiten: [words: string, meaning: string][];
  quellen: string[];
  entscheidung: string;
  schritte: [name: string, duration: number][];
  gesamt: number;
}
