/* Where things stand on the map: pure numbers, nothing of the page. */

/** @typedef {[x: number, y: number]} Place */
/** @typedef {{ left: number, top: number, width: number, height: number }} Box */
/** @typedef {{ topic: MapTopic, share: number }} Pull */

const LEAST_PULL = 0.02; // of all shares; a weaker one would be a line that explains nothing

/**
 * The topics of a ranking that pull at its question: the first always, others by their share.
 *
 * @param {MapTopic[]} topics
 * @param {Ranking} ranking
 * @returns {Pull[]}
 */
export function pullsOf(topics, ranking) {
  const named = new Map(topics.map((topic) => [topic.titel, topic]));
  return ranking.flatMap(([title, share], rank) => {
    const topic = named.get(title);
    return topic !== undefined && (rank === 0 || share >= LEAST_PULL) ? [{ topic, share }] : [];
  });
}

/**
 * The nearest place to `at` that leaves `half` free on both sides.
 *
 * @param {number} at
 * @param {number} half
 * @param {number} length
 */
export function within(at, half, length) {
  return Math.min(Math.max(at, half), length - half);
}

/**
 * Whether two boxes cover each other; a common edge is none.
 *
 * @param {Box} one
 * @param {Box} other
 */
export function overlap(one, other) {
  return (
    one.left < other.left + other.width &&
    other.left < one.left + one.width &&
    one.top < other.top + other.height &&
    other.top < one.top + one.height
  );
}

/**
 * The first box that lies between 0 and `height` and covers none of those taken.
 *
 * @param {Box[]} boxes
 * @param {Box[]} taken
 * @param {number} height
 */
export function firstFree(boxes, taken, height) {
  return boxes.find(
    (box) => box.top >= 0 && box.top + box.height <= height && !taken.some((other) => overlap(box, other)),
  );
}
