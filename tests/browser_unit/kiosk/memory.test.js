import assert from "node:assert/strict";
import test from "node:test";
import { MemoryValue } from "../../../bot/web/kiosk/static/kiosk/memory.js";

test("a visitor's value is kept by its own object only", () => {
  const [one, other] = [new MemoryValue(), new MemoryValue()];
  one.set("a");
  assert.deepEqual([one.get(), one.read(), other.get()], ["a", "a", null]);
  one.set(null);
  assert.equal(one.get(), null);
});
