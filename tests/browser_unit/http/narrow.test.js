import assert from "node:assert/strict";
import test from "node:test";
import { hasAll, wordsOf } from "../../../bot/web/http/static/narrow.js";

test("each typed word has to be there, in any order", () => {
  const text = "wegweiser zum großen saal";
  const found = ["SAAL  weg", "", "saal raum", "ß"].map((typed) => hasAll(text, wordsOf(typed)));
  assert.deepEqual(found, [true, true, false, true]);
});
