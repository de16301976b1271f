import assert from "node:assert/strict";
import test from "node:test";
import { cardList } from "../../../bot/web/chat/static/widget/cards.js";
import { outline } from "../page.js";

const TOOLS = {
  noteButton: () => null,
  openPlan: () => {},
  mapUrl: (place) => `/plan#${place}`,
  mapPicture: (query) => `/bild?${query}`,
};
const shown = (card, tools = TOOLS) =>
  outline(cardList([card], tools).childNodes[0].childNodes[0], "href", "src").replaceAll(
    "<svg><path></path></svg>",
    "",
  );
const SESSION = {
  art: "sitzung",
  id: "a",
  titel: "Titel",
  zeit: "10:00",
  tag: "",
  raum: "Saal",
  vortragende: ["A", "B"],
  format: "",
  hinweis: "",
};
const MAP = { art: "lageplan", titel: "1. OG", stand: "B3", raum: "", stufenlos: "", beschreibung: "" };

test("a session shows what it has, and where it is", () => {
  assert.equal(
    shown(SESSION),
    '<article><p><strong>10:00</strong></p><h3>Titel</h3><p>Saal · A, B</p><p><a href="/plan#Saal">Auf dem Plan</a></p></article>',
  );
});

test("without a plan of the building nothing leads to it", () => {
  const tools = { ...TOOLS, mapUrl: () => null, mapPicture: () => null };
  assert.equal(
    shown({ ...SESSION, vortragende: [] }, tools),
    "<article><p><strong>10:00</strong></p><h3>Titel</h3><p>Saal</p><p></p></article>",
  );
  assert.equal(shown(MAP, tools), "<p>1. OG</p>");
});

test("a booth links what its text names", () => {
  const booth = { art: "stand", nummer: "B3", name: "Stand", raum: "", organisation: "", text: "a@b.example" };
  assert.equal(
    shown(booth),
    '<article><p><strong>Stand B3</strong></p><h3>Stand</h3><p><a href="mailto:a@b.example">a@b.example</a></p><a href="/plan#B3">Auf dem Plan</a></article>',
  );
});

for (const [change, query, place] of [
  [{}, "stand=B3", "B3"],
  [{ stand: "", raum: "Saal" }, "raum=Saal", "Saal"],
  [{ stufenlos: "ja" }, "stand=B3&stufenlos=1", "B3"],
]) {
  test(`a map asks for ${query}`, () => {
    assert.equal(
      shown({ ...MAP, ...change }),
      `<a href="/plan#${place}"><img src="/bild?${query}"></img><span>1. OG: auf dem Plan öffnen</span></a>`,
    );
  });
}
