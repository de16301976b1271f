import assert from "node:assert/strict";
import test from "node:test";
import { firstFree, overlap, pullsOf, within } from "../../../bot/web/kiosk/static/kiosk/geometry.js";

const box = (left, top) => ({ left, top, width: 10, height: 10 });

test("boxes overlap from any side, but not along an edge", () => {
  const others = [box(5, 5), box(-5, -5), box(10, 0), box(0, 10), box(-10, 0), box(20, 5)];
  assert.deepEqual(
    others.map((other) => overlap(box(0, 0), other)),
    [true, true, false, false, false, false],
  );
});

test("a name stays inside the map", () => {
  assert.deepEqual(
    [2, 50, 99].map((at) => within(at, 10, 100)),
    [10, 50, 90],
  );
});

test("the first box that is free is taken, or none", () => {
  const taken = [box(0, 20)];
  assert.deepEqual(firstFree([box(0, -1), box(0, 15), box(0, 91), box(0, 30), box(0, 40)], taken, 100), box(0, 30));
  assert.equal(firstFree([box(0, 15)], taken, 100), undefined);
});

test("the first topic pulls always, others by their share, unknown ones never", () => {
  const topics = ["A", "B", "C"].map((titel) => ({ titel }));
  const names = (ranking) => pullsOf(topics, ranking).map(({ topic, share }) => [topic.titel, share]);
  assert.deepEqual(
    names([
      ["B", 0.01],
      ["A", 0.02],
      ["C", 0.019],
      ["X", 0.5],
    ]),
    [
      ["B", 0.01],
      ["A", 0.02],
    ],
  );
});
