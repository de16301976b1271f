import assert from "node:assert/strict";
import test from "node:test";
import { matches, prepare } from "../../../bot/web/chat/static/widget/matching.js";

const PREPARED = prepare(
  ["Straßen im Digitalen Zwilling", "Café und Essen", "Wie komme ich hin?", "Essen bestellen"].map((titel, index) => ({
    titel,
    art: index === 0 ? "Vortrag" : "Frage",
    payload: `/${index}`,
  })),
);
const titles = (text) => matches(PREPARED, text).map(({ titel }) => titel);

for (const [text, expected] of [
  ["e", []],
  ["ess", ["Essen bestellen", "Café und Essen"]],
  ["ESSEN", ["Essen bestellen", "Café und Essen"]],
  ["strassen", ["Straßen im Digitalen Zwilling"]],
  ["cafe", ["Café und Essen"]],
  ["vortrag zwill", ["Straßen im Digitalen Zwilling"]],
  ["wo finde ich Essen", ["Essen bestellen", "Café und Essen"]],
  ["wie komme", ["Wie komme ich hin?"]],
  ["ssen", []],
  ["wo ist die", []],
]) {
  test(`"${text}" proposes ${expected.length}`, () => assert.deepEqual(titles(text), expected));
}

test("at most six are proposed", () => {
  const many = prepare(
    Array.from({ length: 9 }, (_, index) => ({ titel: `Stand ${index}`, art: "Stand", payload: "" })),
  );
  assert.equal(matches(many, "stand").length, 6);
});
