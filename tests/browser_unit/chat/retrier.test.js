import assert from "node:assert/strict";
import test from "node:test";
import { Retrier } from "../../../bot/web/chat/static/widget/retrier.js";
import { withoutWaiting } from "../timers.js";

const away = Object.assign(new Error("away"), { retry: true });
const failing = (times) => async () => {
  if (times-- > 0) throw away;
  return "done";
};

test("a task is tried until it succeeds, with pauses that double up to half a minute", async () => {
  const states = [];
  let result = "";
  const pauses = await withoutWaiting(async () => {
    result = await new Retrier((error) => states.push(error)).run(failing(8));
  });
  const expected = [1, 2, 4, 8, 16, 30, 30, 30].map((seconds) => seconds * 1000);
  const isAround = (pause, index) => pause >= expected[index] * 0.75 && pause <= expected[index] * 1.25;
  assert.deepEqual([result, pauses.length, pauses.every(isAround)], ["done", 8, true]);
  assert.deepEqual(states, [...Array(8).fill(away), null]);
});

test("an error that stays is passed on at once", async () => {
  const states = [];
  const refused = new Error("refused");
  const run = new Retrier((error) => states.push(error)).run(() => Promise.reject(refused));
  await assert.rejects(run, refused);
  assert.deepEqual(states, [null]);
});

test("when the browser is online again nothing waits any longer", async () => {
  const retrier = new Retrier(() => {});
  const started = Date.now();
  const run = retrier.run(failing(1));
  setImmediate(() => window.dispatchEvent(new Event("online")));
  assert.equal(await run, "done");
  assert.ok(Date.now() - started < 700);
});
