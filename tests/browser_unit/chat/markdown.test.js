import assert from "node:assert/strict";
import test from "node:test";
import { blocks } from "../../../bot/web/chat/static/widget/markdown.js";
import { outline } from "../page.js";

const shown = (text) =>
  blocks(text)
    .map((node) => outline(node, "href", "start"))
    .join("");

for (const [text, expected] of [
  ["Erst\n\n  Dann  ", "<p>Erst</p><p>Dann</p>"],
  ["Das ist **fett** gesagt", "<p>Das ist <strong>fett</strong> gesagt</p>"],
  ["** nicht fett **", "<p>** nicht fett **</p>"],
  ["- a\n* b\n• c", "<ul><li>a</li><li>b</li><li>c</li></ul>"],
  ["1. a\n2) b", "<ol><li>a</li><li>b</li></ol>"],
  ["3. c", '<ol start="3"><li>c</li></ol>'],
  ["- a\n1. b", "<ul><li>a</li></ul><ol><li>b</li></ol>"],
  ["[Plan](/plan#B3)", '<p><a href="https://messe.example/plan#B3">Plan</a></p>'],
  ["[fremd](//boese.example)", "<p>[fremd](//boese.example)</p>"],
  ["[Halle](B3)", "<p>[Halle](B3)</p>"],
  ["[Anruf](0202/5631234)", '<p><a href="tel:02025631234">Anruf</a></p>'],
  ["[böse](javascript:alert(1))", "<p>[böse](javascript:alert(1))</p>"],
  ["<b>kein HTML</b>", "<p><b>kein HTML</b></p>"],
]) {
  test(`"${text}" as blocks`, () => assert.equal(shown(text), expected));
}

test("what looks like HTML stays one text", () => {
  assert.deepEqual(blocks("<b>kein HTML</b>")[0].childNodes, ["<b>kein HTML</b>"]);
});
