import assert from "node:assert/strict";
import test from "node:test";
import { StoredValue } from "../../../bot/web/chat/static/widget/storage.js";

class Area {
  kept = {};
  isFull = false;

  getItem(key) {
    return this.kept[key] ?? null;
  }

  setItem(key, value) {
    if (this.isFull) throw new Error("QuotaExceededError");
    this.kept[key] = value;
  }

  removeItem(key) {
    delete this.kept[key];
  }
}

test("a value is kept under its key, and null forgets it", () => {
  window.localStorage = new Area();
  const value = new StoredValue("localStorage", "a");
  value.set("1");
  assert.deepEqual(
    [new StoredValue("localStorage", "a").get(), new StoredValue("localStorage", "b").get()],
    ["1", null],
  );
  value.set(null);
  assert.deepEqual([value.get(), window.localStorage.kept], [null, {}]);
});

test("a full storage leaves the value in the page's memory", () => {
  window.localStorage = new Area();
  window.localStorage.isFull = true;
  const value = new StoredValue("localStorage", "a");
  value.set("1");
  assert.deepEqual([value.get(), value.read()], ["1", "1"]);
});

test("a forbidden storage is no error", () => {
  Object.defineProperty(window, "sessionStorage", {
    get() {
      throw new Error("SecurityError");
    },
  });
  const value = new StoredValue("sessionStorage", "a");
  value.set("1");
  assert.equal(value.get(), "1");
});

test("another tab's change is told once, others are not", () => {
  window.localStorage = new Area();
  const told = [];
  const value = new StoredValue("localStorage", "a");
  value.watch((changed) => told.push(changed));
  for (const [key, newValue] of [
    ["b", "x"],
    ["a", "1"],
    ["a", "1"],
    ["a", null],
  ]) {
    window.dispatchEvent(Object.assign(new Event("storage"), { key, newValue }));
  }
  assert.deepEqual([told, value.get()], [["1", null], null]);
});
