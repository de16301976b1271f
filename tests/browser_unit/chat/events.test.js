import assert from "node:assert/strict";
import test from "node:test";
import { EventReader, readFrame } from "../../../bot/web/chat/static/widget/events.js";
import { withoutWaiting } from "../timers.js";

for (const [text, expected] of [
  ['id: 7\nevent: plan\ndata: {"a":1}', { id: "7", name: "plan", data: { a: 1 } }],
  [": lebt", { id: "", name: "", data: undefined }],
  ["event: nachricht\ndata: {", { id: "", name: "nachricht", data: undefined }],
]) {
  test(`${JSON.stringify(text)} as a frame`, () => assert.deepEqual(readFrame(text), expected));
}

const refused = () => new Response(null, { status: 401 });
const stream = (...parts) => new Response(new Blob(parts).stream());

/** Read the responses one after another, then be refused; `ask` answers when streams are kept back. */
async function read(responses, ask = async () => []) {
  const seen = { events: [], states: [], asked: [] };
  const queue = [...responses];
  let reader;
  await withoutWaiting(
    () =>
      new Promise((resolve) => {
        const connect = async (last, signal) => {
          seen.asked.push(last);
          const next = queue.shift();
          if (next === undefined) resolve();
          return next === undefined ? refused() : next(signal);
        };
        const onEvent = (name, data) => seen.events.push([name, data]);
        reader = new EventReader(connect, ask, onEvent, (isOpen) => seen.states.push(isOpen));
        reader.start(3);
      }),
  );
  return seen;
}

test("frames are handed out whole, however the stream is cut", async () => {
  const seen = await read([() => stream("event: a\nda", "ta: 1\n\neve", "nt: b\ndata: 2\n\nevent: c")]);
  assert.deepEqual(seen.events, [
    ["a", 1],
    ["b", 2],
  ]);
});

test("after a break it goes on behind the last event", async () => {
  const seen = await read([() => stream("id: 8\nevent: a\ndata: 1\n\n"), () => stream(": lebt\n\n")]);
  assert.deepEqual(
    [seen.asked, seen.states],
    [
      [3, 8, 8],
      [true, true],
    ],
  );
});

test("a server that is away is asked again", async () => {
  const away = () => {
    throw new TypeError("away");
  };
  const seen = await read([away, () => new Response(null, { status: 503 }), () => stream("event: a\ndata: 1\n\n")]);
  assert.deepEqual([seen.events, seen.states], [[["a", 1]], [false, false, true]]);
});

test("where a proxy keeps streams back, news are asked for", async () => {
  const keptBack = (signal) =>
    new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error("aborted"))));
  const bubbles = [[{ nummer: 4 }, { nummer: 5 }]];
  const wanted = [];
  const ask = async (last) => {
    wanted.push(last);
    return bubbles.shift() ?? [];
  };
  const seen = await read([keptBack], ask);
  assert.deepEqual(seen.events, [
    ["nachricht", { nummer: 4 }],
    ["nachricht", { nummer: 5 }],
  ]);
  assert.deepEqual([wanted[0], new Set(wanted.slice(1)), wanted.length, seen.asked], [3, new Set([5]), 24, [3, 5]]);
});

test("a lost session is not asked for again", async () => {
  let times = 0;
  const connect = async () => {
    times += 1;
    return refused();
  };
  await withoutWaiting(async () => {
    new EventReader(
      connect,
      async () => [],
      () => {},
      () => {},
    ).start(0);
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  });
  assert.equal(times, 1);
});
