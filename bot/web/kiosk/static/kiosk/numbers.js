/* Numbers as visitors read them. */

export const LEAST_SHARE = 0.005; // less would read „0 %“
const PERCENT = new Intl.NumberFormat("de-DE", { style: "percent", maximumFractionDigits: 0 });
const COUNT = new Intl.NumberFormat("de-DE");
const TWO_PLACES = new Intl.NumberFormat("de-DE", { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/**
 * A share from 0 to 1 in percent.
 *
 * @param {number} share
 */
export function percent(share) {
  return share < LEAST_SHARE ? `< ${PERCENT.format(0.01)}` : PERCENT.format(share);
}

/**
 * A whole number, with a point between thousands.
 *
 * @param {number} number
 */
export function count(number) {
  return COUNT.format(Math.round(number));
}

/**
 * A similarity from 0 to 1, with two places.
 *
 * @param {number} value
 */
export function nearness(value) {
  return TWO_PLACES.format(value);
}

/** @param {number} duration in milliseconds */
export function milliseconds(duration) {
  return duration < 1 ? "< 1\u00a0ms" : `${count(duration)}\u00a0ms`;
}
