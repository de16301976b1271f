/* „So habe ich Sie verstanden“: what the server reports about the last question, in words, bars and on the map. */
import { byId } from "../elements.js";
import { el } from "../widget/dom.js";
import { serverUrl } from "../widget/server.js";
import { SentenceMap } from "./map.js";
import { count, LEAST_SHARE, milliseconds, nearness, percent } from "./numbers.js";

const MOST_BARS = 4;

/** The panel and its map. */
export class Panel {
  #verdict = byId("urteil");
  #report = byId("bericht");
  #canvas = byId("karte", HTMLCanvasElement);
  #list = byId("themen");
  #legend = byId("legende");
  #map = new SentenceMap(this.#canvas, true);
  #sky;
  #count = 0;
  /** @type {MapTopic[]} */
  #topics = [];

  /** @param {HTMLCanvasElement} sky the map behind the attract loop */
  constructor(sky) {
    this.#sky = new SentenceMap(sky, false);
    this.clear();
  }

  /** Ask for the map: another model has another one. What is known stays when there is none. */
  async loadMap() {
    const answer = await fetch(serverUrl("stand/karte.json"), { signal: AbortSignal.timeout(15_000) }).catch(
      () => null,
    );
    if (!answer?.ok) return;
    /** @type {{ themen: MapTopic[], gruppen: string[] }} */
    const { themen, gruppen } = await answer.json();
    this.#topics = themen;
    this.#count = themen.reduce((sum, { punkte }) => sum + punkte.length / 2, 0);
    this.#map.setTopics(themen);
    this.#sky.setTopics(themen);
    this.#legend.replaceChildren(...gruppen.map((name, index) => el("li", { class: `group-${index + 1}` }, name)));
    this.#list.replaceChildren(
      ...themen.map(({ titel, punkte }) => el("li", {}, `${titel}: ${count(punkte.length / 2)} Beispielsätze`)),
    );
    this.clear();
  }

  /**
   * A topic lights up behind the attract loop.
   *
   * @param {string} label
   */
  hint(label) {
    const topic = this.#topics.find((each) => each.absicht === label);
    if (topic) this.#sky.show([topic.x, topic.y]);
  }

  clear() {
    this.#map.clear();
    this.#verdict.replaceChildren();
    this.#say("Alle Beispielsätze, aus denen ich gelernt habe.");
    const waiting =
      "Stellen Sie eine Frage. Dann sehen Sie hier, was ich daraus gemacht habe, wie sicher ich bin und wie lange es dauert.";
    const words =
      this.#count > 0
        ? `Jeder Punkt ist einer von ${count(this.#count)} Beispielsätzen, aus denen ich gelernt habe. Ähnliche Themen liegen beieinander.`
        : "";
    this.#report.replaceChildren(...[words, waiting].filter(Boolean).map((text) => el("p", { class: "intro" }, text)));
  }

  /**
   * Show the last of the reports that belong to `authorization`.
   *
   * @param {string} authorization
   * @param {() => boolean} isCurrent whether that visitor is still there
   */
  async show(authorization, isCurrent) {
    const headers = { Authorization: authorization };
    const answer = await fetch(serverUrl("stand/verstanden"), {
      headers,
      cache: "no-store",
      signal: AbortSignal.timeout(10_000),
    }).catch(() => null);
    /** @type {Report[]} */
    const reports = answer?.ok ? (await answer.json()).fragen : [];
    const last = reports.at(-1);
    if (last === undefined || !isCurrent()) return;
    this.#verdict.replaceChildren(...verdict(last));
    this.#report.replaceChildren(...parts(last));
    this.#report.scrollTop = 0;
    if (last.ort === null) this.#map.clear();
    else this.#map.show(last.ort, last.rangliste.slice(0, 3));
    this.#say(
      last.ort === null
        ? last.hinweis
        : `Ihre Frage liegt bei ${last.rangliste
            .slice(0, 3)
            .map(([title]) => `„${title}“`)
            .join(", ")}.`,
    );
  }

  /** @param {string} words */
  #say(words) {
    this.#canvas.setAttribute("aria-label", `Karte der Beispielsätze. ${words}`);
  }
}

/** @param {Report} report */
function verdict({ absicht, urteil, sicherheit, hinweis }) {
  const sure = hinweis ? [] : [el("span", { class: "sure" }, `${urteil}, ${percent(sicherheit)}`)];
  return [el("span", {}, "Es geht um"), el("strong", {}, absicht), ...sure];
}

/** @param {Report} report */
function parts(report) {
  const facts = [
    report.beispiel &&
      fact("Ähnlichster Satz", `„${report.beispiel.text}“`, `Ähnlichkeit ${nearness(report.beispiel.naehe)} von 1`),
    ...report.zeiten.map(([words, meaning]) => fact("Zeitangabe", `„${words}“`, meaning)),
    ...report.quellen.map((source) => fact("Nachgesehen", source)),
  ];
  return [
    report.hinweis ? el("p", { class: "intro" }, report.hinweis) : bars(report.rangliste),
    el("dl", { class: "facts-list" }, ...facts),
    timeline(report),
  ];
}

/**
 * @param {string} name
 * @param {string[]} lines
 */
function fact(name, ...lines) {
  return el("div", {}, el("dt", {}, name), ...lines.map((line) => el("dd", {}, line)));
}

/** @param {Ranking} ranking */
function bars(ranking) {
  const shown = ranking.slice(0, MOST_BARS).filter(([, share], place) => place < 2 || share >= LEAST_SHARE);
  const rows = shown.map(([title, share]) => {
    const bar = el("meter", { min: "0", max: "1", value: String(share), "aria-label": title });
    return el(
      "li",
      {},
      el("span", { class: "bar-name" }, title),
      bar,
      el("span", { class: "bar-share" }, percent(share)),
    );
  });
  return el("ul", { class: "bars", role: "list", "aria-label": "Wofür ich es hielt" }, ...rows);
}

/**
 * The outcome, and the steps that led to it: one behind the other, as wide as they took.
 *
 * @param {Report} report
 */
function timeline({ entscheidung, schritte, gesamt }) {
  const pieces = schritte.map(([, duration], index) => {
    const piece = el("i", { class: `group-${index + 1}` });
    piece.style.flexGrow = String(duration);
    return piece;
  });
  const line = el("div", { class: "timeline", "aria-hidden": "true" }, ...pieces);
  const items = schritte.map(([name, duration], index) =>
    el("li", { class: `group-${index + 1}` }, `${name} `, el("b", {}, milliseconds(duration))),
  );
  const total = el("strong", {}, `${count(gesamt)} Millisekunden`);
  return el(
    "div",
    { class: "steps" },
    el("p", {}, `${entscheidung} Das dauerte `, total, "."),
    line,
    el("ul", { role: "list" }, ...items),
  );
}
