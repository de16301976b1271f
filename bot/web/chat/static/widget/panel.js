/* Opening and closing: where the focus goes, what Escape does, that the chat is open or closed as before a reload. */

/**
 * Wire the button that opens the panel, and what closes it.
 *
 * @param {import("./layout.js").Parts} parts
 * @param {import("./storage.js").Store} opened "ja" or "nein"
 * @param {boolean} isOpenFirst on the first visit
 * @param {() => unknown} onOpen each time the panel opens
 */
export function setUpPanel(parts, opened, isOpenFirst, onOpen) {
  const { launcher, panel, close } = parts;

  /** @param {{ focus: boolean }} how */
  function show({ focus }) {
    panel.hidden = false;
    launcher.hidden = true;
    launcher.setAttribute("aria-expanded", "true");
    opened.set("ja");
    onOpen();
    if (focus) focusChat(parts);
  }

  function hide() {
    panel.hidden = true;
    launcher.hidden = false;
    launcher.setAttribute("aria-expanded", "false");
    opened.set("nein");
    launcher.focus();
  }

  launcher.addEventListener("click", () => show({ focus: true }));
  close.addEventListener("click", hide);
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
  if (opened.get() === "ja" || (opened.get() === null && isOpenFirst)) show({ focus: false });
}

/**
 * Focus the input, or on touch devices the log: there, the input would raise the keyboard over the answer.
 *
 * @param {Pick<import("./layout.js").Parts, "input" | "log">} parts
 */
export function focusChat({ input, log }) {
  (window.matchMedia("(pointer: coarse)").matches ? log : input).focus({ preventScroll: true });
}
