/* Asks the server about the form. */
import { field } from "../elements.js";

const ACTION = /\/(?:neu|thema\/[^/]*)$/; // whatever path a proxy puts before it

/**
 * The JSON answer of /redaktion/NAME; fails when there is none.
 *
 * @param {HTMLFormElement} form
 * @param {string} name
 * @param {object} body
 * @param {AbortSignal} [signal]
 */
export async function postJson(form, name, body, signal) {
  const answer = await fetch(form.action.replace(ACTION, `/${name}`), {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      Accept: "application/json",
      Pruefung: field(form, "pruefung", HTMLInputElement).value,
    },
    body: JSON.stringify(body),
    signal,
  });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}
