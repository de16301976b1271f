import assert from "node:assert/strict";
import test from "node:test";
import { Outbox } from "../../../bot/web/chat/static/widget/outbox.js";
import { Memory } from "../memory.js";

const waiting = (id) => ({ id, text: id, gezeigt: id });
const kept = (store) => JSON.parse(store.get() ?? "[]").map(({ id }) => id);

test("what waits survives a reload, oldest first", () => {
  const store = new Memory();
  const outbox = new Outbox(store);
  outbox.add(waiting("a"));
  outbox.add(waiting("b"));
  assert.deepEqual(new Outbox(store).entries, [waiting("a"), waiting("b")]);
});

test("what is answered waits no more, and nothing is kept when all is", () => {
  const store = new Memory();
  const outbox = new Outbox(store);
  outbox.add(waiting("a"));
  outbox.remove("a");
  assert.deepEqual([outbox.entries, outbox.has("a"), store.get()], [[], false, null]);
});

test("two tabs do not take away what the other waits for", () => {
  const area = {};
  const [one, other] = [new Outbox(new Memory(area)), new Outbox(new Memory(area))];
  one.add(waiting("a"));
  other.add(waiting("b"));
  one.remove("a");
  assert.deepEqual([kept(new Memory(area)), one.entries, other.has("b")], [["b"], [], true]);
});

for (const broken of ["{", "7", "null", '[{"id":1,"gezeigt":"a"}]', '["a"]']) {
  test(`${broken} in the storage is an empty outbox`, () => {
    assert.deepEqual(new Outbox(new Memory({}, broken)).entries, []);
  });
}

test("each change is told", () => {
  const told = [];
  const outbox = new Outbox(new Memory(), () => told.push(outbox.entries.length));
  outbox.add(waiting("a"));
  outbox.add(waiting("b"));
  outbox.remove("a");
  outbox.clear();
  assert.deepEqual(told, [1, 2, 1, 0]);
});
