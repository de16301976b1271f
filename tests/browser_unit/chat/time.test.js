import assert from "node:assert/strict";
import test from "node:test";
import { timeOf } from "../../../bot/web/chat/static/widget/time.js";

test("a time is the fair's own, wherever the browser is", () => {
  assert.deepEqual(["2025-05-14T10:05:00+02:00", "2025-05-14T09:00:30+14:00"].map(timeOf), ["10:05", "09:00"]);
});
