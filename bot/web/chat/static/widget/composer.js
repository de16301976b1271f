/* The input: Enter sends; what is typed but not sent survives a reload. */

/**
 * Call `onText` for every text that is sent.
 *
 * @param {{ form: HTMLFormElement, input: HTMLInputElement }} parts
 * @param {import("./storage.js").Store} draft
 * @param {(text: string) => unknown} onText
 */
export function setUpComposer({ form, input }, draft, onText) {
  input.value = draft.get() ?? "";
  input.addEventListener("input", () => draft.set(input.value || null));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = input.value.trim();
    if (text === "") return;
    input.value = "";
    draft.set(null);
    onText(text);
  });
}
