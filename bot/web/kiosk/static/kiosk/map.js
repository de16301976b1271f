/* The map of all example sentences: a sky of points, and the visitor's question among them. */
import { firstFree, overlap, pullsOf, within } from "./geometry.js";
import { circle, penOf, token, write } from "./pen.js";

const SIZE = 1000; // places are given from 0 to this
const EDGE = 0.03; // of the canvas, left free
const FLIGHT = 1_500; // ms from the middle to its place
const SPREAD = 600; // ms until the lines have reached their topics
const PULSE = 2_200; // ms of one ring
const PULSES = 4;
const OFFSETS = [-2, 2, -3.8, 3.8]; // rem, where a name may stand above or below its place
const calm = matchMedia("(prefers-reduced-motion: reduce)");

/** @typedef {import("./geometry.js").Place} Place */
/** @typedef {import("./geometry.js").Box} Box */
/** @typedef {{ place: Place, pulls: import("./geometry.js").Pull[] }} Mark */

/** Draws on a canvas, as large as the page shows it. */
export class SentenceMap {
  #canvas;
  #sky = document.createElement("canvas");
  #hasNames;
  /** @type {MapTopic[]} */
  #topics = [];
  /** @type {Mark | null} */
  #mark = null;
  #began = 0;
  #frame = 0;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {boolean} hasNames whether topics are named where there is room
   */
  constructor(canvas, hasNames) {
    this.#canvas = canvas;
    this.#hasNames = hasNames;
    new ResizeObserver(() => this.#fit()).observe(canvas);
  }

  /** @param {MapTopic[]} topics */
  setTopics(topics) {
    this.#topics = topics;
    this.#fit();
  }

  /**
   * Let a point fly to its place.
   *
   * @param {Place} place
   * @param {Ranking} ranking of the topics that pull at it
   */
  show(place, ranking = []) {
    this.#mark = { place, pulls: pullsOf(this.#topics, ranking) };
    this.#began = performance.now();
    this.#next();
  }

  clear() {
    this.#mark = null;
    this.#next();
  }

  #fit() {
    const { clientWidth, clientHeight } = this.#canvas;
    if (clientWidth === 0) return;
    for (const canvas of [this.#canvas, this.#sky]) {
      canvas.width = clientWidth * devicePixelRatio;
      canvas.height = clientHeight * devicePixelRatio;
    }
    this.#drawSky();
    this.#next();
  }

  #next() {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#draw());
  }

