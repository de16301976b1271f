/* Where the server is: the script lies at <server>/static/widget.js, whatever is in front of it. */

/** The script's own tag; null where this is loaded as a module. */
export const SCRIPT = /** @type {HTMLScriptElement | null} */ (document.currentScript);
/** Address of the server, with a slash at its end. A page that loads modules says it in `<html data-server>`. */
export const SERVER = SCRIPT
  ? new URL("../", SCRIPT.src)
  : new URL(document.documentElement.dataset.server ?? "/", document.baseURI);

/**
 * An address on the server. `path` may begin with a slash: a proxy may offer the server below another path.
 *
 * @param {string} path
 */
export function serverUrl(path) {
  return new URL(path.replace(/^\//, ""), SERVER).href;
}
