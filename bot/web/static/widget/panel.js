/* Opening and closing: where the focus goes, what Escape does, that an open chat stays open after a reload. */

/** Makes `open()` and `close()`. `opened`: StoredValue; `onOpen()` runs each time the panel opens. */
export function setUpPanel(parts, opened, onOpen) {
  const { launcher, panel, close, confirm } = parts;

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
    opened.set(null);
    launcher.focus();
  }

  launcher.addEventListener("click", () => show({ focus: true }));
  close.addEventListener("click", hide);
  panel.addEventListener("keydown", (event) => {
    // With the question open, Escape answers that one first (see confirm.js).
    if (event.key === "Escape" && confirm.hidden) hide();
  });
  if (opened.get() !== null) show({ focus: false });
}

/** Focus the input, or on touch devices the log: there, the input would raise the keyboard over the answer. */
export function focusChat({ input, log }) {
  (window.matchMedia("(pointer: coarse)").matches ? log : input).focus({ preventScroll: true });
}
