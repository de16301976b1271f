import assert from "node:assert/strict";
import test from "node:test";
import "../page.js";
import { el } from "../../../bot/web/chat/static/widget/dom.js";
import { languageSwitches } from "../../../bot/web/chat/static/widget/menu.js";

const LANGUAGES = { leicht: "Leichte Sprache", en: "English", tr: "Türkçe" };

/** A stored value, the switch of Leichte Sprache, and the switches of the others. */
function offered(value) {
  const stored = { value, get: () => stored.value, set: (wanted) => Object.assign(stored, { value: wanted }) };
  const simple = el("button", { "aria-checked": "false" });
  simple.addEventListener("click", () => {
    simple.setAttribute("aria-checked", String(simple.getAttribute("aria-checked") !== "true"));
  });
  return { stored, simple, switches: languageSwitches(LANGUAGES, stored, simple) };
}
const states = (switches) => switches.map((node) => node.getAttribute("aria-checked"));

test("each other language has a switch, and the chosen one is on", () => {
  const { switches } = offered("tr");
  assert.deepEqual(
    [switches.map((node) => node.textContent), states(switches)],
    [
      ["English", "Türkçe"],
      ["false", "true"],
    ],
  );
});

test("one language takes the place of another", () => {
  const { stored, switches } = offered("tr");
  switches[0].click();
  assert.deepEqual([stored.value, states(switches)], ["en", ["true", "false"]]);
  switches[0].click();
  assert.deepEqual([stored.value, states(switches)], ["", ["false", "false"]]);
});

test("Leichte Sprache and another language are never on together", () => {
  const { stored, simple, switches } = offered("en");
  simple.click();
  assert.deepEqual(
    [stored.value, simple.getAttribute("aria-checked"), states(switches)],
    ["", "true", ["false", "false"]],
  );
  switches[0].click();
  assert.deepEqual(
    [stored.value, simple.getAttribute("aria-checked"), states(switches)],
    ["en", "false", ["true", "false"]],
  );
});
