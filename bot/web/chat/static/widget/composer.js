/* The input: Enter sends; what is typed but not sent survives a reload. */

/** Call `onText(text)` for every text that is sent. `draft`: a StoredValue. */
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
