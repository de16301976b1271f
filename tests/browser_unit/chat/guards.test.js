import assert from "node:assert/strict";
import test from "node:test";
import { isWaiting, MESSAGES } from "../../../bot/web/chat/static/widget/guards.js";

const SESSION = {
  art: "sitzung",
  id: "a",
  titel: "t",
  zeit: "",
  tag: "",
  raum: "",
  vortragende: [],
  format: "",
  hinweis: "",
};
const ANSWER = {
  id: "1",
  rolle: "bot",
  zeit: "z",
  text: "t",
  einleitung: "",
  karten: [SESSION],
  knoepfe: [],
  nummer: 3,
};

test("an answer is let in whole", () => {
  assert.equal(MESSAGES.nachricht(ANSWER), true);
  assert.equal(MESSAGES.antworten({ antworten: [ANSWER, { ...ANSWER, nummer: null }] }), true);
});

for (const [what, change] of Object.entries({
  "no text": { text: undefined },
  "a number as text": { text: 1 },
  "an unknown role": { rolle: "admin" },
  "a broken number": { nummer: 1.5 },
  "a card of an unknown kind": { karten: [{ ...SESSION, art: "video" }] },
  "a kind that every object has": { karten: [{ ...SESSION, art: "toString" }] },
  "a kind in a list": { karten: [{ ...SESSION, art: ["sitzung"] }] },
  "a card without a room": { karten: [{ ...SESSION, raum: null }] },
  "speakers that are no texts": { karten: [{ ...SESSION, vortragende: [1] }] },
  "a button without its message": { knoepfe: [{ titel: "Ja" }] },
})) {
  test(`an answer with ${what} is not let in`, () => {
    assert.equal(MESSAGES.nachricht({ ...ANSWER, ...change }), false);
  });
}

test("what is no object is not let in", () => {
  assert.deepEqual([undefined, null, "x", [], 1].map(MESSAGES.fehler), [false, false, false, false, false]);
});

test("an entry of the outbox has an id and what is shown", () => {
  assert.deepEqual([{ id: "a", gezeigt: "b" }, { id: "a" }, null].map(isWaiting), [true, false, false]);
});
