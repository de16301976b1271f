import assert from "node:assert/strict";
import test from "node:test";
import { count, milliseconds, nearness, percent } from "../../../bot/web/kiosk/static/kiosk/numbers.js";

const plain = (text) => text.replaceAll("\u00a0", " ");

for (const [shown, expected] of [
  [percent(0.874), "87 %"],
  [percent(0.005), "1 %"],
  [percent(0.0049), "< 1 %"],
  [percent(1), "100 %"],
  [count(1234.6), "1.235"],
  [nearness(0.5), "0,50"],
  [milliseconds(0.4), "< 1 ms"],
  [milliseconds(1499.5), "1.500 ms"],
]) {
  test(`${expected} is read`, () => assert.equal(plain(shown), expected));
}
