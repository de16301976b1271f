/* Times as the server sends them: ISO 8601 with the fair's own zone, wherever the browser thinks it is. */

/**
 * "10:05" out of "2025-05-14T10:05:00+02:00".
 *
 * @param {string} iso
 */
export function timeOf(iso) {
  return iso.slice(11, 16);
}
