/* What a canvas is drawn with: the booth's colours, circles and readable text. */

const TURN = 2 * Math.PI;

/**
 * A value of tokens.css.
 *
 * @param {string} name
 */
export function token(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--stand-${name}`).trim();
}

/** @param {HTMLCanvasElement} canvas */
export function penOf(canvas) {
  return /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
}

/**
 * The path of a circle, to fill or to stroke.
 *
 * @param {CanvasRenderingContext2D} pen
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 */
export function circle(pen, x, y, radius) {
  pen.beginPath();
  pen.arc(x, y, radius, 0, TURN);
}

/**
 * Text with a dark edge, readable over points.
 *
 * @param {CanvasRenderingContext2D} pen
 * @param {string} text
 * @param {number} x
 * @param {number} y
 * @param {string} colour
 */
export function write(pen, text, x, y, colour) {
  Object.assign(pen, { textAlign: "center", textBaseline: "middle", lineJoin: "round", fillStyle: colour });
  pen.save();
  Object.assign(pen, { strokeStyle: token("grund"), lineWidth: sizeOf(pen.font) / 3 });
  pen.strokeText(text, x, y);
  pen.restore();
  pen.fillText(text, x, y);
}

/**
 * Pixels of a font like "600 18.4px sans-serif".
 *
 * @param {string} font
 */
function sizeOf(font) {
  return parseFloat(font.match(/[\d.]+px/)?.[0] ?? "");
}
