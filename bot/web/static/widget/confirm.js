/* "Neu anfangen" asks once before the chat is deleted. */
import { focusChat } from "./panel.js";

/** Call `onYes()` when the deletion was confirmed. */
export function setUpConfirmation(parts, onYes) {
  const { confirm, confirmYes, confirmNo, restart } = parts;

  function close() {
    confirm.hidden = true;
    restart.focus();
  }

  restart.addEventListener("click", () => {
    confirm.hidden = false;
    confirmNo.focus();
  });
  confirmNo.addEventListener("click", close);
  confirm.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    close();
  });
  confirmYes.addEventListener("click", () => {
    confirm.hidden = true;
    focusChat(parts);
    onYes();
  });
}
