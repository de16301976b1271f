/* Finds elements that a page is known to have: what is missing is a mistake of ours, and said at once. */

/**
 * The element with this id, which has to be of this kind.
 *
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} [kind]
 */
export function byId(id, kind = /** @type {new () => T} */ (HTMLElement)) {
  return checked(document.getElementById(id), `#${id}`, kind);
}

/**
 * The first element for a selector, which has to be of this kind.
 *
 * @template {HTMLElement} T
 * @param {string} selector
 * @param {ParentNode} [parent]
 * @param {new () => T} [kind]
 */
export function one(selector, parent = document, kind = /** @type {new () => T} */ (HTMLElement)) {
  return checked(parent.querySelector(selector), selector, kind);
}

/**
 * All elements for a selector.
 *
 * @template {HTMLElement} T
 * @param {string} selector
 * @param {ParentNode} [parent]
 * @param {new () => T} [kind]
 */
export function all(selector, parent = document, kind = /** @type {new () => T} */ (HTMLElement)) {
  return [...parent.querySelectorAll(selector)].map((node) => checked(node, selector, kind));
}

/**
 * The field of a form with this name.
 *
 * @template {HTMLElement} T
 * @param {HTMLFormElement} form
 * @param {string} name
 * @param {new () => T} kind
 */
export function field(form, name, kind) {
  return checked(form.elements.namedItem(name), name, kind);
}

/** Put the cursor where the page wants attention, if anywhere. */
export function focusWhereWanted() {
  for (const node of all("[data-focus]").slice(0, 1)) node.focus();
}

/**
 * @template {HTMLElement} T
 * @param {unknown} node
 * @param {string} name
 * @param {new () => T} kind
 */
function checked(node, name, kind) {
  if (node instanceof kind) return node;
  throw new TypeError(`The page has no ${kind.name} ${name}.`);
}
