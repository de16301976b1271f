/* A German keyboard on the screen. The system's own would cover half of it, and remembers what was typed. */
import { el } from "../widget/dom.js";

const LETTERS = ["q w e r t z u i o p ü", "a s d f g h j k l ö ä", "⇧ y x c v b n m ß ⌫", "123 , ␣ . ? ⏎"];
const SIGNS = ["1 2 3 4 5 6 7 8 9 0", "- / : ; ( ) & @ % +", "„ “ ! ' \" € * ⌫", "abc , ␣ . ? ⏎"];
/** @type {Record<string, string>} */
const NAMES = {
  "⇧": "Umschalten",
  "⌫": "Zeichen löschen",
  "␣": "Leerzeichen",
  "⏎": "Fragen",
  123: "Ziffern und Zeichen",
  abc: "Buchstaben",
};
/** @type {Record<string, string>} */
const SHOWN = { "␣": "Leerzeichen", "⏎": "Fragen" };
const FIRST_REPEAT = 450; // ms that a finger rests before the letters go one by one
const REPEAT = 70;

/**
 * A keyboard that types into `input`.
 *
 * @param {HTMLInputElement} input
 * @param {() => unknown} onEnter the key to ask was touched
 */
export function buildKeyboard(input, onEnter) {
  const keyboard = el("div", { class: "keyboard", role: "group", "aria-label": "Bildschirmtastatur" });
  let isUpper = true;

  /** @param {string[]} rows */
  function show(rows) {
    keyboard.replaceChildren(...rows.map((row) => el("div", { class: "keys" }, ...row.split(" ").map(key))));
    shift(isUpper);
  }

  /** @param {string} sign */
  function key(sign) {
    const name = NAMES[sign];
    const shown = SHOWN[sign] ?? sign;
    const node = el(
      "button",
      {
        type: "button",
        tabindex: "-1",
        class: name ? `key wide k-${name[0]}` : "key",
        "data-sign": sign,
        "aria-label": name && name !== shown ? name : undefined,
      },
      shown,
    );
    node.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
    if (sign === "⌫") repeatWhileHeld(node, erase);
    else node.addEventListener("click", () => press(sign));
    return node;
  }

  /** @type {Record<string, () => unknown>} */
  const actions = {
    "⇧": () => shift(!isUpper),
    "⏎": onEnter,
    123: () => show(SIGNS),
    abc: () => show(LETTERS),
    "␣": () => put(" "),
  };

  /** @param {string} sign */
  function press(sign) {
    if (Object.hasOwn(actions, sign)) actions[sign]();
    else put(isUpper && sign !== "ß" ? sign.toUpperCase() : sign);
  }

  /** @param {string} text */
  function put(text) {
    if (input.value.length >= input.maxLength) return;
    const [start, end] = selection();
    input.setRangeText(text, start, end, "end");
    changed();
  }

  function erase() {
    const [start, end] = selection();
    input.setRangeText("", start === end ? Math.max(0, end - 1) : start, end, "end");
    changed();
  }

  function selection() {
    const end = input.selectionEnd ?? input.value.length;
    return [input.selectionStart ?? end, end];
  }

  function changed() {
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.scrollLeft = input.scrollWidth;
    shift(input.value === "");
  }

  /** @param {boolean} upper */
  function shift(upper) {
    isUpper = upper;
    for (const node of keyboard.querySelectorAll(".key:not(.wide)")) {
      const sign = node.getAttribute("data-sign") ?? "";
      node.textContent = upper && sign !== "ß" ? sign.toUpperCase() : sign;
    }
    keyboard.querySelector('[data-sign="⇧"]')?.setAttribute("aria-pressed", String(upper));
  }

  show(LETTERS);
  return keyboard;
}

/**
 * Once for a touch, then again and again as long as the finger rests.
 *
 * @param {HTMLElement} node
 * @param {() => void} act
 */
function repeatWhileHeld(node, act) {
  let timer = 0;
  const stop = () => clearTimeout(timer);
  const again = () => {
    act();
    timer = setTimeout(again, REPEAT);
  };
  node.addEventListener("pointerdown", () => {
    act();
    timer = setTimeout(again, FIRST_REPEAT);
  });
  for (const name of ["pointerup", "pointerleave", "pointercancel"]) node.addEventListener(name, stop);
  node.addEventListener("click", (event) => event.detail === 0 && act()); // a switch or a screen reader
}
