/* The input: Enter sends, Shift+Enter breaks the line, the field grows with its text. */

/** Call `onText(text)` for every text that is sent. */
export function setUpComposer({ form, input }, onText) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = input.value.trim();
    if (text === "") return;
    input.value = "";
    fit(input);
    onText(text);
  });
  input.addEventListener("input", () => fit(input));
  input.addEventListener("keydown", (event) => {
    // isComposing: Enter then only ends the input of an accent or a foreign script.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
}

function fit(input) {
  input.style.height = "auto";
  if (input.value !== "") input.style.height = `${input.scrollHeight + 2}px`;
}
