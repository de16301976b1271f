/* Asks the server about the form. */

const ACTION = /\/(?:neu|thema\/[^/]*)$/; // whatever path a proxy puts before it

/** The JSON answer of /redaktion/NAME; fails when there is none. */
export async function postJson(form, name, body, signal) {
  const answer = await fetch(form.action.replace(ACTION, `/${name}`), {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json", Pruefung: form.elements.pruefung.value },
    body: JSON.stringify(body),
    signal,
  });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}
