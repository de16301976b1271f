import assert from "node:assert/strict";
import test from "node:test";
import { linkify, targetOf } from "../../../bot/web/chat/static/widget/links.js";
import { outline } from "../page.js";

const shown = (text) =>
  linkify(text)
    .map((node) => outline(node, "href"))
    .join("");

for (const [text, expected] of [
  ["ohne Verweis", "ohne Verweis"],
  ["siehe https://a.example/b.", 'siehe <a href="https://a.example/b">https://a.example/b</a>.'],
  ["an it@messe.example, bitte", 'an <a href="mailto:it@messe.example">it@messe.example</a>, bitte'],
  ["Tel. 0202 563-1234!", 'Tel. <a href="tel:02025631234">0202 563-1234</a>!'],
  ["+49 202 5631234", '<a href="tel:+492025631234">+49 202 5631234</a>'],
  ["um 10:05 Uhr in Raum 0.12", "um 10:05 Uhr in Raum 0.12"],
]) {
  test(`"${text}" with its links`, () => assert.equal(shown(text), expected));
}

test("only the web, mail and phone may be opened", () => {
  const found = ["https://a.example", "mailto:a@b.example", "tel:112", "https://"].map(targetOf);
  assert.deepEqual(found, ["https://a.example", "mailto:a@b.example", "tel:112", null]);
});

test("a link to another page opens beside the chat and does not hand it over", () => {
  const [link] = linkify("https://a.example");
  assert.deepEqual([link.attributes.get("target"), link.attributes.get("rel")], ["_blank", "noopener noreferrer"]);
});
