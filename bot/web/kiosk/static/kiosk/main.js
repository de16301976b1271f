/* The booth: rest, talk, and back; nothing of one visit outlives it. */
import { byId } from "../elements.js";
import { rotateQuestions } from "./attract.js";
import { setUpHandover } from "./handover.js";
import { IdleWatch } from "./idle.js";
import { keepNow } from "./now.js";
import { Panel } from "./panel.js";
import { setUpStaff } from "./staff.js";
import { Visit } from "./visit.js";

const page = document.documentElement;
const talk = byId("gespraech");
const hasPanel = page.dataset.modus !== "einfach";
const panel = new Panel(byId("himmel", HTMLCanvasElement));
const MAP_PAUSE = 600_000; // ms; another model has another map
/** @type {Visit | null} */
let visit = null;

const watch = new IdleWatch(end);

/** @param {"ruhe" | "gespraech"} state */
function show(state) {
  page.dataset.lage = state;
  const isTalk = state === "gespraech";
  byId("ruhe").hidden = isTalk;
  talk.hidden = !isTalk;
  byId("verstanden").hidden = !(isTalk && hasPanel);
  byId("himmel").hidden = isTalk;
  byId("beenden").hidden = !isTalk;
  byId("mitnehmen").hidden = !isTalk || page.dataset.mitnehmen === undefined;
}

async function begin(question = "") {
  if (visit !== null) return;
  const begun = new Visit(() => hasPanel && panel.show(begun.authorization, () => visit === begun));
  visit = begun;
  show("gespraech");
  watch.start();
  await visit.begin(talk, question);
}

/** Back to rest; the nodes with the visitor's words are thrown away, also the field with its undo history. */
function end() {
  const ended = visit;
  visit = null;
  handover.close();
  watch.stop();
  talk.replaceChildren();
  panel.clear();
  show("ruhe");
  byId("beginnen").focus({ preventScroll: true });
  ended?.end();
}

/** The talk is on a phone now: it is no longer ours to show or to delete. */
function letGo() {
  visit?.release();
  end();
}

const handover = setUpHandover(() => visit, letGo);
if (page.dataset.betrieb !== undefined) setUpStaff(end);
byId("ruhe").addEventListener("click", (event) =>
  begin(event.target === byId("frage") ? (byId("frage").textContent ?? "") : ""),
);
byId("beenden").addEventListener("click", end);
addEventListener("pagehide", () => visit?.endAtOnce());
addEventListener("pageshow", (event) => event.persisted && end());
addEventListener("contextmenu", (event) => event.preventDefault());
keepNow(byId("uhr"), byId("jetzt"));
rotateQuestions(byId("frage"), (label) => panel.hint(label));
panel.loadMap();
setInterval(() => visit === null && panel.loadMap(), MAP_PAUSE);
