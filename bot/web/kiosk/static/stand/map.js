/* The map of all example sentences: a sky of points, and the visitor's question among them. */

const SIZE = 1000; // places are given from 0 to this
const EDGE = 0.03; // of the canvas, left free
const FLIGHT = 1_500; // ms from the middle to its place
const SPREAD = 600; // ms until the lines have reached their topics
const PULSE = 2_200; // ms of one ring
const PULSES = 4;
const LEAST_PULL = 0.02; // of all shares; a weaker one would be a line that explains nothing
const OFFSETS = [-2, 2, -3.8, 3.8]; // rem, where a name may stand above or below its place
const TURN = 2 * Math.PI;
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--stand-${name}`).trim();

/** Draws on a canvas, as large as the page shows it. */
export class SentenceMap {
  #canvas;
  #sky = document.createElement("canvas");
  #hasNames;
  #topics = [];
  #mark = null;
  #began = 0;
  #frame = 0;

  /** `hasNames`: whether topics are named where there is room. */
  constructor(canvas, hasNames) {
    this.#canvas = canvas;
    this.#hasNames = hasNames;
    new ResizeObserver(() => this.#fit()).observe(canvas);
  }

  /** The topics to draw: titel, gruppe (from 1), x, y, punkte (x, y, x, y …). */
  setTopics(topics) {
    this.#topics = topics;
    this.#fit();
  }

  /** Let a point fly to [x, y]; `pulls`: [title, share] of the topics that pull at it. */
  show(place, pulls = []) {
    const anchors = new Map(this.#topics.map((topic) => [topic.titel, topic]));
    this.#mark = {
      place,
      pulls: pulls
        .filter(([title, share], rank) => anchors.has(title) && (rank === 0 || share >= LEAST_PULL))
        .map(([title, share]) => ({ topic: anchors.get(title), share })),
    };
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

  #at([x, y]) {
    const { width, height } = this.#canvas;
    const spot = (value, length) => length * (EDGE + (value / SIZE) * (1 - 2 * EDGE));
    return [spot(x, width), spot(y, height)];
  }

  #rem(factor) {
    return factor * parseFloat(getComputedStyle(document.documentElement).fontSize) * devicePixelRatio;
  }

  #drawSky() {
    const pen = this.#sky.getContext("2d");
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

  /** The names of the largest topics, as long as they do not cover each other. */
  #drawNames(pen) {
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
    const pen = this.#canvas.getContext("2d");
    pen.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    const past = calm.matches ? Infinity : performance.now() - this.#began;
    const isAnswer = this.#mark?.pulls.length > 0;
    pen.globalAlpha = isAnswer ? 0.5 : 1;
    pen.drawImage(this.#sky, 0, 0);
    pen.globalAlpha = 1;
    if (this.#hasNames && !isAnswer) this.#drawNames(pen);
    if (this.#mark === null) return;
    this.#drawMark(pen, past);
    if (past < FLIGHT + PULSE * PULSES) this.#next();
  }

  #drawMark(pen, past) {
    const flown = 1 - (1 - Math.min(past / FLIGHT, 1)) ** 3;
    const [endX, endY] = this.#at(this.#mark.place);
    const x = this.#canvas.width / 2 + (endX - this.#canvas.width / 2) * flown;
    const y = this.#canvas.height / 2 + (endY - this.#canvas.height / 2) * flown;
    pen.strokeStyle = token("warm");
    if (flown === 1) this.#drawPulls(pen, x, y, Math.min((past - FLIGHT) / SPREAD, 1));
    this.#drawRings(pen, x, y, past - FLIGHT);
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

  /** The examples that pull most light up; lines to the topics, as thick as their share; names. */
  #drawPulls(pen, x, y, shown) {
    const { pulls } = this.#mark;
    if (pulls.length > 0) this.#lightUp(pen, pulls[0].topic, shown);
    for (const { topic, share } of pulls) {
      const [toX, toY] = this.#at([topic.x, topic.y]);
      pen.lineWidth = this.#rem(0.08 + 0.5 * share);
      pen.beginPath();
      pen.moveTo(x, y);
      pen.lineTo(x + (toX - x) * shown, y + (toY - y) * shown);
      pen.stroke();
    }
    if (pulls.length > 0) this.#namePulls(pen, x, y);
  }

  #lightUp(pen, { punkte }, shown) {
    pen.fillStyle = token("warm");
    pen.globalAlpha = 0.9 * shown;
    for (let at = 0; at < punkte.length; at += 2) {
      circle(pen, ...this.#at([punkte[at], punkte[at + 1]]), this.#rem(0.16));
      pen.fill();
    }
    pen.globalAlpha = 1;
  }

  /** The question first, then the topics, each above or below its place, or not at all: its bar names it. */
  #namePulls(pen, x, y) {
    pen.font = `700 ${this.#rem(1.4)}px ${getComputedStyle(document.body).fontFamily}`;
    const taken = [
      { left: x - this.#rem(0.8), top: y - this.#rem(0.8), width: this.#rem(1.6), height: this.#rem(1.6) },
    ];
    this.#writeFree(pen, taken, "Ihre Frage", [x, y], token("text"));
    for (const { topic } of this.#mark.pulls)
      this.#writeFree(pen, taken, topic.titel, this.#at([topic.x, topic.y]), token("warm"));
  }

  #writeFree(pen, taken, words, [x, y], colour) {
    const half = pen.measureText(words).width / 2 + this.#rem(0.4);
    const left = within(x, half, this.#canvas.width) - half;
    const boxes = OFFSETS.map((offset) => ({
      left,
      top: y + this.#rem(offset - 0.85),
      width: 2 * half,
      height: this.#rem(1.7),
    }));
    const isFree = (box) =>
      box.top >= 0 && box.top + box.height <= this.#canvas.height && !taken.some((other) => overlap(box, other));
    const box = boxes.find(isFree);
    if (box === undefined) return;
    taken.push(box);
    write(pen, words, left + half, box.top + box.height / 2, colour);
  }

  #drawRings(pen, x, y, past) {
    pen.lineWidth = this.#rem(0.15);
    const isOver = past > PULSE * PULSES;
    const part = isOver || past < 0 ? 0.3 : (past % PULSE) / PULSE;
    pen.globalAlpha = 1 - part;
    circle(pen, x, y, this.#rem(0.6 + 4 * part));
    pen.stroke();
    pen.globalAlpha = 1;
  }
}

function circle(pen, x, y, radius) {
  pen.beginPath();
  pen.arc(x, y, radius, 0, TURN);
}

/** The nearest place to `at` that leaves `half` free on both sides. */
function within(at, half, length) {
  return Math.min(Math.max(at, half), length - half);
}

function overlap(one, other) {
  return (
    one.left < other.left + other.width &&
    other.left < one.left + one.width &&
    one.top < other.top + other.height &&
    other.top < one.top + one.height
  );
}

/** Text with a dark edge, readable over points. */
function write(pen, text, x, y, colour) {
  Object.assign(pen, { textAlign: "center", textBaseline: "middle", lineJoin: "round", fillStyle: colour });
  pen.save();
  Object.assign(pen, { strokeStyle: token("grund"), lineWidth: parseFloat(pen.font.match(/[\d.]+px/)) / 3 });
  pen.strokeText(text, x, y);
  pen.restore();
  pen.fillText(text, x, y);
}