  /**
   * @param {Place} place
   * @returns {Place}
   */
  #at([x, y]) {
    const { width, height } = this.#canvas;
    /**
     * @param {number} value
     * @param {number} length
     */
    const spot = (value, length) => length * (EDGE + (value / SIZE) * (1 - 2 * EDGE));
    return [spot(x, width), spot(y, height)];
  }

  /** @param {number} factor */
  #rem(factor) {
    return factor * parseFloat(getComputedStyle(document.documentElement).fontSize) * devicePixelRatio;
  }

  #drawSky() {
    const pen = penOf(this.#sky);
    const colours = [1, 2, 3, 4, 5, 6].map((number) => token(`gruppe-${number}`));
    pen.clearRect(0, 0, this.#sky.width, this.#sky.height);
    const size = Math.max(2, this.#rem(0.16));
    for (const { gruppe, punkte } of this.#topics) {
      pen.fillStyle = colours[gruppe - 1];
      pen.globalAlpha = 0.7;
      for (let at = 0; at < punkte.length; at += 2) {
        const [x, y] = this.#at([punkte[at], punkte[at + 1]]);
        pen.fillRect(x - size / 2, y - size / 2, size, size);
      }
    }
  }

  /**
   * The names of the largest topics, as long as they do not cover each other.
   *
   * @param {CanvasRenderingContext2D} pen
   */
  #drawNames(pen) {
    /** @type {Box[]} */
    const taken = [];
    pen.font = `600 ${this.#rem(1.15)}px ${getComputedStyle(document.body).fontFamily}`;
    for (const topic of [...this.#topics].sort((one, other) => other.punkte.length - one.punkte.length)) {
      const [x, y] = this.#at([topic.x, topic.y]);
      const width = pen.measureText(topic.titel).width + this.#rem(1);
      const box = {
        left: Math.min(Math.max(x - width / 2, 0), this.#sky.width - width),
        top: y - this.#rem(0.8),
        width,
        height: this.#rem(1.6),
      };
      if (width > this.#sky.width * 0.3 || taken.some((other) => overlap(box, other))) continue;
      taken.push(box);
      write(pen, topic.titel, box.left + width / 2, y, token("text"));
    }
  }

  #draw() {
    const pen = penOf(this.#canvas);
    pen.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    const past = calm.matches ? Infinity : performance.now() - this.#began;
    const isAnswer = this.#mark !== null && this.#mark.pulls.length > 0;
    pen.globalAlpha = isAnswer ? 0.5 : 1;
    pen.drawImage(this.#sky, 0, 0);
    pen.globalAlpha = 1;
    if (this.#hasNames && !isAnswer) this.#drawNames(pen);
    if (this.#mark === null) return;
    this.#drawMark(pen, this.#mark, past);
    if (past < FLIGHT + PULSE * PULSES) this.#next();
  }

  /**
   * @param {CanvasRenderingContext2D} pen
   * @param {Mark} mark
   * @param {number} past ms since it began
   */
  #drawMark(pen, mark, past) {
    const flown = 1 - (1 - Math.min(past / FLIGHT, 1)) ** 3;
    const [endX, endY] = this.#at(mark.place);
    const x = this.#canvas.width / 2 + (endX - this.#canvas.width / 2) * flown;
    const y = this.#canvas.height / 2 + (endY - this.#canvas.height / 2) * flown;
    pen.strokeStyle = token("warm");
    if (flown === 1) this.#drawPulls(pen, mark, [x, y], Math.min((past - FLIGHT) / SPREAD, 1));
    this.#drawRings(pen, [x, y], past - FLIGHT);
    pen.fillStyle = token("text");
    pen.shadowColor = token("warm");
    pen.shadowBlur = this.#rem(1.5);
    circle(pen, x, y, this.#rem(0.75));
    pen.fill();
    pen.shadowBlur = 0;
    pen.strokeStyle = token("grund");
    pen.lineWidth = this.#rem(0.25);
    pen.stroke();
  }

  /**
   * The examples that pull most light up; lines to the topics, as thick as their share; names.
   *
   * @param {CanvasRenderingContext2D} pen
   * @param {Mark} mark
   * @param {Place} from
   * @param {number} shown from 0 to 1: how far the lines have come
   */
  #drawPulls(pen, { pulls }, [x, y], shown) {
    if (pulls.length > 0) this.#lightUp(pen, pulls[0].topic, shown);
    for (const { topic, share } of pulls) {
      const [toX, toY] = this.#at([topic.x, topic.y]);
      pen.lineWidth = this.#rem(0.08 + 0.5 * share);
      pen.beginPath();
      pen.moveTo(x, y);
      pen.lineTo(x + (toX - x) * shown, y + (toY - y) * shown);
      pen.stroke();
    }
    if (pulls.length > 0) this.#namePulls(pen, pulls, [x, y]);
  }

  /**
   * @param {CanvasRenderingContext2D} pen
   * @param {MapTopic} topic
   * @param {number} shown from 0 to 1
   */
  #lightUp(pen, { punkte }, shown) {
    pen.fillStyle = token("warm");
    pen.globalAlpha = 0.9 * shown;
    for (let at = 0; at < punkte.length; at += 2) {
      circle(pen, ...this.#at([punkte[at], punkte[at + 1]]), this.#rem(0.16));
      pen.fill();
    }
    pen.globalAlpha = 1;
  }

  /**
   * The question first, then the topics, each above or below its place, or not at all: its bar names it.
   *
   * @param {CanvasRenderingContext2D} pen
   * @param {Mark["pulls"]} pulls
   * @param {Place} place
   */
  #namePulls(pen, pulls, [x, y]) {
    pen.font = `700 ${this.#rem(1.4)}px ${getComputedStyle(document.body).fontFamily}`;
    const taken = [
      { left: x - this.#rem(0.8), top: y - this.#rem(0.8), width: this.#rem(1.6), height: this.#rem(1.6) },
    ];
    this.#writeFree(pen, taken, "Ihre Frage", [x, y], token("text"));
    for (const { topic } of pulls)
      this.#writeFree(pen, taken, topic.titel, this.#at([topic.x, topic.y]), token("warm"));
  }

  /**
   * @param {CanvasRenderingContext2D} pen
   * @param {Box[]} taken
   * @param {string} words
   * @param {Place} place
   * @param {string} colour
   */
  #writeFree(pen, taken, words, [x, y], colour) {
    const half = pen.measureText(words).width / 2 + this.#rem(0.4);
    const left = within(x, half, this.#canvas.width) - half;
    const boxes = OFFSETS.map((offset) => ({
      left,
      top: y + this.#rem(offset - 0.85),
      width: 2 * half,
      height: this.#rem(1.7),
    }));
    const box = firstFree(boxes, taken, this.#canvas.height);
    if (box === undefined) return;
    taken.push(box);
    write(pen, words, left + half, box.top + box.height / 2, colour);
  }

  /**
   * @param {CanvasRenderingContext2D} pen
   * @param {Place} place
   * @param {number} past ms since the flight ended
   */
  #drawRings(pen, [x, y], past) {
    pen.lineWidth = this.#rem(0.15);
    const isOver = past > PULSE * PULSES;
    const part = isOver || past < 0 ? 0.3 : (past % PULSE) / PULSE;
    pen.globalAlpha = 1 - part;
    circle(pen, x, y, this.#rem(0.6 + 4 * part));
    pen.stroke();
    pen.globalAlpha = 1;
  }
}
